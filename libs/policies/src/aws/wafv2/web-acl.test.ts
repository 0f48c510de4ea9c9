import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./web-acl.ts";

const measured = (metricName: string) => ({
  ...{ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName },
});
const managed = (change: object = {}, name = "AWSManagedRulesCommonRuleSet") => ({
  ...{ name: "common", priority: 0, overrideAction: { none: {} } },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: measured("common"),
  ...change,
});
const rule = (statement: object, change: object = {}) => ({
  ...{ name: "own", priority: 1, action: { block: {} }, statement },
  visibilityConfig: measured("own"),
  ...change,
});
const rate = (change: object = {}) =>
  rule({
    rateBasedStatement: {
      limit: 2000,
      aggregateKeyType: "IP",
      evaluationWindowSec: 300,
      ...change,
    },
  });
const geo = { geoMatchStatement: { countryCodes: ["DE"] } };
const acl = (props: object): LiteralResource => ({
  type: "aws:wafv2/webAcl:WebAcl",
  name: "web",
  props: {
    name: "strata-prod-web",
    description: "In front of the load balancer",
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [managed(), rate()],
    visibilityConfig: measured("web"),
    ...props,
  },
});
const one = (item: object) => ({ rules: [item] });
const bytes = (change: object) =>
  one(
    rule({
      byteMatchStatement: { positionalConstraint: "EXACTLY", textTransformations: [], ...change },
    }),
  );

it("passes usual web ACLs, whatever is not known of them", () => {
  const nested = rule({
    andStatement: { statements: [geo, { notStatement: { statement: geo } }] },
  });
  for (const check of Object.values(rules)) {
    for (const props of [{}, one(nested), one(rule(UNKNOWN)), { rules: [UNKNOWN] }]) {
      for (const each of [acl(props), ...unknowns(acl(props))]) {
        expect(findingsFor(check, [each])).toEqual([]);
      }
    }
  }
});

it.each<[keyof typeof rules, object]>([
  ["webAclName", { name: "web acl" }],
  ["webAclName", { description: "web (prod)" }],
  ["webAclName", { description: "x".repeat(257) }],
  ["webAclScope", { scope: "GLOBAL" }],
  ["webAclScope", { scope: "CLOUDFRONT", region: "eu-west-1" }],
  ["webAclRuleNames", { rules: [managed(), managed({ priority: 1 })] }],
  ["webAclRuleNames", { rules: [managed(), managed({ name: "other" })] }],
  ["webAclRuleNames", one(managed({ name: "common rules" }))],
  ["webAclRuleNames", one(managed({ priority: -1 }))],
  ["webAclMetrics", one(managed({ visibilityConfig: measured("common rules") }))],
  ["webAclMetrics", { visibilityConfig: measured("All") }],
  ["webAclActions", { defaultAction: {} }],
  ["webAclActions", { defaultAction: { allow: {}, block: {} } }],
  ["webAclActions", one(managed({ action: { block: {} } }))],
  ["webAclActions", one(rule(geo, { action: undefined }))],
  ["webAclActions", one(rule(geo, { action: { allow: {}, block: {} } }))],
  ["webAclRate", one(rate({ limit: 5 }))],
  ["webAclRate", one(rate({ evaluationWindowSec: 90 }))],
  ["webAclRate", one(rate({ aggregateKeyType: "COOKIE" }))],
  ["webAclRate", one(rate({ aggregateKeyType: "FORWARDED_IP" }))],
  ["webAclRate", one(rate({ aggregateKeyType: "CONSTANT" }))],
  ["webAclManagedGroup", one(managed({}, "AWSManagedRulesCommon"))],
  ["webAclManagedGroup", { rules: Array.from({ length: 8 }, () => managed()) }],
  ["webAclNesting", one(rule({ andStatement: { statements: [geo] } }))],
  ["webAclNesting", one(rule({ notStatement: { statement: managed().statement } }))],
  ["webAclNesting", one(rate({ scopeDownStatement: rate().statement }))],
  ["webAclMatches", one(rule({ geoMatchStatement: { countryCodes: ["Germany"] } }))],
  ["webAclMatches", one(rule({ ipSetReferenceStatement: { arn: "office" } }))],
  ["webAclMatches", bytes({ textTransformations: [{ priority: 0 }, { priority: 0 }] })],
  ["webAclMatches", bytes({ positionalConstraint: "BEGINS_WITH" })],
  [
    "webAclResponses",
    one(rule(geo, { action: { block: { customResponse: { responseCode: 99 } } } })),
  ],
  [
    "webAclResponses",
    {
      defaultAction: {
        block: { customResponse: { responseCode: 403, customResponseBodyKey: "x" } },
      },
    },
  ],
])("%s fails %j", (check, props) => {
  expect(findingsFor(rules[check], [acl(props)])).toHaveLength(1);
});
