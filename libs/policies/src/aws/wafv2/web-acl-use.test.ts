import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { UNKNOWN } from "../../unknown.ts";
import * as rules from "./web-acl-use.ts";

const webAclArn = "arn:aws:wafv2:us-east-1:777788889999:regional/webacl/web/1";
const balancerArn =
  "arn:aws:elasticloadbalancing:us-east-1:777788889999:loadbalancer/app/web/0123456789abcdef";
const logs = "arn:aws:logs:us-east-1:777788889999:log-group:";
const association = (
  name: string,
  props: object = {},
  madeOf: Record<string, string[]> = {},
): LiteralResource => ({
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name,
  props: { resourceArn: balancerArn, webAclArn, ...props },
  madeOf,
});
const logging = (
  name: string,
  destinations: unknown[] = [`${logs}aws-waf-logs-prod`],
  made: string[] = [],
): LiteralResource => ({
  type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  name,
  props: { resourceArn: webAclArn, logDestinationConfigs: destinations },
  madeOf: { logDestinationConfigs: made },
});

it("passes usual ones, whatever is not known of them", () => {
  for (const rule of Object.values(rules)) {
    for (const usual of [association("a"), logging("b")]) {
      for (const one of [usual, ...unknowns(usual)]) expect(findingsFor(rule, [one])).toEqual([]);
    }
  }
});

it("fails an association with what can have no web ACL", () => {
  const found = (props: object) =>
    findingsFor(rules.webAclAssociationResource, [association("a", props)]);
  expect(found({ resourceArn: balancerArn.replace("/app/", "/net/") })).toHaveLength(1);
  expect(
    found({ resourceArn: balancerArn.replace("loadbalancer/app", "targetgroup") }),
  ).toHaveLength(1);
  expect(found({ webAclArn: webAclArn.replace("regional", "global") })).toHaveLength(1);
});

it("fails an association with a network load balancer or an ACL for CloudFront, both traced", () => {
  const made = (type: string, name: string, props: object) => ({ type, name, props });
  const found = (loadBalancerType: string, scope: string) =>
    findingsFor(rules.webAclAssociationKind, [
      made("aws:lb/loadBalancer:LoadBalancer", "lb", { loadBalancerType }),
      made("aws:wafv2/webAcl:WebAcl", "acl", { scope }),
      association(
        "a",
        { resourceArn: UNKNOWN, webAclArn: UNKNOWN },
        { resourceArn: ["lb"], webAclArn: ["acl"] },
      ),
    ]);
  expect(found("network", "REGIONAL")).toHaveLength(1);
  expect(found("application", "CLOUDFRONT")).toHaveLength(1);
  expect(found("application", "REGIONAL")).toEqual([]);
});

it("fails a second association, and a second logging configuration", () => {
  const { webAclAssociationOnce, webAclLogOnce } = rules;
  expect(findingsFor(webAclAssociationOnce, [association("a"), association("b")])).toHaveLength(1);
  expect(findingsFor(webAclLogOnce, [logging("a"), logging("b")])).toHaveLength(1);
});

it.each([
  [[`${logs}waf-prod`]],
  [[`${logs}aws-waf-logs-prod:*`]],
  [[`${logs.replace("us-east-1", "eu-west-1")}aws-waf-logs-prod`]],
  [["arn:aws:s3:::strata-logs"]],
  [[`${logs}aws-waf-logs-prod`, "arn:aws:s3:::aws-waf-logs-prod"]],
  [[]],
])("fails the destinations %j", (destinations) => {
  expect(findingsFor(rules.webAclLogDestination, [logging("a", destinations)])).toHaveLength(1);
});

it("fails a log group of the layer by its name", () => {
  const group = (name: unknown) => ({
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: "waf",
    props: { name },
  });
  const found = (name: unknown) =>
    findingsFor(rules.webAclLogDestination, [group(name), logging("a", [UNKNOWN], ["waf"])]);
  expect(found("/aws/waf/prod")).toHaveLength(1);
  expect(found("aws-waf-logs-prod")).toEqual([]);
  expect(found(UNKNOWN)).toEqual([]);
});
