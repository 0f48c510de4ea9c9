import type { LiteralResource } from "../findings-for.ts";
import type { MistakesOf } from "../mistake.ts";

const record = (name: string, props: object): LiteralResource => ({
  type: "aws:route53/record:Record",
  name,
  props: { zoneId: "Z0123456789ABCDEFGHIJ", name: "www.example.com", ...props },
});
const a = { type: "A", ttl: 300, records: ["203.0.113.7"] };
const cname = { type: "CNAME", ttl: 300, records: ["example.org"] };
const alias = (change: object) => ({
  type: "A",
  aliases: [
    {
      ...{ name: "web-1.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K" },
      evaluateTargetHealth: true,
      ...change,
    },
  ],
});

export const route53Mistakes: MistakesOf = {
  service: "route53",
  mistakes: [
    {
      title: "the name of a host in a record of type A",
      rule: "route53-record-values",
      resources: [record("www", { ...a, records: ["web.example.org"] })],
    },
    {
      title: "an address of IPv4 in a record of type AAAA",
      rule: "route53-record-values",
      resources: [record("www", { ...a, type: "AAAA" })],
    },
    {
      title: "an address in a CNAME",
      rule: "route53-record-values",
      resources: [record("www", { ...cname, records: ["203.0.113.7"] })],
    },
    {
      title: "two values of a CNAME",
      rule: "route53-record-values",
      resources: [record("www", { ...cname, records: ["a.example.org", "b.example.org"] })],
    },
    {
      title: "a mail server without a priority",
      rule: "route53-record-values",
      resources: [record("mail", { type: "MX", ttl: 300, records: ["mail.example.com"] })],
    },
    {
      title: "a text of more than 255 characters",
      rule: "route53-record-values",
      resources: [record("key", { type: "TXT", ttl: 300, records: ["x".repeat(300)] })],
    },
    {
      title: "a negative time to live",
      rule: "route53-record-ttl",
      resources: [record("www", { ...a, ttl: -1 })],
    },
    {
      title: "a name with a label of 64 characters",
      rule: "route53-record-name",
      resources: [record("www", { ...a, name: `${"a".repeat(64)}.example.com` })],
    },
    {
      title: "@ as the top of a zone",
      rule: "route53-record-name",
      resources: [record("top", { ...a, name: "@" })],
    },
    {
      title: "an alias of a load balancer as a CNAME",
      rule: "route53-record-alias",
      resources: [record("www", { ...alias({}), type: "CNAME" })],
    },
    {
      title: "an alias with a region instead of a zone",
      rule: "route53-record-alias",
      resources: [record("www", alias({ zoneId: "us-east-1" }))],
    },
    {
      title: "an alias that leads to a URL",
      rule: "route53-record-alias",
      resources: [record("www", alias({ name: "http://web-1.us-east-1.elb.amazonaws.com" }))],
    },
    {
      title: "an identifier of a record that is not routed",
      rule: "route53-record-routing",
      resources: [record("www", { ...a, setIdentifier: "blue" })],
    },
    {
      title: "a weight of more than 255",
      rule: "route53-record-routing",
      resources: [
        record("www", {
          ...a,
          setIdentifier: "blue",
          weightedRoutingPolicies: [{ weight: 1000 }],
        }),
      ],
    },
    {
      title: "a CNAME at the top of a zone",
      rule: "route53-record-cname",
      resources: [record("top", { ...cname, name: "" })],
    },
    {
      title: "a CNAME beside another record",
      rule: "route53-record-cname",
      resources: [record("www", cname), record("www-a", a)],
    },
    {
      title: "the same record twice",
      rule: "route53-record-twice",
      resources: [record("one", a), record("two", { ...a, records: ["203.0.113.8"] })],
    },
  ],
};
