import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { namesWithinLimits } from "./names-within-limits.ts";

const named = (type: string, props: object) =>
  findingsFor(namesWithinLimits, [{ type, name: "it", props }]);

it.each([
  ["aws:lb/loadBalancer:LoadBalancer", { name: "strata-prod-web" }],
  ["aws:lb/loadBalancer:LoadBalancer", { name: UNKNOWN }],
  ["aws:lb/loadBalancer:LoadBalancer", {}],
  ["aws:kms/alias:Alias", { name: "alias/strata-main" }],
  ["aws:rds/instance:Instance", { identifier: "strata-main", username: "strata", dbName: "app" }],
])("passes %s %j", (type, props) => {
  expect(named(type, props)).toEqual([]);
});

it.each([
  [
    "aws:lb/loadBalancer:LoadBalancer",
    { name: "a".repeat(33) },
    "(name) is 33 characters long, and AWS takes 1 to 32",
  ],
  [
    "aws:lb/targetGroup:TargetGroup",
    { name: "web-" },
    "(name) has characters, a beginning or an end that AWS refuses",
  ],
  ["aws:s3/bucket:Bucket", { bucket: "Upper" }, "(bucket) has characters, a beginning"],
  ["aws:iam/role:Role", { name: "r".repeat(65) }, "(name) is 65 characters long"],
  ["aws:kms/alias:Alias", { name: "alias/aws/own" }, "(name) has characters, a beginning"],
  ["aws:rds/instance:Instance", { identifier: "a--b" }, "(identifier) has characters"],
])("fails %s %j", (type, props, message) => {
  expect(named(type, props)).toHaveLength(1);
  expect(named(type, props)[0]).toContain(message);
});
