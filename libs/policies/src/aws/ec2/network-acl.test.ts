import { findingsFor } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as acl from "./network-acl.ts";

const https = {
  ...{ ruleNo: 100, action: "allow", protocol: "tcp" },
  ...{ fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" },
};
const found = (rule: (typeof acl)[keyof typeof acl], ...ingress: unknown[]) =>
  findingsFor(rule, [
    {
      type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
      name: "default",
      props: { ingress, egress: [https] },
    },
  ]);

it("passes usual entries, and those of which nothing is known", () => {
  const parts = Object.fromEntries(Object.keys(https).map((name) => [name, UNKNOWN]));
  const all = { ruleNo: 32766, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "10.0.0.0/8" };
  for (const rule of Object.values(acl)) {
    expect(found(rule, https, all)).toEqual([]);
    expect(found(rule, UNKNOWN, parts, parts)).toEqual([]);
  }
});

it("fails two entries of one number", () => {
  expect(found(acl.networkAclRuleNumber, https, { ...https, action: "deny" })).toEqual([
    "default (ingress[1].ruleNo) is 100, the number of another entry",
  ]);
});

it("fails ports that there are not, and those the wrong way round", () => {
  expect(found(acl.networkAclPorts, { ...https, toPort: 65536 })).toHaveLength(1);
  expect(found(acl.networkAclPorts, { ...https, toPort: 80 })).toHaveLength(1);
});

it("fails an entry about nobody, about two blocks, and about what is no block", () => {
  expect(found(acl.networkAclPeer, { ...https, cidrBlock: "" })).toHaveLength(1);
  expect(found(acl.networkAclPeer, { ...https, ipv6CidrBlock: "::/0" })).toHaveLength(1);
  expect(found(acl.networkAclPeer, { ...https, cidrBlock: "10.0.0.1/8" })).toHaveLength(1);
  const ipv6 = { ...https, cidrBlock: undefined, ipv6CidrBlock: "0.0.0.0/0" };
  expect(found(acl.networkAclPeer, ipv6)).toHaveLength(1);
});

it("fails more entries than a network ACL can have", () => {
  const entries = Array.from({ length: 41 }, (_, ruleNo) => ({ ...https, ruleNo: ruleNo + 1 }));
  expect(found(acl.networkAclSize, ...entries)).toHaveLength(1);
  expect(found(acl.networkAclSize, ...entries.slice(1))).toEqual([]);
});
