import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { dataOf, isStateful, STATEFUL_TYPES } from "./stateful.ts";

const require = createRequire(import.meta.url);
const AWS = dirname(require.resolve("@pulumi/aws/package.json"));

it.each([
  ["aws:rds/instance:Instance", "the database and its automated backups"],
  ["aws:s3/bucket:Bucket", "the objects in the bucket"],
  ["aws:kms/key:Key", "everything that is encrypted with it"],
  ["aws:cloudwatch/logGroup:LogGroup", "the log events in the group"],
])("says what %s loses", (type, data) => {
  expect(isStateful(type)).toBe(true);
  expect(dataOf(type)).toBe(data);
});

it.each([
  "aws:ec2/instance:Instance",
  "aws:autoscaling/group:Group",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/vpc:Vpc",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:ssm/parameter:Parameter",
  "strata:data:Database",
  "toString",
  "",
])("does not hold %j for data", (type) => {
  expect(isStateful(type)).toBe(false);
  expect(dataOf(type)).toBeUndefined();
});

it.each(STATEFUL_TYPES)("knows %s as the aws package spells it", (type) => {
  const [, module = ""] = type.split(":");
  expect(typesOf(dirname(module))).toContain(type);
});

/** Types of one module of the aws package. */
function typesOf(module: string): string[] {
  const files = readdirSync(join(AWS, module)).filter((file) => file.endsWith(".js"));
  return files.flatMap((file) => {
    const source = readFileSync(join(AWS, module, file), "utf8");
    return /__pulumiType = '(.*)'/.exec(source)?.[1] ?? [];
  });
}
