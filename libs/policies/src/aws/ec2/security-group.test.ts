import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as group from "./security-group.ts";

const sg = (props: object): LiteralResource => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "app",
  props,
});
const found = (rule: typeof group.securityGroupName, props: object) =>
  findingsFor(rule, [sg(props)]);
const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };
const one = (rule: typeof group.securityGroupName, change: object) =>
  found(rule, { ingress: [{ ...https, ...change }] });
const all = Object.values(group).filter((rule) => typeof rule === "object" && "kind" in rule);

it("passes a usual group, one without rules, and one of which nothing is known", () => {
  const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
  const names = { name: "app", description: "Instances: from (the) load balancer" };
  for (const rule of all) {
    expect(findingsFor(rule, [sg({ ...names, ingress: [https], egress })])).toEqual([]);
    expect(findingsFor(rule, [sg({ ingress: [], egress: [] })])).toEqual([]);
    expect(findingsFor(rule, [sg({ name: UNKNOWN, ingress: UNKNOWN, egress: [UNKNOWN] })])).toEqual(
      [],
    );
    const parts = Object.fromEntries(Object.keys(https).map((name) => [name, UNKNOWN]));
    expect(findingsFor(rule, [sg({ ingress: [parts, parts] })])).toEqual([]);
  }
});

it.each(["sg-app", "a".repeat(256), "app's"])("fails the name %s", (name) => {
  expect(found(group.securityGroupName, { name })).toHaveLength(1);
});

it.each(["the world's", "x".repeat(256), "a > b"])("fails the description %s", (description) => {
  expect(found(group.securityGroupDescription, { description })).toHaveLength(1);
  expect(one(group.securityGroupDescription, { description })).toHaveLength(1);
});

it("fails protocols and ports that there are not", () => {
  expect(one(group.securityGroupProtocol, { protocol: "https" })).toHaveLength(1);
  expect(one(group.securityGroupPorts, { fromPort: 444 })).toHaveLength(1);
  expect(one(group.securityGroupPorts, { toPort: 70000 })).toHaveLength(1);
  expect(one(group.securityGroupPorts, { protocol: "-1" })).toHaveLength(1);
});

it("fails a rule about nobody, and one about what is no id", () => {
  expect(one(group.securityGroupPeer, { cidrBlocks: [] })).toHaveLength(1);
  expect(one(group.securityGroupPeer, { cidrBlocks: [], self: true })).toEqual([]);
  expect(one(group.securityGroupPeer, { securityGroups: ["app"] })).toEqual([
    expect.stringMatching(/^app \(ingress\[0\]\.securityGroups\[0\]\)/),
  ]);
  expect(one(group.securityGroupPeer, { prefixListIds: ["com.amazonaws.s3"] })).toHaveLength(1);
});

it("fails blocks that are none, or of the other IP", () => {
  expect(one(group.securityGroupCidr, { cidrBlocks: ["10.0.0.1/16"] })).toHaveLength(1);
  expect(one(group.securityGroupCidr, { cidrBlocks: ["::/0"] })).toHaveLength(1);
  expect(one(group.securityGroupCidr, { ipv6CidrBlocks: ["0.0.0.0/0"] })).toHaveLength(1);
});

it("fails what is allowed twice, in one list of blocks or in two rules", () => {
  const ingress = [https, { ...https, description: "again" }];
  expect(found(group.securityGroupRuleTwice, { ingress })).toHaveLength(1);
  expect(found(group.securityGroupRuleTwice, { ingress: [https], egress: [https] })).toEqual([]);
  expect(one(group.securityGroupRuleTwice, { cidrBlocks: ["::/0", "::/0"] })).toHaveLength(1);
});

it("fails more than 60 peers in one direction", () => {
  const blocks = (count: number) => Array.from({ length: count }, (_, i) => `10.0.${i}.0/24`);
  expect(one(group.securityGroupSize, { cidrBlocks: blocks(61) })).toHaveLength(1);
  expect(one(group.securityGroupSize, { cidrBlocks: blocks(60) })).toEqual([]);
});

it("fails a group with rules inside and beside it", () => {
  const rule: LiteralResource = {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "https",
    props: { securityGroupId: UNKNOWN },
    madeOf: { securityGroupId: ["app"] },
  };
  expect(findingsFor(group.securityGroupMixed, [sg({ ingress: [https] }), rule])).toEqual([
    "app has rules inside, which the next update sets against https",
  ]);
  expect(findingsFor(group.securityGroupMixed, [sg({ ingress: [] }), rule])).toEqual([]);
});
