import { record } from "@strata/testing";

import { Fleet, type FleetArgs } from "./fleet.ts";

const args: FleetArgs = {
  imageId: "ami-0123456789abcdef0",
  instanceTypes: ["t3.micro"],
  instanceProfileArn: "arn:aws:iam::123456789012:instance-profile/web",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1",
  userData: "#!/bin/bash\n",
  minSize: 2,
  maxSize: 4,
  rootVolumeGiB: 8,
  detailedMonitoring: false,
  refreshMinHealthyPercent: 0,
  seedParity: true,
};
const tags = {
  Name: "strata-local-compute-web",
  project: "strata",
  environment: "local",
  layer: "compute",
  owner: "platform-team",
  "managed-by": "pulumi",
  repository: "strata",
};
const fleet = (change: Partial<FleetArgs> = {}) =>
  record({ project: "compute" }, () => new Fleet("web", { ...args, ...change }));

async function inputsOf(type: string, change?: Partial<FleetArgs>) {
  const { resources } = await fleet(change);
  return resources.find((resource) => resource.type === type)?.inputs;
}

it("starts instances with IMDSv2, an encrypted disk and tags on all that is launched", async () => {
  expect(await inputsOf("aws:ec2/launchTemplate:LaunchTemplate")).toEqual({
    imageId: args.imageId,
    instanceType: "t3.micro",
    iamInstanceProfile: { arn: args.instanceProfileArn },
    vpcSecurityGroupIds: ["sg-1"],
    userData: Buffer.from("#!/bin/bash\n").toString("base64"),
    updateDefaultVersion: true,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { encrypted: "true", volumeSize: 8, volumeType: "gp3", deleteOnTermination: "true" },
      },
    ],
    monitoring: { enabled: false },
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
      resourceType,
      tags,
    })),
  });
});

it("keeps the group in the given subnets, judged by the load balancer, with copied tags", async () => {
  expect(await inputsOf("aws:autoscaling/group:Group")).toEqual({
    minSize: 2,
    maxSize: 4,
    vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
    targetGroupArns: [args.targetGroupArn],
    healthCheckType: "ELB",
    healthCheckGracePeriod: 300,
    launchTemplate: { id: "lt-strata-local-compute-web", version: "1" },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  });
});

it("lets new instances warm up, starts them before old ones end, and tells of the group", async () => {
  expect(await inputsOf("aws:autoscaling/group:Group", { seedParity: false })).toMatchObject({
    defaultInstanceWarmup: 120,
    instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
    metricsGranularity: "1Minute",
    enabledMetrics: expect.arrayContaining(["GroupInServiceInstances"]),
  });
});

it("takes instances of all types, in their order, none of them spot", async () => {
  const instanceTypes = ["t3.small", "t3a.small"];
  const group = await inputsOf("aws:autoscaling/group:Group", { instanceTypes });
  expect(group?.["launchTemplate"]).toBeUndefined();
  expect(group?.["mixedInstancesPolicy"]).toEqual({
    instancesDistribution: {
      onDemandAllocationStrategy: "prioritized",
      onDemandPercentageAboveBaseCapacity: 100,
    },
    launchTemplate: {
      launchTemplateSpecification: {
        launchTemplateId: "lt-strata-local-compute-web",
        version: "1",
      },
      overrides: [{ instanceType: "t3.small" }, { instanceType: "t3a.small" }],
    },
  });
});

it.each([
  [50, undefined, { minHealthyPercentage: 50, maxHealthyPercentage: 150, autoRollback: true }],
  [
    100,
    "errors",
    {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 200,
      autoRollback: true,
      alarmSpecification: { alarms: ["errors"] },
    },
  ],
])(
  "replaces instances with %i %% in service and the alarm %s",
  async (percent, alarm, preferences) => {
    const change = { refreshMinHealthyPercent: percent, rollbackAlarmName: alarm };
    const group = await inputsOf("aws:autoscaling/group:Group", change);
    expect(group?.["instanceRefresh"]).toEqual({ strategy: "Rolling", preferences });
  },
);

it("lets no instance get older than it may", async () => {
  const change = { maxInstanceLifetimeDays: 30 };
  const group = await inputsOf("aws:autoscaling/group:Group", change);
  expect(group?.["maxInstanceLifetime"]).toBe(2_592_000);
});

it("parents every child to itself", async () => {
  const { result, resources } = await fleet();
  const parents = resources.slice(1).map(({ options }) => options.parent === result);
  expect(parents).toEqual([true, true]);
});
