import { resourceRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike, type Path } from "../value-problem.ts";

const ACL = "aws:wafv2/webAcl:WebAcl";
const API = "https://docs.aws.amazon.com/waf/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide";

const WINDOWS = [60, 120, 300, 600];
const KEYS = ["IP", "FORWARDED_IP", "CUSTOM_KEYS", "CONSTANT"];
const CAPACITY = 5000;
/** Managed rule groups of AWS with the capacity that each takes. Source: WAF developer guide, "AWS Managed Rules". */
const MANAGED: Readonly<Record<string, number>> = {
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesWordPressRuleSet: 100,
};
const GROUPS = ["managedRuleGroupStatement", "ruleGroupReferenceStatement"];
const ALONE = [...GROUPS, "rateBasedStatement"];

export const webAclName = resourceRule({
  id: "waf-web-acl-name",
  ...refusal,
  source: `${API}/API_CreateWebACL.html`,
  types: [ACL],
  fix:
    "Name it with 1 to 128 letters, digits, - and _; describe it with at most 256 of letters, " +
    "digits, spaces and +=:#@/-,._.",
  check: ({ props }) => [
    ...unlike(props, ["name"], /^[\w-]{1,128}$/, "1 to 128 letters, digits, - and _"),
    ...unlike(
      props,
      ["description"],
      /^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]$/,
      "3 or more letters, digits, inner spaces and +=:#@/-,._",
    ),
    ...unlike(props, ["description"], /^.{1,256}$/s, "at most 256 characters"),
  ],
});

export const webAclScope = resourceRule({
  id: "waf-web-acl-scope",
  ...refusal,
  source: `${API}/API_CreateWebACL.html`,
  types: [ACL],
  fix: "Set scope to REGIONAL, or to CLOUDFRONT with the provider in us-east-1.",
  check: ({ props }, context) => {
    const region = text(props["region"]) ?? context.region;
    return [
      ...noneOf(props, ["scope"], ["REGIONAL", "CLOUDFRONT"]),
      ...(props["scope"] === "CLOUDFRONT" && region !== "us-east-1"
        ? [problemAt(["scope"], `is CLOUDFRONT, and made in ${region}`)]
        : []),
    ];
  },
});

export const webAclRuleNames = resourceRule({
  id: "waf-web-acl-rule-names",
  ...refusal,
  source: `${API}/API_Rule.html`,
  types: [ACL],
  fix: "Give each rule a name and a priority of its own, of letters, digits, - and _, and priorities from 0.",
  check: ({ props }) => {
    const rules = listAt(props, "rules");
    const priorities = rules.map((rule) => at(rule, "priority"));
    return [
      ...rules.flatMap((_, i) => [
        ...unlike(
          props,
          ["rules", i, "name"],
          /^[\w-]{1,128}$/,
          "1 to 128 letters, digits, - and _",
        ),
        ...outside(props, ["rules", i, "priority"], [0, 2147483647]),
      ]),
      ...repeatedPlaces(rules.map((rule) => text(at(rule, "name")))).map((i) =>
        problemAt(["rules", i, "name"], "is the name of another rule"),
      ),
      ...repeatedPlaces(
        priorities.map((one) => (typeof one === "number" ? String(one) : undefined)),
      ).map((i) => problemAt(["rules", i, "priority"], "is the priority of another rule")),
    ];
  },
});

export const webAclMetrics = resourceRule({
  id: "waf-web-acl-metrics",
  ...refusal,
  source: `${API}/API_VisibilityConfig.html`,
  types: [ACL],
  fix: "Name metrics with 1 to 128 letters, digits, - and _, but All and Default_Action, which are WAF's own.",
  check: ({ props }) => {
    const paths: Path[] = [
      ["visibilityConfig", "metricName"],
      ...listAt(props, "rules").map((_, i) => ["rules", i, "visibilityConfig", "metricName"]),
    ];
    return paths.flatMap((path) => [
      ...unlike(props, path, /^[\w-]{1,128}$/, "1 to 128 letters, digits, - and _"),
      ...unlike(props, path, /^(?!(All|Default_Action)$)/, "All and Default_Action are WAF's own"),
    ]);
  },
});

export const webAclActions = resourceRule({
  id: "waf-web-acl-actions",
  ...refusal,
  source: `${API}/API_Rule.html`,
  types: [ACL],
  fix:
    "Give a rule an action, a rule group an overrideAction (none or count), and the ACL one " +
    "defaultAction, allow or block.",
  check: ({ props }) => [
    ...oneOf(props, ["defaultAction"], ["allow", "block"]),
    ...listAt(props, "rules").flatMap((rule, i): Problem[] => {
      const statement = at(rule, "statement");
      if (isUnknown(rule) || isUnknown(statement) || statement === undefined) return [];
      const isGroup = GROUPS.some((name) => isSet(at(statement, name)));
      const [right, wrong] = isGroup ? ["overrideAction", "action"] : ["action", "overrideAction"];
      const words = isGroup
        ? ["none", "count"]
        : ["allow", "block", "captcha", "challenge", "count"];
      const noun = isGroup ? "a rule group" : "a rule of its own";
      return [
        ...(isSet(at(rule, wrong!)) ? [problemAt(["rules", i, wrong!], `is not for ${noun}`)] : []),
        ...(isSet(at(rule, right!))
          ? oneOf(props, ["rules", i, right!], words)
          : [problemAt(["rules", i, right!], `is missing for ${noun}`)]),
      ];
    }),
  ],
});

export const webAclRate = resourceRule({
  id: "waf-web-acl-rate",
  ...refusal,
  source: `${API}/API_RateBasedStatement.html`,
  types: [ACL],
  fix:
    "Set limit to 10 to 2000000000 requests in 60, 120, 300 or 600 seconds, and what the key " +
    "needs: forwardedIpConfig, customKeys or a scopeDownStatement.",
  check: ({ props }) =>
    listAt(props, "rules").flatMap((rule, i): Problem[] => {
      const path = ["rules", i, "statement", "rateBasedStatement"];
      const rate = at(props, ...path);
      if (isUnknown(rate) || rate === undefined) return [];
      const [key, window] = [at(rate, "aggregateKeyType"), at(rate, "evaluationWindowSec")];
      const needs = (wanted: string, name: string) =>
        key === wanted && !isSet(at(rate, name))
          ? [problemAt([...path, name], `is missing, and ${wanted} needs it`)]
          : [];
      return [
        ...outside(props, [...path, "limit"], [10, 2_000_000_000], " requests"),
        ...(typeof window === "number" && !WINDOWS.includes(window)
          ? [
              problemAt(
                [...path, "evaluationWindowSec"],
                `is ${window} s, and AWS takes ${WINDOWS.join(", ")}`,
              ),
            ]
          : []),
        ...noneOf(props, [...path, "aggregateKeyType"], KEYS),
        ...needs("FORWARDED_IP", "forwardedIpConfig"),
        ...needs("CUSTOM_KEYS", "customKeys"),
        ...needs("CONSTANT", "scopeDownStatement"),
        ...(listAt(rate, "customKeys").length > 5
          ? [problemAt([...path, "customKeys"], "are more than 5")]
          : []),
      ];
    }),
});

export const webAclManagedGroup = resourceRule({
  id: "waf-web-acl-managed-group",
  ...refusal,
  source: `${GUIDE}/aws-managed-rule-groups-list.html`,
  types: [ACL],
  fix:
    `Name a group that AWS has: ${Object.keys(MANAGED).join(", ")}; all rules of an ACL take at ` +
    `most ${CAPACITY} units.`,
  check: ({ props }) => {
    const names = listAt(props, "rules").map((rule) => {
      const group = at(rule, "statement", "managedRuleGroupStatement");
      return at(group, "vendorName") === "AWS" ? text(at(group, "name")) : undefined;
    });
    const capacity = names.reduce((sum, name) => sum + (MANAGED[name ?? ""] ?? 0), 0);
    return [
      ...names.flatMap((name, i) =>
        name === undefined || name in MANAGED
          ? []
          : [
              problemAt(
                ["rules", i, "statement", "managedRuleGroupStatement", "name"],
                `is "${name}", which AWS does not have`,
              ),
            ],
      ),
      ...(capacity > CAPACITY ? [problemAt(["rules"], `take ${capacity} units of capacity`)] : []),
    ];
  },
});

export const webAclNesting = resourceRule({
  id: "waf-web-acl-nesting",
  ...refusal,
  source: `${GUIDE}/waf-rule-statements.html`,
  types: [ACL],
  fix:
    "Let groups and rates stand alone in a rule (narrow them with scopeDownStatement), and join " +
    "two statements or more with and, or.",
  check: ({ props }) =>
    listAt(props, "rules").flatMap((rule, i) =>
      nestingProblems(at(rule, "statement"), ["rules", i, "statement"], true),
    ),
});

export const webAclMatches = resourceRule({
  id: "waf-web-acl-matches",
  ...refusal,
  source: `${API}/API_Statement.html`,
  types: [ACL],
  fix:
    "Write countries as two capitals, sets and groups as ARNs of the ACL's scope and region, " +
    "transformations with priorities of their own.",
  check: ({ props }, context) => {
    const scope = text(props["scope"]);
    const region = text(props["region"]) ?? context.region;
    const place = scope === "CLOUDFRONT" ? "global" : "regional";
    return listAt(props, "rules").flatMap((rule, i): Problem[] => {
      const path = ["rules", i, "statement"];
      const statement = at(rule, "statement");
      const arns = ["ipSetReferenceStatement", "regexPatternSetReferenceStatement", GROUPS[1]!];
      return [
        ...listAt(statement, "geoMatchStatement", "countryCodes").flatMap((_, k) =>
          unlike(
            props,
            [...path, "geoMatchStatement", "countryCodes", k],
            /^[A-Z]{2}$/,
            "two capitals, as DE",
          ),
        ),
        ...(scope === undefined
          ? []
          : arns.flatMap((name) =>
              unlike(
                props,
                [...path, name, "arn"],
                new RegExp(`^arn:[\\w-]+:wafv2:${region}:\\d{12}:${place}/`),
                `an ARN of WAF in ${region}, ${place}`,
              ),
            )),
        ...[
          "byteMatchStatement",
          "sqliMatchStatement",
          "xssMatchStatement",
          "sizeConstraintStatement",
        ].flatMap((name) => {
          const list = listAt(statement, name, "textTransformations");
          const priorities = list.map((one) => at(one, "priority"));
          return repeatedPlaces(
            priorities.map((one) => (typeof one === "number" ? String(one) : undefined)),
          ).map((k) =>
            problemAt(
              [...path, name, "textTransformations", k, "priority"],
              "is the priority of another transformation",
            ),
          );
        }),
        ...noneOf(
          props,
          [...path, "byteMatchStatement", "positionalConstraint"],
          ["EXACTLY", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CONTAINS_WORD"],
        ),
      ];
    });
  },
});

export const webAclResponses = resourceRule({
  id: "waf-web-acl-responses",
  ...refusal,
  source: `${API}/API_CustomResponse.html`,
  types: [ACL],
  fix: "Answer with a status of 200 to 599, and a body whose key stands in customResponseBodies.",
  check: ({ props }) => {
    const bodies = props["customResponseBodies"];
    const keys = listAt(props, "customResponseBodies").map((body) => at(body, "key"));
    const isKnown = !isUnknown(bodies) && !keys.some(isUnknown);
    const paths: Path[] = [
      ["defaultAction", "block", "customResponse"],
      ...listAt(props, "rules").map((_, i) => ["rules", i, "action", "block", "customResponse"]),
    ];
    return paths.flatMap((path) => {
      const key = text(at(props, ...path, "customResponseBodyKey"));
      return [
        ...outside(props, [...path, "responseCode"], [200, 599]),
        ...(isKnown && isSet(key) && !keys.includes(key)
          ? [problemAt([...path, "customResponseBodyKey"], "is no key of customResponseBodies")]
          : []),
      ];
    });
  },
});

function oneOf(props: unknown, path: Path, words: readonly string[]): Problem[] {
  const value = at(props, ...path);
  if (isUnknown(value) || value === undefined) return [];
  const given = words.filter((word) => at(value, word) !== undefined);
  return given.length === 1 ? [] : [problemAt(path, `needs one of ${words.join(", ")}`)];
}

/** Groups and rates stand at the top of a rule; `and` and `or` join two statements or more. */
function nestingProblems(statement: unknown, path: Path, isTop: boolean): Problem[] {
  if (isUnknown(statement) || typeof statement !== "object" || statement === null) return [];
  const inner = (name: string) =>
    listAt(statement, name, "statements").flatMap((one, i) =>
      nestingProblems(one, [...path, name, "statements", i], false),
    );
  return [
    ...(isTop
      ? []
      : ALONE.filter((name) => isSet(at(statement, name))).map((name) =>
          problemAt([...path, name], "stands inside of another statement"),
        )),
    ...["andStatement", "orStatement"].flatMap((name) => {
      const statements = at(statement, name, "statements");
      return Array.isArray(statements) && statements.length < 2
        ? [problemAt([...path, name], "joins less than two statements")]
        : inner(name);
    }),
    ...nestingProblems(
      at(statement, "notStatement", "statement"),
      [...path, "notStatement", "statement"],
      false,
    ),
    ...["managedRuleGroupStatement", "rateBasedStatement"].flatMap((name) =>
      nestingProblems(
        at(statement, name, "scopeDownStatement"),
        [...path, name, "scopeDownStatement"],
        false,
      ),
    ),
  ];
}
