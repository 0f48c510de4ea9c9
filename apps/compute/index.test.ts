import { environments, parseSettings } from "@strata/config";
import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
} from "@strata/testing";

import compute from "./index.ts";
import { computeSettings } from "./src/settings.ts";

const folder = import.meta.dirname;
const network = {
  vpcId: "vpc-1",
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  albSecurityGroupId: "sg-alb",
  appSecurityGroupId: "sg-app",
  albIngressPorts: [80, 443],
};
const data = {
  dataBucketName: "bucket",
  dataBucketArn: "arn:aws:s3:::bucket",
  logsBucketName: "logs",
  dbSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1",
  rdsAddress: "db.rds.amazonaws.com",
  dbPort: 3306,
  dbName: "app",
  kmsKeyArns: [] as string[],
};

/** What compute finds in an environment. */
function worldOf(stack: string) {
  const settings = settingsIn(folder, "compute", stack);
  const kmsKeyArns = stack === "prod" ? ["arn:aws:kms:us-east-1:777788889999:key/data"] : [];
  const outputs = { network, data: { ...data, kmsKeyArns } };
  return { project: "compute", stack, settings, outputs };
}
const runs = new Map<string, ReturnType<typeof runOf>>();
const runOf = (stack: string) => record(worldOf(stack), compute);
function run(stack: string) {
  const known = runs.get(stack) ?? runOf(stack);
  runs.set(stack, known);
  return known;
}
const world = worldOf("seed");
const { settings } = world;

async function inputsOf(stack: string, type: string, name?: string) {
  const { resources } = await run(stack);
  const found = resources.filter((one) => one.type === type && (name ?? one.name) === one.name);
  expect(found).toHaveLength(1);
  return found[0]?.inputs;
}

it("makes exactly the resources of the seed in seed, under names that never change", async () => {
  const { resources } = await run("seed");
  expect(identities(resources)).toEqual([
    "aws:autoscaling/group:Group strata-seed-compute-web",
    "aws:ec2/launchTemplate:LaunchTemplate strata-seed-compute-web",
    "aws:iam/instanceProfile:InstanceProfile strata-seed-compute-web",
    "aws:iam/role:Role strata-seed-compute-web",
    "aws:iam/rolePolicy:RolePolicy strata-seed-compute-web-data",
    "aws:iam/rolePolicy:RolePolicy strata-seed-compute-web-logs",
    "aws:lb/listener:Listener web",
    "aws:lb/loadBalancer:LoadBalancer strata-seed-compute-web",
    "aws:lb/targetGroup:TargetGroup strata-seed-compute-web",
    "pulumi:providers:aws aws",
    "strata:compute:Balancer web",
    "strata:compute:Fleet web",
    "strata:compute:InstanceRole web",
  ]);
});

const everywhere = (stack: string) => [
  `aws:autoscaling/group:Group strata-${stack}-compute-web`,
  "aws:autoscaling/policy:Policy web-cpu",
  "aws:autoscaling/policy:Policy web-requests",
  "aws:cloudwatch/metricAlarm:MetricAlarm web-rollback",
  `aws:ec2/launchTemplate:LaunchTemplate strata-${stack}-compute-web`,
  `aws:iam/instanceProfile:InstanceProfile strata-${stack}-compute-web`,
  `aws:iam/role:Role strata-${stack}-compute-web`,
  `aws:iam/rolePolicy:RolePolicy strata-${stack}-compute-web-data`,
  `aws:iam/rolePolicy:RolePolicy strata-${stack}-compute-web-logs`,
  `aws:iam/rolePolicy:RolePolicy strata-${stack}-compute-web-metrics`,
  `aws:iam/rolePolicy:RolePolicy strata-${stack}-compute-web-session`,
  "aws:kms/alias:Alias volumes",
  "aws:kms/key:Key volumes",
  "aws:lb/listener:Listener web",
  `aws:lb/loadBalancer:LoadBalancer strata-${stack}-compute-web`,
  `aws:lb/targetGroup:TargetGroup strata-${stack}-compute-web`,
  `aws:wafv2/webAcl:WebAcl strata-${stack}-compute-web`,
  "aws:wafv2/webAclAssociation:WebAclAssociation web",
  "pulumi:providers:aws aws",
  "strata:compute:Balancer web",
  "strata:compute:Fleet web",
  "strata:compute:InstanceRole web",
  "strata:compute:RollbackAlarm web",
  "strata:compute:Scaling web",
  "strata:compute:VolumeKey volumes",
  "strata:compute:WebFirewall web",
];

it("makes exactly these resources in local", async () => {
  const { resources } = await run("local");
  expect(identities(resources)).toEqual(everywhere("local"));
});

it("makes those and all for a domain in prod", async () => {
  const { resources } = await run("prod");
  const forDomain = [
    "aws:acm/certificate:Certificate web",
    "aws:acm/certificateValidation:CertificateValidation web",
    "aws:lb/listener:Listener web-https",
    "aws:route53/record:Record web",
    "aws:route53/record:Record web-validation",
    "strata:compute:Certificate web",
    "strata:compute:DomainAlias web",
  ];
  expect(identities(resources)).toEqual([...everywhere("prod"), ...forDomain].sort());
});

it.each([
  ["seed", [], []],
  ["local", ["web"], ["web-cpu", "web-requests"]],
  ["dev", [], []],
  ["staging", ["web"], ["web-cpu"]],
  ["prod", ["web"], ["web-cpu", "web-requests"]],
])("has in %s the firewalls %j and the scaling policies %j", async (stack, acls, policies) => {
  const { resources } = await run(stack);
  const named = (type: string) =>
    resources.filter((one) => one.type === type).map(({ name }) => name);
  expect(named("aws:wafv2/webAclAssociation:WebAclAssociation")).toEqual(acls);
  expect(named("aws:autoscaling/policy:Policy").sort()).toEqual(policies);
});

it("proves with a record in its zone that the domain is ours, and serves with what AWS then signs", async () => {
  expect(await inputsOf("prod", "aws:route53/record:Record", "web-validation")).toMatchObject({
    zoneId: "Z1PRODEXAMPLE",
    name: "_proof.www.example.com.",
    type: "CNAME",
    records: ["_value.acm-validations.aws."],
  });
  expect(await inputsOf("prod", "aws:route53/record:Record", "web")).toMatchObject({
    zoneId: "Z1PRODEXAMPLE",
    name: "www.example.com",
    type: "A",
    aliases: [{ name: "strata-prod-compute-web.elb.amazonaws.com", zoneId: "Z1" }],
  });
  const { certificateArn } = (await inputsOf(
    "prod",
    "aws:acm/certificateValidation:CertificateValidation",
  )) as { certificateArn: string };
  expect(await inputsOf("prod", "aws:lb/listener:Listener", "web-https")).toMatchObject({
    certificateArn,
  });
});

it("keeps the balancer's logs where data lets it write", async () => {
  const logs = { bucket: "logs", prefix: "alb", enabled: true };
  expect(await inputsOf("prod", "aws:lb/loadBalancer:LoadBalancer")).toMatchObject({
    accessLogs: logs,
    connectionLogs: logs,
    healthCheckLogs: logs,
  });
  const seed = await inputsOf("seed", "aws:lb/loadBalancer:LoadBalancer");
  expect(Object.keys(seed ?? {}).filter((key) => key.endsWith("Logs"))).toEqual([]);
});

it("takes a replacement of instances back by the alarm of its own balancer", async () => {
  const alarm = await inputsOf("prod", "aws:cloudwatch/metricAlarm:MetricAlarm");
  expect(alarm).toMatchObject({
    metricName: "HTTPCode_Target_5XX_Count",
    dimensions: {
      LoadBalancer: "app/strata-prod-compute-web/1",
      TargetGroup: "targetgroup/strata-prod-compute-web/1",
    },
  });
  expect(await inputsOf("prod", "aws:autoscaling/group:Group")).toMatchObject({
    instanceRefresh: {
      preferences: { alarmSpecification: { alarms: [alarm?.["name"]] } },
    },
  });
});

it("counts requests for scaling by the balancer that sends them", async () => {
  expect(await inputsOf("prod", "aws:autoscaling/policy:Policy", "web-requests")).toMatchObject({
    autoscalingGroupName: "strata-prod-compute-web",
    targetTrackingConfiguration: {
      predefinedMetricSpecification: {
        resourceLabel: "app/strata-prod-compute-web/1/targetgroup/strata-prod-compute-web/1",
      },
    },
  });
});

it("encrypts disks with its own key where it is asked to", async () => {
  const { blockDeviceMappings } = (await inputsOf(
    "prod",
    "aws:ec2/launchTemplate:LaunchTemplate",
  )) as { blockDeviceMappings: { ebs: object }[] };
  expect(blockDeviceMappings.map(({ ebs }) => ebs)).toEqual([
    expect.objectContaining({ kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/volumes" }),
  ]);
});

it("publishes its contract", async () => {
  const { result } = await run("prod");
  expect(await valueOf(result.asgName)).toBe("strata-prod-compute-web");
  expect(await valueOf(result.albArnSuffix)).toBe("app/strata-prod-compute-web/1");
  expect(await valueOf(result.asgMinSize)).toBe(3);
  expect(await valueOf(result.asgMaxSize)).toBe(9);
  expect(await valueOf(result.webAclArns)).toEqual([
    "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/strata-prod-compute-web/1",
  ]);
  expect(await valueOf((await run("seed")).result.webAclArns)).toEqual([]);
});

it("refers to network and data only", async () => {
  const { references } = await run("prod");
  expect([...references].sort()).toEqual(["organization/data/prod", "organization/network/prod"]);
});

async function grants(stack: string): Promise<string[]> {
  const { resources } = await run(stack);
  return resources
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) => (JSON.parse(String(inputs["policy"])) as Policy).Statement)
    .map(({ Action, Resource, Condition }) => {
      const where = Condition === undefined ? "" : ` where ${JSON.stringify(Condition)}`;
      return `${Action.join(" ")} on ${[Resource].flat().join(" ")}${where}`;
    })
    .sort();
}

interface Policy {
  readonly Statement: readonly {
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition?: object;
  }[];
}

it("grants in seed what the application needs, and no more", async () => {
  expect(await grants("seed")).toEqual([
    "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on " +
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/app/seed:*",
    "s3:GetObject s3:PutObject on arn:aws:s3:::bucket/*",
    "s3:ListBucket on arn:aws:s3:::bucket",
    "secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1",
  ]);
});

it("grants besides what Session Manager, metrics and data's keys need, and no more", async () => {
  expect(await grants("prod")).toEqual([
    'cloudwatch:PutMetricData on * where {"StringEquals":{"cloudwatch:namespace":"CWAgent"}}',
    "kms:Decrypt kms:GenerateDataKey on arn:aws:kms:us-east-1:777788889999:key/data where " +
      '{"StringEquals":{"kms:ViaService":["s3.us-east-1.amazonaws.com","secretsmanager.us-east-1.amazonaws.com"]}}',
    "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on " +
      "arn:aws:logs:us-east-1:777788889999:log-group:/aws/app/prod:*",
    "s3:GetObject s3:PutObject on arn:aws:s3:::bucket/*",
    "s3:ListBucket on arn:aws:s3:::bucket",
    "secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1",
    "ssm:UpdateInstanceInformation on arn:aws:ec2:us-east-1:777788889999:instance/*",
    "ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel " +
      "ssmmessages:OpenDataChannel on *",
  ]);
});

it("opens instances by Session Manager alone: no key pair", async () => {
  const template = await inputsOf("prod", "aws:ec2/launchTemplate:LaunchTemplate");
  expect(Object.keys(template ?? {})).not.toContain("keyName");
});

it("fails before any resource exists when a setting is misspelt", async () => {
  const misspelt = { ...world, settings: { ...settings, minsize: 3 } };
  await expect(record(misspelt, compute)).rejects.toThrow(
    'Unrecognized key: "minsize", did you mean "minSize"?',
  );
});

it("fails for an image that is pinned for another region", async () => {
  const ami = { kind: "pinned", id: "ami-06124b567f8becfbd", region: "eu-west-1" };
  const foreign = { ...world, settings: { ...settings, ami } };
  await expect(record(foreign, compute)).rejects.toThrow(
    /the image is pinned for another region than us-east-1/,
  );
});

it("looks a pinned image up in its own region", async () => {
  const ami = { kind: "pinned", id: "ami-06124b567f8becfbd", region: "us-east-1" };
  const { resources } = await record({ ...world, settings: { ...settings, ami } }, compute);
  const template = resources.find(({ type }) => type === "aws:ec2/launchTemplate:LaunchTemplate");
  expect(template?.inputs["imageId"]).toBe("ami-0123456789abcdef1");
});

it("fails before any resource exists when network lets nobody in with TLS", async () => {
  const prod = worldOf("prod");
  const outputs = { ...prod.outputs, network: { ...network, albIngressPorts: [80] } };
  await expect(record({ ...prod, outputs }, compute)).rejects.toThrow(
    "network lets nobody in on port 443",
  );
});

it("fails before any resource exists when there is no such image", async () => {
  const calls = { "aws:ssm/getParameter:getParameter": new Error("ParameterNotFound") };
  await expect(record({ ...world, calls }, compute)).rejects.toThrow(
    /^compute:settings: the image \(ami\) cannot be found in us-east-1: .*ParameterNotFound/s,
  );
});

it("has settings for every environment", () => {
  expect(environmentsOf(folder)).toEqual(Object.keys(environments).sort());
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "compute", environment);
  expect(parseSettings(computeSettings, raw, environment)).toBeDefined();
});

it.each(["seed", "prod"])(
  "registers the same in %s when Pulumi's own host runs the folder",
  async (stack) => {
    const here = await run(stack);
    const there = await recordThroughHost(folder, worldOf(stack));
    expect(there.log).toEqual([]);
    expect(there.exitCode).toBe(0);
    expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
    expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
  },
);
