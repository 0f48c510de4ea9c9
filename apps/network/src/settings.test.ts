import { record } from "@strata/testing";

import { networkSettings } from "./settings.ts";

const settings = { vpcCidr: "10.0.0.0/16", subnetPrefix: 24, zones: ["a", "b", "c"] };

const problems = (change: object) =>
  networkSettings
    .safeParse({ ...settings, ...change })
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

it("has no way out, no endpoints and no TLS unless it is told so", () => {
  expect(networkSettings.parse(settings)).toEqual({
    ...settings,
    natGateways: "none",
    interfaceEndpoints: [],
    https: false,
    seedParity: false,
  });
});

it.each([
  ["a prefix that leaves too few places", { subnetPrefix: 18 }, "subnetPrefix"],
  ["a VPC whose subnets would be smaller than AWS allows", { vpcCidr: "10.0.0.0/26" }, "vpcCidr"],
  ["a VPC that is larger than AWS allows", { vpcCidr: "10.0.0.0/8" }, "vpcCidr"],
  ["one zone", { zones: ["a"] }, "zones"],
  ["a number of gateways", { natGateways: 2 }, "natGateways"],
  ["an endpoint that is not needed", { interfaceEndpoints: ["s3"] }, "interfaceEndpoints.0"],
  ["an endpoint twice", { interfaceEndpoints: ["ssm", "ssm"] }, "interfaceEndpoints"],
])("rejects %s, against the setting to change", (_, change, path) => {
  const { error } = networkSettings.safeParse({ ...settings, ...change });
  expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
});

it("refuses with the seed what the seed did not have, all at once", () => {
  const more = { natGateways: "single", interfaceEndpoints: ["ssm"], https: true };
  expect(problems({ seedParity: true, ...more })).toEqual(
    ["natGateways", "interfaceEndpoints", "https"].map(
      (key) => `${key}: the seed has none: take it out, or seedParity`,
    ),
  );
});

it("refuses the seed in a real account", async () => {
  const found: unknown[] = [];
  for (const stack of ["seed", "local", "dev", "prod"]) {
    await record({ project: "network", stack }, () => {
      found.push(problems({ seedParity: true }));
    });
  }
  const refused = [
    "seedParity: only an environment of kind sandbox may leave out what the seed did not have",
  ];
  expect(found).toEqual([undefined, undefined, refused, refused]);
});
