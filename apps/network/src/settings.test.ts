import { networkSettings } from "./settings.ts";

const settings = { vpcCidr: "10.0.0.0/16", subnetPrefix: 24, zones: ["a", "b", "c"] };

it("takes a VPC that has room for its subnets", () => {
  expect(networkSettings.safeParse(settings).success).toBe(true);
});

it.each([
  ["a prefix that leaves too few places", { subnetPrefix: 18 }, "subnetPrefix"],
  ["a VPC whose subnets would be smaller than AWS allows", { vpcCidr: "10.0.0.0/26" }, "vpcCidr"],
  ["a VPC that is larger than AWS allows", { vpcCidr: "10.0.0.0/8" }, "vpcCidr"],
])("rejects %s, against the setting to change", (_, change, path) => {
  const { error } = networkSettings.safeParse({ ...settings, ...change });
  expect(error?.issues.map((issue) => issue.path.join("."))).toContain(path);
});
