import { amiParameters } from "@strata/config";

import { computeSettings } from "./settings.ts";

const minimal = {
  ami: { kind: "ssm", parameter: amiParameters[0] },
  instanceType: "t3.micro",
  minSize: 2,
  maxSize: 4,
};

it("fills in careful defaults", () => {
  expect(computeSettings.parse(minimal)).toEqual({
    ...minimal,
    healthCheckPath: "/health",
    rootVolumeGiB: 8,
    detailedMonitoring: false,
    deletionProtection: true,
  });
});

it.each([
  ["an image of another architecture", { instanceType: "t4g.micro" }, "the image is x86_64"],
  ["more instances at least than at most", { minSize: 5 }, "expected at least minSize"],
  [
    "an image id without a region",
    { ami: { kind: "pinned", id: "ami-06124b567f8becfbd" } },
    "string",
  ],
  ["a disk that is too small", { rootVolumeGiB: 7 }, ">=8"],
  ["a path without a slash", { healthCheckPath: "health" }, "expected a path"],
])("rejects %s", (_, change, message) => {
  const issues = computeSettings.safeParse({ ...minimal, ...change }).error?.issues;
  expect(issues).toHaveLength(1);
  expect(issues?.[0]?.message).toContain(message);
});

it("accepts an arm64 image for an arm64 instance type", () => {
  const arm = {
    ...minimal,
    ami: { kind: "ssm", parameter: amiParameters[1] },
    instanceType: "t4g.micro",
  };
  expect(computeSettings.parse(arm).instanceType).toBe("t4g.micro");
});
