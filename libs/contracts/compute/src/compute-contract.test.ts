import { computeContract } from "./compute-contract.ts";

const alb =
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188";

it.each([
  ["albArnSuffix", alb],
  ["albArnSuffix", "targetgroup/web/1"],
  ["targetGroupArnSuffix", "app/web/1"],
  ["asgMinSize", -1],
  ["launchTemplateId", "web"],
] as const)("rejects %s = %j by name", (key, value) => {
  expect(() => computeContract.check(key, value)).toThrow(
    new RegExp(`^contract "compute", output "${key}"`),
  );
});

it("promises exactly these outputs", () => {
  expect(Object.keys(computeContract.shape)).toEqual([
    "albArn",
    "albArnSuffix",
    "albDnsName",
    "albZoneId",
    "targetGroupArn",
    "targetGroupArnSuffix",
    "asgName",
    "asgMinSize",
    "asgMaxSize",
    "instanceRoleArn",
    "launchTemplateId",
    "webAclArns",
  ]);
});
