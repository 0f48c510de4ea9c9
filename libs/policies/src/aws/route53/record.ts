import { isIPv4, isIPv6 } from "node:net";

import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const RECORD = "aws:route53/record:Record";
const ZONE = "aws:route53/zone:Zone";
const CHANGE =
  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html";
const TYPES_GUIDE =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html";
const ALIAS_GUIDE =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html";

const POLICIES = [
  ...["cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies"],
  ...["geoproximityRoutingPolicy", "latencyRoutingPolicies", "multivalueAnswerRoutingPolicy"],
  "weightedRoutingPolicies",
];
const HOST = /^(?!\d+\.\d+\.\d+\.\d+\.?$)(?!https?:)[^\s/]+$/;

/** What values of a type look like, and how to say so. */
const FORMS: Readonly<Record<string, readonly [(value: string) => boolean, string]>> = {
  A: [isIPv4, "an IPv4 address"],
  AAAA: [isIPv6, "an IPv6 address"],
  CAA: [(value) => /^\d{1,3} [a-z0-9]+ ".*"$/i.test(value), '<flags> <tag> "<value>"'],
  CNAME: [(value) => HOST.test(value), "the name of a host"],
  MX: [(value) => /^\d{1,5} \S+$/.test(value), "<priority> <host>"],
  NS: [(value) => HOST.test(value), "the name of a name server"],
  SRV: [
    (value) => /^\d{1,5} \d{1,5} \d{1,5} \S+$/.test(value),
    "<priority> <weight> <port> <host>",
  ],
};

export const recordValues = resourceRule({
  id: "route53-record-values",
  ...refusal,
  source: TYPES_GUIDE,
  types: [RECORD],
  fix:
    "Write values as the type wants them: an address for A, the name of a host for CNAME, at " +
    "most 255 characters in a text of TXT.",
  check: ({ props }) => {
    const type = text(props["type"]) ?? "";
    const records = listAt(props, "records");
    const [isValid, words] = FORMS[type] ?? [() => true, ""];
    return [
      ...records.flatMap((value, i): Problem[] => {
        if (typeof value !== "string" || isValid(value)) return [];
        return [problemAt(["records", i], `is no value of ${type}, which is ${words}`)];
      }),
      ...(type === "TXT" || type === "SPF" ? records.flatMap(textProblems) : []),
      ...(type === "CNAME" && records.length > 1
        ? [problemAt(["records"], `are ${records.length}, and a CNAME leads to one name`)]
        : []),
      ...repeatedPlaces(records.map(text)).map((i) => problemAt(["records", i], "is there twice")),
    ];
  },
});

export const recordTtl = resourceRule({
  id: "route53-record-ttl",
  ...refusal,
  source: CHANGE,
  types: [RECORD],
  fix: "Set ttl to 0 to 2147483647 seconds beside records, and leave it out beside an alias.",
  check: ({ props }) => [
    ...outside(props, ["ttl"], [0, 2147483647], " s"),
    ...(typeof props["ttl"] === "number" && listAt(props, "aliases").length > 0
      ? [problemAt(["ttl"], "is set, and an alias has the ttl of its target")]
      : []),
  ],
});

export const recordName = resourceRule({
  id: "route53-record-name",
  ...refusal,
  source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html",
  types: [RECORD],
  fix:
    "Write a name of labels of at most 63 characters, 255 in all, without spaces; the top of a " +
    "zone is its own name.",
  check: ({ props }) => {
    const name = text(props["name"]);
    if (!isSet(name)) return undefined;
    const labels = name!.replace(/\.$/, "").split(".");
    const found: string[] = [];
    if (name!.length > 255) found.push(`has ${name!.length} characters, above 255`);
    if (labels.some((label) => label.length > 63)) found.push("has a label above 63 characters");
    if (labels.some((label) => label === "")) found.push("has an empty label");
    if (/\s|:\/\//.test(name!)) found.push("has characters that no name has");
    if (/^@(\.|$)/.test(name!))
      found.push('has "@" for the top of the zone, and it becomes a label');
    return found.map((message) => problemAt(["name"], message));
  },
});

export const recordAlias = resourceRule({
  id: "route53-record-alias",
  ...refusal,
  source: ALIAS_GUIDE,
  types: [RECORD],
  fix: "Give an alias of type A or AAAA the dnsName and zoneId of its target, as the target's outputs have them.",
  check: ({ props }) => {
    const type = text(props["type"]);
    const [alias] = listAt(props, "aliases");
    if (alias === undefined || isUnknown(alias)) return undefined;
    const path = ["aliases", 0];
    const name = text(at(alias, "name")) ?? "";
    const isBalancer = /\.elb\.(\w|-)+\.amazonaws\.com\.?$|\.elb\.amazonaws\.com\.?$/.test(name);
    return [
      ...(type === "NS" || type === "SOA"
        ? [problemAt(["type"], `is ${type}, of which there is no alias`)]
        : []),
      ...(isBalancer && type !== undefined && type !== "A" && type !== "AAAA"
        ? [problemAt(["type"], `is ${type}, and an alias of a load balancer is A or AAAA`)]
        : []),
      ...unlike(props, [...path, "name"], HOST, "the name of the target, no address and no URL"),
      ...unlike(props, [...path, "zoneId"], /^Z[A-Z0-9]{1,31}$/, "the id of the target's zone, Z…"),
    ];
  },
});

export const recordRouting = resourceRule({
  id: "route53-record-routing",
  ...refusal,
  source:
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-shared.html",
  types: [RECORD],
  fix: "Set setIdentifier with one routing policy, weights of 0 to 255, failover PRIMARY or SECONDARY.",
  check: ({ props }) => {
    const policies = POLICIES.filter((name) => isSet(props[name]) && props[name] !== false);
    const id = props["setIdentifier"];
    return [
      ...(isSet(text(id)) && policies.length === 0
        ? [problemAt(["setIdentifier"], "is set without a routing policy")]
        : []),
      ...unlike(props, ["setIdentifier"], /^.{1,128}$/s, "1 to 128 characters"),
      ...outside(props, ["weightedRoutingPolicies", 0, "weight"], [0, 255]),
      ...noneOf(props, ["failoverRoutingPolicies", 0, "type"], ["PRIMARY", "SECONDARY"]),
      ...(props["multivalueAnswerRoutingPolicy"] === true && listAt(props, "aliases").length > 0
        ? [
            problemAt(
              ["multivalueAnswerRoutingPolicy"],
              "is set for an alias, which has one answer",
            ),
          ]
        : []),
    ];
  },
});

export const recordCname = stackRule({
  id: "route53-record-cname",
  ...refusal,
  source: TYPES_GUIDE,
  types: [RECORD],
  fix: "Use an alias of type A, or another name: a CNAME stands alone, and never at the top of a zone.",
  checkStack: (resources) => {
    const records = ofType(resources, RECORD);
    return records
      .filter(({ props }) => props["type"] === "CNAME")
      .flatMap((resource) => {
        const name = nameOf(resource, resources);
        const zone = theOne(resource, "zoneId", resources, ZONE);
        const top = text(zone?.props["name"])?.replace(/\.$/, "").toLowerCase();
        const own = text(resource.props["name"])?.replace(/\.$/, "").toLowerCase();
        if (own === "" || (own !== undefined && own === top)) {
          return [{ resource, property: "type", message: "is CNAME at the top of the zone" }];
        }
        const other = records.find(
          (one) =>
            typeof one.props["type"] === "string" &&
            one.props["type"] !== "CNAME" &&
            name !== undefined &&
            nameOf(one, resources) === name,
        );
        if (other === undefined) return [];
        const message = `is CNAME, and ${other.name} is a record of the same name`;
        return [{ resource, property: "type", message }];
      });
  },
});

export const recordTwice = stackRule({
  id: "route53-record-twice",
  ...refusal,
  source: CHANGE,
  types: [RECORD],
  fix: "Put all values into one record, or give each a setIdentifier and a routing policy.",
  checkStack: (resources) => {
    const records = ofType(resources, RECORD).filter(
      ({ props }) => props["allowOverwrite"] !== true,
    );
    const keys = records.map((record) => {
      const [name, type] = [nameOf(record, resources), text(record.props["type"])];
      const id = record.props["setIdentifier"];
      if (name === undefined || type === undefined || isUnknown(id)) return undefined;
      return `${name} ${type} ${text(id) ?? ""}`;
    });
    return repeatedPlaces(keys).map((index) => ({
      resource: records[index]!,
      property: "name",
      message: "is a record that is there already, of the same name and type",
    }));
  },
});

/** Zone and name; undefined where either cannot be told. */
function nameOf(record: PolicyResource, resources: readonly PolicyResource[]): string | undefined {
  const zone = theOne(record, "zoneId", resources, ZONE)?.urn ?? text(record.props["zoneId"]);
  const name = text(record.props["name"])?.replace(/\.$/, "").toLowerCase();
  return zone === undefined || name === undefined ? undefined : `${zone} ${name}`;
}

/** The provider puts quotes around a value without any; `""` in it begins another text. */
function textProblems(value: unknown, index: number): Problem[] {
  if (typeof value !== "string") return [];
  if (value.length > 4000) return [problemAt(["records", index], "has more than 4000 characters")];
  const parts = value.replace(/^"|"$/g, "").split(/"\s*"/);
  return parts.some((part) => part.length > 255)
    ? [problemAt(["records", index], 'has a text above 255 characters: split it with ""')]
    : [];
}
