import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { wafKnownBadInputs, wafMetrics, wafRules } from "./wafv2.ts";

const acl = (rule: typeof wafRules, props: object) =>
  findingsFor(rule, [{ type: "aws:wafv2/webAcl:WebAcl", name: "web", props }]);
const measured = { visibilityConfig: { cloudwatchMetricsEnabled: true } };
const managed = (name: unknown) => ({
  ...measured,
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
});
const good = { ...measured, rules: [managed("AWSManagedRulesKnownBadInputsRuleSet")] };

it.each([wafKnownBadInputs, wafMetrics, wafRules])("passes a web ACL: $id", (rule) => {
  expect(acl(rule, good)).toEqual([]);
  expect(acl(rule, { ...measured, rules: UNKNOWN })).toEqual([]);
});

it("wants a rule", () => {
  expect(acl(wafRules, { rules: [] })).toEqual(["web (rules) refuses nothing"]);
  expect(acl(wafRules, {})).toHaveLength(1);
});

it("wants itself and each rule measured", () => {
  expect(acl(wafMetrics, { rules: [measured, {}] })).toEqual([
    "web (visibilityConfig) is not measured",
    "web (rules[1].visibilityConfig) is not measured",
  ]);
});

it("wants the group against known attacks", () => {
  expect(acl(wafKnownBadInputs, { rules: [managed("AWSManagedRulesCommonRuleSet")] })).toEqual([
    "web (rules) lets known attacks such as Log4Shell through",
  ]);
});
