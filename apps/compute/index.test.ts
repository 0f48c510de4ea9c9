import { parseSettings } from "@strata/config";
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
const settings = settingsIn(folder, "compute", "local");
const network = {
  vpcId: "vpc-1",
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  albSecurityGroupId: "sg-alb",
  appSecurityGroupId: "sg-app",
};
const data = {
  dataBucketName: "bucket",
  dataBucketArn: "arn:aws:s3:::bucket",
  dbSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1",
  rdsAddress: "db.rds.amazonaws.com",
  dbPort: 3306,
  dbName: "app",
};
const world = { project: "compute", settings, outputs: { network, data } };
const run = () => record(world, compute);

it("makes exactly these resources, under names that never change", async () => {
  const { resources } = await run();
  expect(identities(resources)).toEqual([
    "aws:autoscaling/group:Group strata-local-compute-web",
    "aws:ec2/launchTemplate:LaunchTemplate strata-local-compute-web",
    "aws:iam/instanceProfile:InstanceProfile strata-local-compute-web",
    "aws:iam/role:Role strata-local-compute-web",
    "aws:iam/rolePolicy:RolePolicy strata-local-compute-web-data",
    "aws:iam/rolePolicy:RolePolicy strata-local-compute-web-logs",
    "aws:lb/listener:Listener web",
    "aws:lb/loadBalancer:LoadBalancer strata-local-compute-web",
    "aws:lb/targetGroup:TargetGroup strata-local-compute-web",
    "pulumi:providers:aws aws",
    "strata:compute:Balancer web",
    "strata:compute:Fleet web",
    "strata:compute:InstanceRole web",
  ]);
});

it("publishes its contract", async () => {
  const { result } = await run();
  expect(await valueOf(result.asgName)).toBe("strata-local-compute-web");
  expect(await valueOf(result.albArnSuffix)).toBe("app/strata-local-compute-web/1");
  expect(await valueOf(result.asgMinSize)).toBe(2);
});

it("refers to network and data only", async () => {
  const { references } = await run();
  expect([...references].sort()).toEqual(["organization/data/local", "organization/network/local"]);
});

it("grants what the instances need, and no more", async () => {
  const { resources } = await run();
  const statements = resources
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) => (JSON.parse(String(inputs["policy"])) as Policy).Statement)
    .map(({ Action, Resource }) => `${Action.join(" ")} on ${Resource}`);
  expect(statements.sort()).toEqual([
    "logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on " +
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/app/local:*",
    "s3:GetObject s3:PutObject on arn:aws:s3:::bucket/*",
    "s3:ListBucket on arn:aws:s3:::bucket",
    "secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1",
  ]);
});

interface Policy {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: string }[];
}

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

it("fails before any resource exists when there is no such image", async () => {
  const calls = { "aws:ssm/getParameter:getParameter": new Error("ParameterNotFound") };
  await expect(record({ ...world, calls }, compute)).rejects.toThrow(
    /^compute:settings: the image \(ami\) cannot be found in us-east-1: .*ParameterNotFound/s,
  );
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "compute", environment);
  expect(parseSettings(computeSettings, raw, environment)).toBeDefined();
});

it("registers the same resources when Pulumi's own host runs the folder", async () => {
  const here = await run();
  const there = await recordThroughHost(folder, world);
  expect(there.log).toEqual([]);
  expect(there.exitCode).toBe(0);
  expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
  expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
});
