import type { Dimension } from "@aws-sdk/client-cloudwatch";

import { cloudOf, inventory, type Cloud } from "./workspace/cloud.ts";
import { recordedOutputs, recordedReads, recordedResources } from "./workspace/recorded-state.ts";
import { resultRows } from "./workspace/result-rows.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

/** AWS resources of local, by layer; what Pulumi itself adds is counted apart. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  network: {
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": 1,
    "aws:ec2/defaultRouteTable:DefaultRouteTable": 1,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
    "aws:ec2/eip:Eip": 3,
    "aws:ec2/internetGateway:InternetGateway": 1,
    "aws:ec2/natGateway:NatGateway": 3,
    "aws:ec2/route:Route": 3,
    "aws:ec2/routeTable:RouteTable": 5,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": 9,
    "aws:ec2/securityGroup:SecurityGroup": 3,
    "aws:ec2/subnet:Subnet": 9,
    "aws:ec2/vpc:Vpc": 1,
    "aws:ec2/vpcEndpoint:VpcEndpoint": 1,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 4,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 3,
  },
  data: {
    "aws:backup/plan:Plan": 1,
    "aws:backup/selection:Selection": 1,
    "aws:backup/vault:Vault": 1,
    "aws:cloudwatch/logGroup:LogGroup": 4,
    "aws:iam/role:Role": 2,
    "aws:iam/rolePolicy:RolePolicy": 2,
    "aws:kms/alias:Alias": 1,
    "aws:kms/key:Key": 1,
    "aws:rds/instance:Instance": 1,
    "aws:rds/optionGroup:OptionGroup": 1,
    "aws:rds/parameterGroup:ParameterGroup": 1,
    "aws:rds/subnetGroup:SubnetGroup": 1,
    "aws:s3/bucket:Bucket": 2,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
    "aws:s3/bucketLogging:BucketLogging": 1,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
    "aws:s3/bucketPolicy:BucketPolicy": 2,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
    "aws:s3/bucketVersioning:BucketVersioning": 2,
  },
  compute: {
    "aws:autoscaling/group:Group": 1,
    "aws:autoscaling/policy:Policy": 2,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 1,
    "aws:ec2/launchTemplate:LaunchTemplate": 1,
    "aws:iam/instanceProfile:InstanceProfile": 1,
    "aws:iam/role:Role": 1,
    "aws:iam/rolePolicy:RolePolicy": 4,
    "aws:kms/alias:Alias": 1,
    "aws:kms/key:Key": 1,
    "aws:lb/listener:Listener": 1,
    "aws:lb/loadBalancer:LoadBalancer": 1,
    "aws:lb/targetGroup:TargetGroup": 1,
    "aws:wafv2/webAcl:WebAcl": 1,
    "aws:wafv2/webAclAssociation:WebAclAssociation": 1,
  },
  observability: {
    "aws:autoscaling/notification:Notification": 1,
    "aws:budgets/budget:Budget": 1,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": 1,
    "aws:cloudwatch/dashboard:Dashboard": 1,
    "aws:cloudwatch/logGroup:LogGroup": 3,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 14,
    "aws:ec2/flowLog:FlowLog": 1,
    "aws:iam/policy:Policy": 1,
    "aws:iam/role:Role": 1,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
    "aws:kms/alias:Alias": 1,
    "aws:kms/key:Key": 1,
    "aws:rds/eventSubscription:EventSubscription": 4,
    "aws:sns/topic:Topic": 1,
    "aws:sns/topicPolicy:TopicPolicy": 1,
    "aws:sns/topicSubscription:TopicSubscription": 1,
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": 1,
  },
};
const LAYERS = Object.keys(RESOURCES);
const MANDATORY_TAGS = ["project", "environment", "layer", "owner", "managed-by", "repository"];

/** The nine outputs of the reference stack, and where they are published. */
const NINE_OUTPUTS = {
  vpc_id: ["network", "vpcId"],
  alb_dns_name: ["compute", "albDnsName"],
  alb_arn: ["compute", "albArn"],
  rds_endpoint: ["data", "rdsEndpoint"],
  rds_address: ["data", "rdsAddress"],
  data_bucket_arn: ["data", "dataBucketArn"],
  data_bucket_name: ["data", "dataBucketName"],
  logs_bucket_arn: ["data", "logsBucketArn"],
  logs_bucket_name: ["data", "logsBucketName"],
} as const;

let workspace: ScratchWorkspace;
let first: Ended;
let cloud: Cloud;
let emptyInventory: Awaited<ReturnType<typeof inventory>>;

beforeAll(async () => {
  workspace = await ScratchWorkspace.create();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
  emptyInventory = await inventory(cloud);
  first = await workspace.nx(["run-many", "-t", "up"]);
});

afterAll(() => workspace.dispose());

it("deploys all four layers in order and ends with the table", () => {
  expect(first.output).toContain("network: done");
  expect(first.code).toBe(0);
  const rows = resultRows(first.output);
  expect(rows.map(({ layer, result }) => `${layer} ${result}`)).toEqual(
    LAYERS.map((layer) => `${layer} done`),
  );
  expect(rows.every(({ updated, replaced, deleted }) => updated + replaced + deleted === 0)).toBe(
    true,
  );
});

it.each(LAYERS)("%s holds exactly the resources of local", (layer) => {
  const types = recordedResources(workspace.root, layer).map(({ type }) => type);
  const aws = types.filter((type) => type.startsWith("aws:"));
  expect(histogram(aws)).toEqual(RESOURCES[layer]);
  const others = types.filter((type) => !type.startsWith("aws:") && !type.startsWith("strata:"));
  const references = { network: 0, data: 1, compute: 2, observability: 3 }[layer] ?? 0;
  expect(histogram(others)).toEqual({
    "pulumi:pulumi:Stack": 1,
    "pulumi:providers:aws": 1,
    // The engine's own provider of stack references.
    ...(references === 0
      ? {}
      : { "pulumi:providers:pulumi": 1, "pulumi:pulumi:StackReference": references }),
  });
});

it("publishes the nine outputs", () => {
  for (const [layer, key] of Object.values(NINE_OUTPUTS)) {
    expect(recordedOutputs(workspace.root, layer)).toHaveProperty(key, expect.stringMatching(/./));
  }
  const { rdsEndpoint, rdsAddress, dbPort } = recordedOutputs(workspace.root, "data");
  expect(rdsEndpoint).toBe(`${String(rdsAddress)}:${String(dbPort)}`);
});

it("puts the mandatory tags on everything that takes tags", () => {
  const taggable = LAYERS.flatMap((layer) => recordedResources(workspace.root, layer)).filter(
    ({ outputs }) => "tagsAll" in outputs,
  );
  expect(taggable.length).toBeGreaterThan(70);
  for (const { outputs } of taggable) {
    expect(Object.keys(outputs.tagsAll as object)).toEqual(expect.arrayContaining(MANDATORY_TAGS));
  }
});

it("records what each layer read of the others, key by key, beside its state", () => {
  const reads = (layer: string) => recordedReads(workspace.root, layer);
  expect(reads("network")).toEqual([]);
  expect(reads("data").every((read) => read.startsWith("network."))).toBe(true);
  expect(reads("compute")).toEqual(
    expect.arrayContaining(["network.vpcId", "network.privateSubnetIds", "data.dbSecretArn"]),
  );
  expect(reads("compute")).not.toContain("network.dbSecurityGroupId");
  expect(reads("observability")).toContain("compute.albArnSuffix");
});

describe("through the API, with what sandbox:status prints", () => {
  it("has the network of three zones", async () => {
    const vpcId = String(recordedOutputs(workspace.root, "network").vpcId);
    const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
    const { Subnets = [] } = await cloud.ec2.describeSubnets({ Filters });
    expect(Subnets).toHaveLength(9);
    expect(new Set(Subnets.map((subnet) => subnet.AvailabilityZone)).size).toBe(3);
    expect(Subnets.every((subnet) => subnet.MapPublicIpOnLaunch === false)).toBe(true);
    for (const { Tags = [] } of Subnets) {
      expect(Tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining(MANDATORY_TAGS));
    }
    const { FlowLogs = [] } = await cloud.ec2.describeFlowLogs({});
    expect(FlowLogs).toMatchObject([{ ResourceId: vpcId, TrafficType: "ALL" }]);
  });

  it("has encrypted buckets that are closed to the public", async () => {
    const { dataBucketName, logsBucketName, kmsKeyArns } = recordedOutputs(workspace.root, "data");
    const [KMSMasterKeyID] = kmsKeyArns as string[];
    for (const [Bucket, encrypted] of [
      [String(dataBucketName), { SSEAlgorithm: "aws:kms", KMSMasterKeyID }],
      [String(logsBucketName), { SSEAlgorithm: "AES256" }],
    ] as const) {
      const encryption = await cloud.s3.getBucketEncryption({ Bucket });
      expect(
        encryption.ServerSideEncryptionConfiguration?.Rules?.[0]
          ?.ApplyServerSideEncryptionByDefault,
      ).toEqual(encrypted);
      const access = await cloud.s3.getPublicAccessBlock({ Bucket });
      expect(access.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  });

  it("has an encrypted private database", async () => {
    const { dbInstanceIdentifier, kmsKeyArns } = recordedOutputs(workspace.root, "data");
    const [KmsKeyId] = kmsKeyArns as string[];
    const { DBInstances = [] } = await cloud.rds.describeDBInstances({
      DBInstanceIdentifier: String(dbInstanceIdentifier),
    });
    expect(DBInstances).toMatchObject([
      {
        Engine: "mysql",
        StorageEncrypted: true,
        KmsKeyId,
        PubliclyAccessible: false,
        CopyTagsToSnapshot: true,
      },
    ]);
  });

  it("has a load balancer in front of an auto scaling group whose instances carry the tags", async () => {
    const { LoadBalancers = [] } = await cloud.elb.describeLoadBalancers({});
    expect(LoadBalancers).toMatchObject([{ Type: "application" }]);
    expect(LoadBalancers[0]?.AvailabilityZones).toHaveLength(3);
    const { TargetGroups = [] } = await cloud.elb.describeTargetGroups({});
    const { AutoScalingGroups = [] } = await cloud.autoScaling.describeAutoScalingGroups({});
    expect(AutoScalingGroups).toMatchObject([
      {
        HealthCheckType: "ELB",
        TargetGroupARNs: TargetGroups.map((group) => group.TargetGroupArn),
      },
    ]);
    const ids = AutoScalingGroups.flatMap(({ Instances = [] }) =>
      Instances.map((one) => one.InstanceId),
    );
    expect(ids.length).toBeGreaterThan(0);
    const { Reservations = [] } = await cloud.ec2.describeInstances({
      InstanceIds: ids as string[],
    });
    for (const { Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
      expect(Tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining(MANDATORY_TAGS));
    }
  });

  it("has all alarms on the right things, and each tells the topic", async () => {
    const { MetricAlarms = [] } = await cloud.cloudWatch.describeAlarms({
      AlarmNamePrefix: ALARM_PREFIX,
      AlarmTypes: ["MetricAlarm"],
    });
    const { albArnSuffix, targetGroupArnSuffix, asgName } = recordedOutputs(
      workspace.root,
      "compute",
    );
    const { dbInstanceIdentifier, dbMaxConnections } = recordedOutputs(workspace.root, "data");
    const { natGatewayIds } = recordedOutputs(workspace.root, "network");
    const database = { DBInstanceIdentifier: dbInstanceIdentifier };
    const balancer = { LoadBalancer: albArnSuffix };
    const targets = { ...balancer, TargetGroup: targetGroupArnSuffix };
    const gateways = (natGatewayIds as string[]).map((NatGatewayId) => ({ NatGatewayId }));
    const watched = MetricAlarms.map(({ AlarmName, MetricName, Dimensions, Metrics = [] }) => {
      const metrics = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
      const seen = MetricName === undefined ? metrics : [{ MetricName, Dimensions }];
      return [
        AlarmName?.slice(ALARM_PREFIX.length),
        [...new Set(seen.map((one) => one.MetricName))],
        seen.map((one) => dimensionsOf(one.Dimensions)),
      ] as const;
    });
    expect(watched.sort(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ["alb-5xx", ["HTTPCode_Target_5XX_Count"], [targets]],
      ["alb-elb-5xx", ["HTTPCode_ELB_5XX_Count"], [balancer]],
      ["alb-healthy-hosts", ["HealthyHostCount"], [targets]],
      ["alb-response-time", ["TargetResponseTime"], [targets]],
      ["alb-unhealthy-hosts", ["UnHealthyHostCount"], [targets]],
      ["asg-in-service", ["GroupInServiceInstances"], [{ AutoScalingGroupName: asgName }]],
      ["nat-ports", ["ErrorPortAllocation"], gateways],
      ["rds-connections", ["DatabaseConnections"], [database]],
      ["rds-cpu", ["CPUUtilization"], [database]],
      ["rds-free-memory", ["FreeableMemory"], [database]],
      ["rds-free-storage", ["FreeStorageSpace"], [database]],
      ["rds-read-latency", ["ReadLatency"], [database]],
      ["rds-write-latency", ["WriteLatency"], [database]],
      ["traffic-requests", ["RequestCount"], [balancer]],
    ]);
    const threshold = (name: string) =>
      MetricAlarms.find(({ AlarmName }) => AlarmName === `${ALARM_PREFIX}${name}`)?.Threshold;
    expect(threshold("alb-5xx")).toBe(10);
    expect(threshold("alb-unhealthy-hosts")).toBe(0);
    expect(threshold("rds-cpu")).toBe(80);
    expect(threshold("rds-connections")).toBe(Math.floor(Number(dbMaxConnections) * 0.8));
    const { alarmTopicArns } = recordedOutputs(workspace.root, "observability");
    expect(alarmTopicArns).toHaveLength(1);
    for (const { AlarmActions } of MetricAlarms) expect(AlarmActions).toEqual(alarmTopicArns);
  });

  it("has every log group, each with an end of what it keeps", async () => {
    const { logGroups = [] } = await cloud.logs.describeLogGroups({});
    expect(logGroups.map(({ logGroupName }) => logGroupName).sort()).toEqual([
      "/aws/app/local",
      "/aws/rds/instance/strata-local-data-main/audit",
      "/aws/rds/instance/strata-local-data-main/error",
      "/aws/rds/instance/strata-local-data-main/general",
      "/aws/rds/instance/strata-local-data-main/slowquery",
      "/aws/vpc/flowlogs/local",
      "aws-waf-logs-local",
    ]);
    expect(logGroups.every(({ retentionInDays = 0 }) => retentionInDays > 0)).toBe(true);
  });
});

const ALARM_PREFIX = "strata-local-observability-";

function dimensionsOf(dimensions: readonly Dimension[] = []): Record<string, string | undefined> {
  return Object.fromEntries(dimensions.map(({ Name = "", Value }) => [Name, Value]));
}

it("changes nothing when it runs again", async () => {
  const before = await inventory(cloud);
  // Forced: the gate would not even start the engine.
  const again = await workspace.nx(["run-many", "-t", "up", "--force"]);
  expect(again.code).toBe(0);
  const rows = resultRows(again.output);
  expect(rows.map(({ layer }) => layer)).toEqual(LAYERS);
  for (const { layer, created, updated, replaced, deleted, unchanged } of rows) {
    expect([created, updated, replaced, deleted]).toEqual([0, 0, 0, 0]);
    expect(unchanged).toBe(ownResources(layer).length);
  }
  expect(await inventory(cloud)).toEqual(before);
});

it("finds nothing to correct after a refresh", async () => {
  const refresh = await workspace.nx(["run-many", "-t", "refresh"]);
  expect(refresh.code).toBe(0);
  expect(resultRows(refresh.output).map(({ updated, deleted }) => [updated, deleted])).toEqual(
    LAYERS.map(() => [0, 0]),
  );
  const preview = await workspace.nx(["run-many", "-t", "preview"]);
  expect(preview.code).toBe(0);
  const planned = resultRows(preview.output);
  expect(planned.map(({ layer }) => layer)).toEqual(LAYERS);
  for (const { created, updated, replaced, deleted } of planned) {
    expect([created, updated, replaced, deleted]).toEqual([0, 0, 0, 0]);
  }
});

it("changes one resource of one layer for one changed setting", async () => {
  workspace.edit("apps/compute/Pulumi.local.yaml", (text) =>
    text.replace(/maxSize: (\d+)/, (_, size: string) => `maxSize: ${Number(size) + 1}`),
  );
  const changed = await workspace.nx(["run-many", "-t", "up", "--verbose"]);
  expect(changed.code).toBe(0);
  expect(changed.output).toMatch(/compute: update aws:autoscaling\/group:Group \S+ \(maxSize\)/);
  const rows = resultRows(changed.output).map(({ layer, created, updated, replaced, deleted }) => ({
    layer,
    changes: [created, updated, replaced, deleted],
  }));
  expect(rows).toEqual([
    { layer: "network", changes: [0, 0, 0, 0] },
    { layer: "data", changes: [0, 0, 0, 0] },
    { layer: "compute", changes: [0, 1, 0, 0] },
    { layer: "observability", changes: [0, 0, 0, 0] },
  ]);
});

it("touches only the layer that was named", async () => {
  const one = await workspace.nx(["run", "compute:up", "--force"]);
  expect(one.code).toBe(0);
  expect(resultRows(one.output).map(({ layer }) => layer)).toEqual(["compute"]);
});

it("prints the outputs of a layer, also as JSON", async () => {
  const { stdout, code } = await workspace.nx(["run", "network:outputs", "--json"]);
  expect(code).toBe(0);
  const json = stdout.slice(stdout.indexOf("{\n"), stdout.lastIndexOf("\n}") + 2);
  expect(JSON.parse(json)).toEqual({ network: recordedOutputs(workspace.root, "network") });
});

it("sees and repairs what somebody changed by hand", async () => {
  const vpcId = String(recordedOutputs(workspace.root, "network").vpcId);
  await cloud.ec2.createTags({ Resources: [vpcId], Tags: [{ Key: "owner", Value: "somebody" }] });
  const refresh = await workspace.nx(["run", "network:refresh"]);
  expect(resultRows(refresh.output)).toMatchObject([{ layer: "network", updated: 1 }]);
  const repair = await workspace.nx(["run", "network:up"]);
  expect(resultRows(repair.output)).toMatchObject([{ layer: "network", updated: 1 }]);
});

it("destroys in reverse order and leaves the cloud as it was before", async () => {
  const destroyed = await workspace.nx(["run-many", "-t", "destroy"]);
  expect(destroyed.code).toBe(0);
  expect(resultRows(destroyed.output).map(({ layer }) => layer)).toEqual([...LAYERS].reverse());
  expect(await inventory(cloud)).toEqual(emptyInventory);
});

/** What a layer has, without what Pulumi keeps in order to read other layers. */
function ownResources(layer: string) {
  const foreign = ["pulumi:pulumi:StackReference", "pulumi:providers:pulumi"];
  return recordedResources(workspace.root, layer).filter(({ type }) => !foreign.includes(type));
}

function histogram(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
