import type { Properties, Property } from "../property.ts";

const string: Property = { kind: "string" };
const number: Property = { kind: "number" };
const name: Property = { kind: "string", required: true };
const count: Property = { kind: "number", required: true };

const object = (fields: Properties): Property => ({ kind: "object", fields });
const needed = (fields: Properties): Property => ({ kind: "object", required: true, fields });
/** What says something by being there. */
const block = (fields: Properties = {}): Property => ({ kind: "object", block: true, fields });
const set = (fields: Properties): Property => ({ kind: "set", of: object(fields) });
const list = (fields: Properties): Property => ({ kind: "list", of: object(fields) });

const HEADERS = set({ name, value: string });
const REQUEST_HANDLING = object({ insertHeaders: HEADERS });
const WITH_REQUEST = block({ customRequestHandling: REQUEST_HANDLING });
const BLOCK = block({
  customResponse: object({
    customResponseBodyKey: string,
    responseCode: count,
    responseHeaders: HEADERS,
  }),
});

/** What happens to a request that no rule matches. */
export const DEFAULT_ACTION: Property = needed({ allow: WITH_REQUEST, block: BLOCK });

const ACTIONS: Properties = {
  allow: WITH_REQUEST,
  block: BLOCK,
  captcha: WITH_REQUEST,
  challenge: WITH_REQUEST,
  count: WITH_REQUEST,
};

export const VISIBILITY: Property = needed({
  cloudwatchMetricsEnabled: { kind: "boolean", required: true },
  metricName: name,
  sampledRequestsEnabled: { kind: "boolean", required: true },
});

/** Seconds for which a solved puzzle counts; AWS has 300 where the program says nothing. */
export const IMMUNITY: Property = object({
  immunityTimeProperty: object({ immunityTime: { kind: "number", default: 300 } }),
});

const OVERSIZE = object({ oversizeHandling: string });
const FIELD_TO_MATCH = object({
  allQueryArguments: block(),
  body: { ...OVERSIZE, block: true },
  ja3Fingerprint: object({ fallbackBehavior: name }),
  ja4Fingerprint: object({ fallbackBehavior: name }),
  method: block(),
  queryString: block(),
  singleHeader: object({ name }),
  singleQueryArgument: object({ name }),
  uriPath: block(),
});
const TRANSFORMATIONS = set({ priority: count, type: name });
const FORWARDED_IP = object({ fallbackBehavior: name, headerName: name });
const OVERRIDES = list({ actionToUse: needed(ACTIONS), name });
const NAMED_KEY = object({ name, textTransformations: TRANSFORMATIONS });
const TRANSFORMED_KEY = object({ textTransformations: TRANSFORMATIONS });

const MATCHES: Properties = {
  asnMatchStatement: object({
    asnLists: { kind: "list", of: number, required: true },
    forwardedIpConfig: FORWARDED_IP,
  }),
  byteMatchStatement: object({
    fieldToMatch: FIELD_TO_MATCH,
    positionalConstraint: name,
    searchString: name,
    textTransformations: TRANSFORMATIONS,
  }),
  geoMatchStatement: object({
    countryCodes: { kind: "list", required: true },
    forwardedIpConfig: FORWARDED_IP,
  }),
  ipSetReferenceStatement: object({
    arn: name,
    ipSetForwardedIpConfig: object({ fallbackBehavior: name, headerName: name, position: name }),
  }),
  labelMatchStatement: object({ key: name, scope: name }),
  regexMatchStatement: object({
    fieldToMatch: FIELD_TO_MATCH,
    regexString: name,
    textTransformations: TRANSFORMATIONS,
  }),
  regexPatternSetReferenceStatement: object({
    arn: name,
    fieldToMatch: FIELD_TO_MATCH,
    textTransformations: TRANSFORMATIONS,
  }),
  sizeConstraintStatement: object({
    comparisonOperator: name,
    fieldToMatch: FIELD_TO_MATCH,
    size: count,
    textTransformations: TRANSFORMATIONS,
  }),
  sqliMatchStatement: object({
    fieldToMatch: FIELD_TO_MATCH,
    // AWS fills in LOW.
    sensitivityLevel: { kind: "string", computed: true },
    textTransformations: TRANSFORMATIONS,
  }),
  xssMatchStatement: object({
    fieldToMatch: FIELD_TO_MATCH,
    textTransformations: TRANSFORMATIONS,
  }),
};

/** The provider nests statements three deep. */
const NESTED = nested(3);

function nested(depth: number): Properties {
  if (depth === 0) return MATCHES;
  const inner = object(nested(depth - 1));
  return {
    ...MATCHES,
    andStatement: object({ statements: { kind: "list", of: inner } }),
    notStatement: object({ statement: inner }),
    orStatement: object({ statements: { kind: "list", of: inner } }),
  };
}

const STATEMENT = needed({
  ...NESTED,
  managedRuleGroupStatement: object({
    managedRuleGroupConfigs: list({
      awsManagedRulesBotControlRuleSet: object({
        enableMachineLearning: { kind: "boolean", default: true },
        inspectionLevel: name,
      }),
    }),
    name,
    ruleActionOverrides: OVERRIDES,
    scopeDownStatement: object(NESTED),
    vendorName: name,
    version: string,
  }),
  rateBasedStatement: object({
    aggregateKeyType: { kind: "string", default: "IP" },
    customKeys: list({
      asn: block(),
      cookie: NAMED_KEY,
      forwardedIp: block(),
      header: NAMED_KEY,
      httpMethod: block(),
      ip: block(),
      ja3Fingerprint: object({ fallbackBehavior: name }),
      ja4Fingerprint: object({ fallbackBehavior: name }),
      labelNamespace: object({ namespace: name }),
      queryArgument: NAMED_KEY,
      queryString: TRANSFORMED_KEY,
      uriPath: TRANSFORMED_KEY,
    }),
    evaluationWindowSec: { kind: "number", default: 300 },
    forwardedIpConfig: FORWARDED_IP,
    limit: count,
    scopeDownStatement: object(NESTED),
  }),
  ruleGroupReferenceStatement: object({
    arn: name,
    excludedRules: list({ name }),
    ruleActionOverrides: OVERRIDES,
  }),
});

/** A rule of a web ACL. Source: WAFV2 API reference, Rule and Statement; terraform-provider-aws, aws_wafv2_web_acl. */
export const RULE: Property = object({
  action: object(ACTIONS),
  captchaConfig: IMMUNITY,
  challengeConfig: IMMUNITY,
  name,
  overrideAction: object({ count: block(), none: block() }),
  priority: count,
  ruleLabels: set({ name }),
  statement: STATEMENT,
  visibilityConfig: VISIBILITY,
});
