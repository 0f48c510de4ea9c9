import { resourceRule, type Problem } from "../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../unknown.ts";
import { isOff, securityHub } from "./flag.ts";

const ACL = "aws:wafv2/webAcl:WebAcl";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const wafRules = resourceRule({
  ...facts,
  id: "waf-rules",
  controls: ["WAF.10"],
  source: securityHub("WAF.10"),
  types: [ACL],
  fix: "Add a rule or a rule group.",
  check: ({ props }) =>
    isUnknown(props["rules"]) ||
    listAt(props, "rules").length > 0 ||
    props["ruleJson"] !== undefined
      ? undefined
      : { property: "rules", message: "refuses nothing" },
});

export const wafMetrics = resourceRule({
  ...facts,
  id: "waf-metrics",
  controls: ["WAF.12"],
  source: securityHub("WAF.12"),
  types: [ACL, "aws:wafv2/ruleGroup:RuleGroup"],
  fix: "Set visibilityConfig.cloudwatchMetricsEnabled to true.",
  check: ({ props }): Problem[] => {
    const isUnmeasured = (one: unknown) =>
      isOff(at(one, "visibilityConfig", "cloudwatchMetricsEnabled"));
    const message = "is not measured";
    return [
      ...(isUnmeasured(props) ? [{ property: "visibilityConfig", message }] : []),
      ...listAt(props, "rules").flatMap((rule, index) =>
        isUnmeasured(rule) ? [{ property: `rules[${index}].visibilityConfig`, message }] : [],
      ),
    ];
  },
});

export const wafKnownBadInputs = resourceRule({
  ...facts,
  id: "waf-known-bad-inputs",
  controls: ["CKV_AWS_192"],
  source:
    "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
  types: [ACL],
  fix: "Add the managed rule group AWSManagedRulesKnownBadInputsRuleSet.",
  check: ({ props }) => {
    if (hasUnknown(props["rules"]) || props["ruleJson"] !== undefined) return undefined;
    const names = listAt(props, "rules").map((rule) =>
      at(rule, "statement", "managedRuleGroupStatement", "name"),
    );
    return names.includes("AWSManagedRulesKnownBadInputsRuleSet")
      ? undefined
      : { property: "rules", message: "lets known attacks such as Log4Shell through" };
  },
});
