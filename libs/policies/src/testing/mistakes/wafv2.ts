import { UNKNOWN } from "../../unknown.ts";
import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const measured = (metricName: string) => ({
  ...{ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName },
});
const rule = (name: string, priority: number, statement: object, change: object = {}) => ({
  ...{ name, priority, action: { block: {} }, statement, visibilityConfig: measured(name) },
  ...change,
});
const managed = (group: string, vendorName = "AWS") =>
  rule(
    "managed",
    0,
    { managedRuleGroupStatement: { vendorName, name: group } },
    { action: undefined, overrideAction: { none: {} } },
  );
const geo = { geoMatchStatement: { countryCodes: ["DE"] } };
const rate = (change: object) =>
  rule("rate", 1, {
    rateBasedStatement: {
      ...{ limit: 2000, aggregateKeyType: "IP", evaluationWindowSec: 300 },
      ...change,
    },
  });
const acl = (props: object, ...rules: object[]): LiteralResource => ({
  type: "aws:wafv2/webAcl:WebAcl",
  name: "web",
  props: {
    ...{ name: "strata-prod-web", scope: "REGIONAL", defaultAction: { allow: {} } },
    ...{ rules, visibilityConfig: measured("web") },
    ...props,
  },
});
const webAclArn = "arn:aws:wafv2:us-east-1:777788889999:regional/webacl/web/1";
const elb = "arn:aws:elasticloadbalancing:us-east-1:777788889999";
const association = (name: string, props: object): LiteralResource => ({
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name,
  props: {
    resourceArn: `${elb}:loadbalancer/app/web/0123456789abcdef`,
    webAclArn,
    ...props,
  },
});
const logging = (...logDestinationConfigs: unknown[]): LiteralResource => ({
  type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  name: "waf-log",
  props: { resourceArn: webAclArn, logDestinationConfigs },
});
const logGroup = "arn:aws:logs:us-east-1:777788889999:log-group:aws-waf-logs-prod";

const acls: readonly Mistake[] = [
  {
    title: "a description of a web ACL with brackets",
    rule: "waf-web-acl-name",
    resources: [acl({ description: "Web firewall (prod)" })],
  },
  {
    title: "two rules of a web ACL with one name",
    rule: "waf-web-acl-rule-names",
    resources: [acl({}, rule("germany", 0, geo), rule("germany", 1, geo))],
  },
  {
    title: "a metric of a web ACL with a space",
    rule: "waf-web-acl-metrics",
    resources: [acl({ visibilityConfig: measured("web firewall") })],
  },
  {
    title: "a metric of a rule that is WAF's own",
    rule: "waf-web-acl-metrics",
    resources: [acl({}, rule("germany", 0, geo, { visibilityConfig: measured("Default_Action") }))],
  },
  {
    title: "a limit of 5 requests",
    rule: "waf-web-acl-rate",
    resources: [acl({}, rate({ limit: 5 }))],
  },
  {
    title: "requests counted in 90 seconds",
    rule: "waf-web-acl-rate",
    resources: [acl({}, rate({ evaluationWindowSec: 90 }))],
  },
  {
    title: "requests of forwarded addresses without the header",
    rule: "waf-web-acl-rate",
    resources: [acl({}, rate({ aggregateKeyType: "FORWARDED_IP" }))],
  },
  {
    title: "all requests counted as one, without saying which",
    rule: "waf-web-acl-rate",
    resources: [acl({}, rate({ aggregateKeyType: "CONSTANT" }))],
  },
  {
    title: "a managed rule group that AWS does not have",
    rule: "waf-web-acl-managed-group",
    resources: [acl({}, managed("AWSManagedRulesCoreRuleSet"))],
  },
  {
    title: "one statement joined with and",
    rule: "waf-web-acl-nesting",
    resources: [acl({}, rule("germany", 0, { andStatement: { statements: [geo] } }))],
  },
  {
    title: "a country by its name",
    rule: "waf-web-acl-matches",
    resources: [acl({}, rule("germany", 0, { geoMatchStatement: { countryCodes: ["Germany"] } }))],
  },
  {
    title: "a set of addresses by its name",
    rule: "waf-web-acl-matches",
    resources: [acl({}, rule("office", 0, { ipSetReferenceStatement: { arn: "office" } }))],
  },
  {
    title: "an answer with a status of 700",
    rule: "waf-web-acl-responses",
    resources: [
      acl(
        {},
        rule("germany", 0, geo, { action: { block: { customResponse: { responseCode: 700 } } } }),
      ),
    ],
  },
  {
    title: "an answer with a body that is not there",
    rule: "waf-web-acl-responses",
    resources: [
      acl({
        defaultAction: {
          block: { customResponse: { responseCode: 403, customResponseBodyKey: "refused" } },
        },
      }),
    ],
  },
];

const uses: readonly Mistake[] = [
  {
    title: "a web ACL in front of a network load balancer",
    rule: "waf-association-resource",
    resources: [
      association("web", { resourceArn: `${elb}:loadbalancer/net/web/0123456789abcdef` }),
    ],
  },
  {
    title: "a web ACL in front of a target group",
    rule: "waf-association-resource",
    resources: [association("web", { resourceArn: `${elb}:targetgroup/web/0123456789abcdef` })],
  },
  {
    title: "a web ACL for CloudFront in front of a load balancer",
    rule: "waf-association-kind",
    resources: [
      acl({ scope: "CLOUDFRONT" }),
      { ...association("web-alb", { webAclArn: UNKNOWN }), madeOf: { webAclArn: ["web"] } },
    ],
  },
  {
    title: "two web ACLs in front of one load balancer",
    rule: "waf-association-once",
    resources: [association("one", {}), association("two", { webAclArn: `${webAclArn}2` })],
  },
  {
    title: "logs of a web ACL in a group without the prefix",
    rule: "waf-log-destination",
    resources: [
      {
        type: "aws:cloudwatch/logGroup:LogGroup",
        name: "waf",
        props: { name: "/aws/waf/prod", retentionInDays: 30 },
      },
      { ...logging(UNKNOWN), madeOf: { logDestinationConfigs: ["waf"] } },
    ],
  },
  {
    title: "logs of a web ACL in a bucket without the prefix",
    rule: "waf-log-destination",
    resources: [logging("arn:aws:s3:::strata-prod-logs")],
  },
  {
    title: "logs of a web ACL in two places",
    rule: "waf-log-destination",
    resources: [logging(logGroup, "arn:aws:s3:::aws-waf-logs-strata")],
  },
  {
    title: "logs of a web ACL in a group of another region",
    rule: "waf-log-destination",
    resources: [logging(logGroup.replace("us-east-1", "eu-west-1"))],
  },
];

export const wafv2Mistakes: MistakesOf = { service: "wafv2", mistakes: [...acls, ...uses] };
