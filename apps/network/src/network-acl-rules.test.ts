import { networkAclRules, type NetworkAclRule } from "./network-acl-rules.ts";

const { ingress, egress } = networkAclRules("10.0.0.0/16", [80, 443]);

/** What the first line that fits says, as EC2 reads the table. */
function allows(rules: readonly NetworkAclRule[], from: "vpc" | "world", port: number): boolean {
  const cidrs = from === "vpc" ? ["10.0.0.0/16", "0.0.0.0/0"] : ["0.0.0.0/0"];
  const line = [...rules]
    .sort((a, b) => a.ruleNo - b.ruleNo)
    .find(
      ({ cidrBlock, protocol, fromPort, toPort }) =>
        cidrs.includes(cidrBlock) && (protocol === "-1" || (fromPort <= port && port <= toPort)),
    );
  return line?.action === "allow";
}

it.each([22, 80, 443, 3306, 3389, 65535])("lets everything through inside the VPC: %i", (port) => {
  expect([allows(ingress, "vpc", port), allows(egress, "vpc", port)]).toEqual([true, true]);
});

it.each([
  [22, false],
  [23, false],
  [80, true],
  [443, true],
  [445, false],
  [1024, true],
  [3389, false],
  [65535, true],
])("lets the world in on %i: %s", (port, open) => {
  expect(allows(ingress, "world", port)).toBe(open);
});

it.each([
  [22, false],
  [25, false],
  [80, false],
  [443, true],
  [50_000, true],
])("lets out to the world on %i: %s", (port, open) => {
  expect(allows(egress, "world", port)).toBe(open);
});

it("keeps 443 shut where there is no TLS", () => {
  expect(allows(networkAclRules("10.0.0.0/16", [80]).ingress, "world", 443)).toBe(false);
});

it("gives each line a number of its own", () => {
  for (const rules of [ingress, egress]) {
    expect(new Set(rules.map(({ ruleNo }) => ruleNo)).size).toBe(rules.length);
  }
});
