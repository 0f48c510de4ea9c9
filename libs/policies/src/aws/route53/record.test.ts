import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import * as rules from "./record.ts";

const record = (name: string, props: object): LiteralResource => ({
  type: "aws:route53/record:Record",
  name,
  props: { zoneId: "Z0123456789", name: "www.example.com", ...props },
});
const a = { type: "A", ttl: 300, records: ["203.0.113.7"] };
const cname = { type: "CNAME", ttl: 300, records: ["example.org"] };
const balancer = "web-1.us-east-1.elb.amazonaws.com";
const alias = (change: object = {}) => ({
  type: "A",
  aliases: [{ name: balancer, zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true, ...change }],
});
const weighted = { ...a, setIdentifier: "a", weightedRoutingPolicies: [{ weight: 1 }] };
const txt = (value: string) => ({ type: "TXT", ttl: 300, records: [value] });

it("passes usual records, whatever is not known of them", () => {
  const mx = { type: "MX", ttl: 300, records: ["10 mail.example.com"] };
  const long = txt(`${"a".repeat(255)}""${"b".repeat(255)}`);
  const star = { ...a, name: "*.example.com" };
  const proof = { ...cname, name: "_0123.example.com.", records: ["_4567.acm-validations.aws."] };
  for (const rule of Object.values(rules)) {
    for (const props of [a, cname, alias(), weighted, mx, long, star, proof, txt('"a" "b"')]) {
      for (const one of [record("www", props), ...unknowns(record("www", props))]) {
        expect(findingsFor(rule, [one])).toEqual([]);
      }
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["recordValues", { ...a, records: ["example.org"] }],
  ["recordValues", { ...a, type: "AAAA" }],
  ["recordValues", { ...cname, records: ["203.0.113.7"] }],
  ["recordValues", { ...cname, records: ["https://example.org"] }],
  ["recordValues", { ...cname, records: ["a.example.org", "b.example.org"] }],
  ["recordValues", { ...a, records: ["203.0.113.7", "203.0.113.7"] }],
  ["recordValues", { ...a, type: "MX", records: ["mail.example.com"] }],
  ["recordValues", { ...a, type: "SRV", records: ["10 5060 sip.example.com"] }],
  ["recordValues", { ...a, type: "CAA", records: ["amazon.com"] }],
  ["recordValues", txt("a".repeat(256))],
  ["recordTtl", { ...a, ttl: -1 }],
  ["recordTtl", { ...alias(), ttl: 300 }],
  ["recordName", { ...a, name: `${"a".repeat(64)}.example.com` }],
  ["recordName", { ...a, name: "www..example.com" }],
  ["recordName", { ...a, name: "https://example.com" }],
  ["recordName", { ...a, name: "@" }],
  ["recordName", { ...a, name: `${"a.".repeat(123)}example.com` }],
  ["recordAlias", { ...alias(), type: "CNAME" }],
  ["recordAlias", alias({ zoneId: "us-east-1" })],
  ["recordAlias", alias({ name: `https://${balancer}` })],
  ["recordRouting", { ...a, setIdentifier: "a" }],
  ["recordRouting", { ...weighted, weightedRoutingPolicies: [{ weight: 256 }] }],
  ["recordRouting", { ...a, setIdentifier: "a", failoverRoutingPolicies: [{ type: "primary" }] }],
  ["recordCname", { ...cname, name: "" }],
])("%s fails %j", (rule, props) => {
  expect(findingsFor(rules[rule], [record("www", props)])).toHaveLength(1);
});

it("fails a CNAME at the top of its zone, and one beside another record", () => {
  const { recordCname } = rules;
  const zone: LiteralResource = {
    type: "aws:route53/zone:Zone",
    name: "zone",
    props: { name: "example.com" },
    identities: ["Z0123456789"],
  };
  const top = record("top", { ...cname, name: "example.com" });
  expect(findingsFor(recordCname, [zone, top])).toHaveLength(1);
  const beside = [record("one", cname), record("two", a)];
  expect(findingsFor(recordCname, beside)).toEqual([
    "one (type) is CNAME, and two is a record of the same name",
  ]);
});

it("fails a record that is there twice, unless it may be overwritten or is routed", () => {
  const { recordTwice } = rules;
  expect(findingsFor(recordTwice, [record("a", a), record("b", a)])).toHaveLength(1);
  const over = record("b", { ...a, allowOverwrite: true });
  expect(findingsFor(recordTwice, [record("a", a), over])).toEqual([]);
  const other = record("b", { ...weighted, setIdentifier: "b" });
  expect(findingsFor(recordTwice, [record("a", weighted), other])).toEqual([]);
});
