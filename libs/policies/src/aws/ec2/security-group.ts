import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem, type Problems } from "../../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../../unknown.ts";
import { cidrProblem, ipv6CidrProblem } from "../cidr-problem.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { isEveryProtocol, portsProblem, protocolProblem } from "../port-problem.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { problemAt, repeatedPlaces, unlike, type Path } from "../value-problem.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const CREATE = `${API}/API_CreateSecurityGroup.html`;
const AUTHORIZE = `${API}/API_AuthorizeSecurityGroupIngress.html`;

/** Characters of names and descriptions of groups, and of descriptions of rules. */
export const groupText = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
/** `groupText` in words. */
export const groupTextWords =
  "1 to 255 of letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, so no quote, < or >";
/** Ids of groups, also of another account: `123456789012/sg-…`. */
export const groupId = /^(\d{12}\/)?sg-[0-9a-zA-Z-]+$/;

const PEERS = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self"];
/** AWS's own number of rules of a group in each direction; the quota can be raised. */
const RULES_PER_DIRECTION = 60;

export const securityGroupName = resourceRule({
  id: "security-group-name",
  ...refusal,
  source: CREATE,
  types: [GROUP],
  fix: "Choose a name of at most 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* that does not begin with sg-.",
  check: ({ props }) =>
    ["name", "namePrefix"].flatMap((name) => [
      ...unlike(props, [name], groupText, groupTextWords),
      ...unlike(props, [name], /^(?!sg-)/i, "sg- is how ids of groups begin"),
    ]),
});

export const securityGroupDescription = resourceRule({
  id: "security-group-description",
  ...refusal,
  source: CREATE,
  types: [GROUP, DEFAULT_GROUP],
  fix: `Describe it with ${groupTextWords}.`,
  check: ({ props }) => [
    ...unlike(props, ["description"], groupText, groupTextWords),
    ...eachRule(props, (_, path) =>
      unlike(props, [...path, "description"], groupText, groupTextWords),
    ),
  ],
});

export const securityGroupProtocol = resourceRule({
  id: "security-group-protocol",
  ...refusal,
  source: AUTHORIZE,
  types: [GROUP, DEFAULT_GROUP],
  fix: "Write tcp, udp, icmp, icmpv6, a number, or -1 for all protocols.",
  check: ({ props }) =>
    eachRule(props, (rule, path) => {
      const wrong = protocolProblem(at(rule, "protocol"));
      return wrong && problemAt([...path, "protocol"], wrong);
    }),
});

export const securityGroupPorts = resourceRule({
  id: "security-group-ports",
  ...refusal,
  source: AUTHORIZE,
  types: [GROUP, DEFAULT_GROUP],
  fix: "Set fromPort to the lower and toPort to the higher port, of 0 to 65535; both to 0 for protocol -1.",
  check: ({ props }) =>
    eachRule(props, (rule, path) => {
      const [protocol, from, to] = ["protocol", "fromPort", "toPort"].map((name) => at(rule, name));
      const isAll = isEveryProtocol(protocol);
      const hasPorts = [from, to].some((port) => typeof port === "number" && port > 0);
      const wrong =
        isAll && hasPorts ? "is of all protocols, and has ports" : portsProblem(protocol, from, to);
      return wrong && problemAt(path, wrong);
    }),
});

export const securityGroupPeer = resourceRule({
  id: "security-group-peer",
  ...refusal,
  source: AUTHORIZE,
  types: [GROUP, DEFAULT_GROUP],
  fix: "Say who it is about: cidrBlocks, ipv6CidrBlocks, prefixListIds, securityGroups (ids), or self.",
  check: ({ props }) =>
    eachRule(props, (rule, path): Problems => {
      const peers = PEERS.map((name) => at(rule, name));
      if (!peers.some((peer) => isSet(peer) && peer !== false)) {
        return problemAt(path, "is about nobody: it names no addresses and no group");
      }
      const wrongIds = (name: string, form: RegExp, form0: string) =>
        listAt(rule, name)
          .flatMap((_, i) => unlike(rule, [name, i], form, form0))
          .map(within(path));
      return [
        ...wrongIds("securityGroups", groupId, "the id of a group, which begins with sg-"),
        ...wrongIds("prefixListIds", /^pl-/, "the id of a prefix list, which begins with pl-"),
      ];
    }),
});

export const securityGroupCidr = resourceRule({
  id: "security-group-cidr",
  ...refusal,
  source: AUTHORIZE,
  types: [GROUP, DEFAULT_GROUP],
  fix: "Write IPv4 blocks that begin at their first address into cidrBlocks, IPv6 blocks into ipv6CidrBlocks.",
  check: ({ props }) =>
    eachRule(props, (rule, path) => [
      ...blockProblems(rule, path, "cidrBlocks", cidrProblem),
      ...blockProblems(rule, path, "ipv6CidrBlocks", ipv6CidrProblem),
    ]),
});

export const securityGroupRuleTwice = resourceRule({
  id: "security-group-rule-twice",
  ...refusal,
  source: AUTHORIZE,
  types: [GROUP, DEFAULT_GROUP],
  fix: "Keep one rule for the same protocol, ports and peer; another description makes no other rule.",
  check: ({ props }) =>
    ["ingress", "egress"].flatMap((direction) => {
      const rules = listAt(props, direction);
      const keys = rules.flatMap((rule, i) => permissions(rule).map((key) => ({ key, i })));
      return repeatedPlaces(keys.map(({ key }) => key)).map((place) =>
        problemAt([direction, keys[place]!.i], "allows what another rule of the group allows"),
      );
    }),
});

export const securityGroupSize = resourceRule({
  id: "security-group-size",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: [GROUP, DEFAULT_GROUP],
  fix: "Use a prefix list or larger blocks; each block and each group counts as a rule.",
  check: ({ props }) =>
    ["ingress", "egress"].flatMap((direction) => {
      const size = listAt(props, direction).flatMap(peersOf).length;
      return size > RULES_PER_DIRECTION
        ? [problemAt([direction], `has ${size} rules, and a group has ${RULES_PER_DIRECTION}`)]
        : [];
    }),
});

export const securityGroupMixed = stackRule({
  id: "security-group-mixed",
  ...refusal,
  source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
  types: [GROUP, DEFAULT_GROUP],
  fix: "Write all rules of a group inside of it, or all as resources of their own: each takes the others away.",
  checkStack: (resources) =>
    [GROUP, DEFAULT_GROUP]
      .flatMap((type) => ofType(resources, type))
      .filter(({ props }) => ["ingress", "egress"].some((name) => isSet(props[name])))
      .flatMap((resource) => {
        const other = [INGRESS, EGRESS]
          .flatMap((type) => ofType(resources, type))
          .find((rule) => theOne(rule, "securityGroupId", resources, resource.type) === resource);
        const message = `has rules inside, which the next update sets against ${other?.name}`;
        return other === undefined ? [] : [{ resource, message }];
      }),
});

function eachRule(
  props: PolicyResource["props"],
  check: (rule: unknown, path: Path) => Problems,
): Problem[] {
  return ["ingress", "egress"].flatMap((direction) =>
    listAt(props, direction).flatMap((rule, i) => {
      if (isUnknown(rule)) return [];
      const found = check(rule, [direction, i]);
      return (Array.isArray(found) ? found : found === undefined ? [] : [found]) as Problem[];
    }),
  );
}

/** Writes where a problem of a rule is, as seen from the group. */
function within(path: Path) {
  return ({ property, message }: Problem): Problem => ({
    property: `${path[0]}[${path[1]}].${property}`,
    message,
  });
}

function blockProblems(
  rule: unknown,
  path: Path,
  name: string,
  problemOf: (value: unknown) => string | undefined,
): Problem[] {
  return listAt(rule, name).flatMap((block, i) => {
    const wrong = problemOf(block);
    return wrong === undefined ? [] : [problemAt([...path, name, i], wrong)];
  });
}

function peersOf(rule: unknown): string[] {
  const lists = PEERS.slice(0, 4).flatMap((name) => listAt(rule, name));
  const known = lists.map((peer) => text(peer) ?? "");
  return at(rule, "self") === true ? [...known, "self"] : known;
}

/** What AWS makes of one rule: one permission for each peer; none where a part is not known. */
function permissions(rule: unknown): string[] {
  const what = ["protocol", "fromPort", "toPort"].map((name) => at(rule, name));
  if (hasUnknown(what)) return [];
  return peersOf(rule)
    .filter((peer) => peer !== "")
    .map((peer) => [...what, peer].join(" "));
}
