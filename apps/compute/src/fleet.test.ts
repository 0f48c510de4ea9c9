import { record } from "@strata/testing";

import { Fleet, type FleetArgs } from "./fleet.ts";

const args: FleetArgs = {
  imageId: "ami-0123456789abcdef0",
  instanceType: "t3.micro",
  instanceProfileArn: "arn:aws:iam::123456789012:instance-profile/web",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1",
  userData: "#!/bin/bash\n",
  minSize: 2,
  maxSize: 4,
  rootVolumeGiB: 8,
  detailedMonitoring: false,
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
const fleet = () => record({ project: "compute" }, () => new Fleet("web", args));

async function inputsOf(type: string) {
  const { resources } = await fleet();
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

it("parents every child to itself", async () => {
  const { result, resources } = await fleet();
  const parents = resources.slice(1).map(({ options }) => options.parent === result);
  expect(parents).toEqual([true, true]);
});
