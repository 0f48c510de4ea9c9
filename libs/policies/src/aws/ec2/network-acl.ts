import { resourceRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { cidrProblem, ipv6CidrProblem } from "../cidr-problem.ts";
import { isSet } from "../inputs.ts";
import { portsProblem } from "../port-problem.ts";
import { refusal } from "../refusal.ts";
import { problemAt, repeatedPlaces, type Path } from "../value-problem.ts";

const TYPES = ["aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"];
const SOURCE =
  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html";
/** AWS allows 20 unless asked for more, and never more than this. */
const ENTRIES = 40;

export const networkAclRuleNumber = resourceRule({
  id: "network-acl-rule-number",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Give each entry of a direction a number of its own.",
  check: ({ props }) =>
    ["ingress", "egress"].flatMap((direction) => {
      const numbers = listAt(props, direction).map((entry) => at(entry, "ruleNo"));
      const keys = numbers.map((one) => (typeof one === "number" ? String(one) : undefined));
      return repeatedPlaces(keys).map((i) =>
        problemAt([direction, i, "ruleNo"], `is ${keys[i]}, the number of another entry`),
      );
    }),
});

export const networkAclPorts = resourceRule({
  id: "network-acl-ports",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Set fromPort to the lower and toPort to the higher port, of 0 to 65535.",
  check: ({ props }) =>
    eachEntry(props, (entry, path) => {
      const [protocol, from, to] = ["protocol", "fromPort", "toPort"].map((name) =>
        at(entry, name),
      );
      const isIcmp = ["icmp", "icmpv6", "1", "58"].includes(String(protocol));
      const wrong = isIcmp ? undefined : portsProblem(protocol, from, to);
      return wrong === undefined ? [] : [problemAt([...path, "fromPort"], wrong)];
    }),
});

export const networkAclPeer = resourceRule({
  id: "network-acl-peer",
  ...refusal,
  source: SOURCE,
  types: TYPES,
  fix: "Give each entry one block that begins at its first address: cidrBlock for IPv4, or ipv6CidrBlock.",
  check: ({ props }) =>
    eachEntry(props, (entry, path) => {
      const [ipv4, ipv6] = [at(entry, "cidrBlock"), at(entry, "ipv6CidrBlock")];
      if (isSet(ipv4) === isSet(ipv6)) {
        return [problemAt(path, "needs a block of IPv4 or one of IPv6, and not both")];
      }
      const wrong = isSet(ipv4) ? cidrProblem(ipv4) : ipv6CidrProblem(ipv6);
      const name = isSet(ipv4) ? "cidrBlock" : "ipv6CidrBlock";
      return wrong === undefined ? [] : [problemAt([...path, name], wrong)];
    }),
});

export const networkAclSize = resourceRule({
  id: "network-acl-size",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: TYPES,
  fix: `Keep at most 20 entries in a direction, ${ENTRIES} with a raised quota: leave the rest to security groups.`,
  check: ({ props }) =>
    ["ingress", "egress"]
      .filter((direction) => listAt(props, direction).length > ENTRIES)
      .map((direction) =>
        problemAt([direction], `has ${listAt(props, direction).length} entries, above ${ENTRIES}`),
      ),
});

function eachEntry(props: unknown, check: (entry: unknown, path: Path) => Problem[]): Problem[] {
  return ["ingress", "egress"].flatMap((direction) =>
    listAt(props, direction).flatMap((entry, i) =>
      isUnknown(entry) ? [] : check(entry, [direction, i]),
    ),
  );
}
