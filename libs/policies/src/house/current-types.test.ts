import { findingsFor } from "../testing/findings-for.ts";
import { currentInputs, currentTypes } from "./current-types.ts";

it.each([
  ["aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"],
  ["aws:alb/targetGroup:TargetGroup", "aws:lb/targetGroup:TargetGroup"],
  ["aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"],
  ["aws:s3/bucketVersioningV2:BucketVersioningV2", "aws:s3/bucketVersioning:BucketVersioning"],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "aws:ec2/launchTemplate:LaunchTemplate"],
])("fails %s", (type, instead) => {
  expect(findingsFor(currentTypes, [{ type, name: "it" }])).toEqual([
    `it is of a type that was given up; ${instead} takes its place`,
  ]);
});

it("passes what took their place", () => {
  const types = ["aws:lb/loadBalancer:LoadBalancer", "aws:s3/bucket:Bucket"];
  const resources = types.map((type) => ({ type, name: type }));
  expect(findingsFor(currentTypes, resources)).toEqual([]);
});

it("fails inputs that have become resources, and passes them where they say nothing", () => {
  const bucket = (props: object) =>
    findingsFor(currentInputs, [{ type: "aws:s3/bucket:Bucket", name: "b", props }]);
  expect(bucket({ bucket: "b", policy: "", lifecycleRules: [] })).toEqual([]);
  expect(bucket({ acl: "private", versioning: { enabled: true } })).toEqual([
    "b (acl) uses an input that was given up",
    "b (versioning) uses an input that was given up",
  ]);
  const role = { type: "aws:iam/role:Role", name: "r", props: { managedPolicyArns: ["arn"] } };
  expect(findingsFor(currentInputs, [role])).toHaveLength(1);
  const type = "aws:s3/bucketVersioning:BucketVersioning";
  const props = { expectedBucketOwner: "777788889999" };
  expect(findingsFor(currentInputs, [{ type, name: "v", props }])).toHaveLength(1);
});
