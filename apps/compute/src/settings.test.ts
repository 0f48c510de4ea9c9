import { amiParameters } from "@strata/config";
import { record } from "@strata/testing";

import { computeSettings } from "./settings.ts";

const minimal = {
  ami: { kind: "ssm", parameter: amiParameters[0] },
  instanceTypes: ["t3.micro"],
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
    accessLogs: false,
    connectionLogs: false,
    healthCheckLogs: false,
    waf: "off",
    wafRequestsPer5Minutes: 2000,
    refreshMinHealthyPercent: 0,
    rollbackAlarm: false,
    customerManagedKey: false,
    seedParity: false,
  });
});

const domain = (change: object) => ({
  domain: { name: "www.example.com", hostedZoneId: "Z1", ...change },
});

it.each([
  ["an image of another architecture", { instanceTypes: ["t4g.micro"] }, "the image is x86_64"],
  ["no instance type", { instanceTypes: [] }, ">=1"],
  ["a type twice", { instanceTypes: ["t3.micro", "t3.micro"] }, "a type is listed twice"],
  [
    "types of two architectures",
    { instanceTypes: ["t3.micro", "t4g.micro"] },
    "is arm64, t3.micro is x86_64",
  ],
  ["more instances at least than at most", { minSize: 5 }, "expected at least minSize"],
  [
    "an image id without a region",
    { ami: { kind: "pinned", id: "ami-06124b567f8becfbd" } },
    "string",
  ],
  ["a disk that is too small", { rootVolumeGiB: 7 }, ">=8"],
  ["a domain with a wildcard", domain({ name: "*.example.com" }), "expected a name such as"],
  ["a domain without a dot", domain({ name: "localhost" }), "expected a name such as"],
  ["a name too long for a certificate", domain({ name: `${"a".repeat(61)}.com` }), "<=64"],
  ["the name of a zone for its id", domain({ hostedZoneId: "example.com" }), "expected Z"],
  ["a firewall that is neither off nor on", { waf: "on" }, "block"],
  ["a rate that AWS does not take", { wafRequestsPer5Minutes: 9 }, ">=10"],
  ["a rollback of nothing", { rollbackAlarm: true }, "set refreshMinHealthyPercent"],
  ["logs of TLS without any", { connectionLogs: true }, "no TLS connections without a domain"],
  [
    "scaling of a fleet that cannot grow",
    { minSize: 4, scaleOnCpuPercent: 60 },
    "there is nothing to scale",
  ],
  ["a CPU target that is always late", { scaleOnCpuPercent: 95 }, "<=90"],
  ["an age that AWS does not take", { maxInstanceLifetimeDays: 366 }, "<=365"],
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
    instanceTypes: ["t4g.micro", "c7g.medium"],
  };
  expect(computeSettings.parse(arm).instanceTypes).toEqual(["t4g.micro", "c7g.medium"]);
});

it("names every problem at once", () => {
  const wrong = { minSize: 5, scaleOnCpuPercent: 60, rollbackAlarm: true, connectionLogs: true };
  const issues = computeSettings.safeParse({ ...minimal, ...wrong }).error?.issues;
  expect(issues?.map(({ path }) => path.join("."))).toEqual([
    "maxSize",
    "scaleOnCpuPercent",
    "rollbackAlarm",
    "connectionLogs",
  ]);
});

it.each([
  ["domain", { ...domain({}), seedParity: true }],
  ["accessLogs", { accessLogs: true }],
  ["healthCheckLogs", { healthCheckLogs: true }],
  ["waf", { waf: "count" }],
  ["refreshMinHealthyPercent", { refreshMinHealthyPercent: 50 }],
  ["scaleOnCpuPercent", { scaleOnCpuPercent: 60 }],
  ["scaleOnRequestsPerTarget", { scaleOnRequestsPerTarget: 100 }],
  ["maxInstanceLifetimeDays", { maxInstanceLifetimeDays: 30 }],
  ["customerManagedKey", { customerManagedKey: true }],
  ["instanceTypes", { instanceTypes: ["t3.micro", "t3.small"] }],
])("rejects %s together with seedParity", async (key, change) => {
  const settings = { ...minimal, ...change, seedParity: true };
  const { result } = await record({ project: "compute", stack: "seed" }, () =>
    computeSettings.safeParse(settings),
  );
  expect(result.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
    [key, expect.stringMatching(/^the seed has .*, or seedParity$/)],
  ]);
});
