import { resourceRule, stackRule } from "../../rule.ts";
import { listAt } from "../../unknown.ts";
import { namedBy, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const BUCKET = "aws:s3/bucket:Bucket";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const API = "https://docs.aws.amazon.com/waf/latest/APIReference";
const ASSOCIATE = `${API}/API_AssociateWebACL.html`;
const DESTINATIONS =
  "https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html";
const PREFIX = "aws-waf-logs-";
/** What a regional web ACL can stand in front of: an application load balancer, and what other services have. */
const PROTECTED = new RegExp(
  "^arn:[\\w-]+:(elasticloadbalancing:[\\w-]+:\\d{12}:loadbalancer/app/|" +
    "(apigateway|appsync|cognito-idp|apprunner|ec2|amplify):)",
);

export const webAclAssociationResource = resourceRule({
  id: "waf-association-resource",
  ...refusal,
  source: ASSOCIATE,
  types: [ASSOCIATION],
  fix:
    "Name an application load balancer (…:loadbalancer/app/…), an API stage or the like by its " +
    "ARN, and the web ACL by its own.",
  check: ({ props }) => [
    ...unlike(
      props,
      ["resourceArn"],
      PROTECTED,
      "the ARN of an application load balancer, an API stage or the like",
    ),
    ...unlike(
      props,
      ["webAclArn"],
      /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\//,
      "the ARN of a web ACL of scope REGIONAL",
    ),
  ],
});

export const webAclAssociationKind = stackRule({
  id: "waf-association-kind",
  ...refusal,
  source: ASSOCIATE,
  types: [ASSOCIATION],
  fix: "Associate a web ACL of scope REGIONAL with an application load balancer; CloudFront names its ACL itself.",
  checkStack: (resources) =>
    ofType(resources, ASSOCIATION).flatMap((resource) => {
      const balancer = theOne(resource, "resourceArn", resources, BALANCER);
      const acl = theOne(resource, "webAclArn", resources, ACL);
      const kind = text(balancer?.props["loadBalancerType"]);
      return [
        ...(kind !== undefined && kind !== "application"
          ? [problemAt(["resourceArn"], `is of ${balancer?.name}, a ${kind} load balancer`)]
          : []),
        ...(acl?.props["scope"] === "CLOUDFRONT"
          ? [problemAt(["webAclArn"], `is of ${acl.name}, whose scope is CLOUDFRONT`)]
          : []),
      ].map((problem) => ({ resource, ...problem }));
    }),
});

export const webAclAssociationOnce = stackRule({
  id: "waf-association-once",
  ...refusal,
  source: ASSOCIATE,
  types: [ASSOCIATION],
  fix: "Associate one web ACL with a resource: the second takes the place of the first.",
  checkStack: (resources) => {
    const associations = ofType(resources, ASSOCIATION);
    const keys = associations.map(
      (one) =>
        theOne(one, "resourceArn", resources, BALANCER)?.urn ?? text(one.props["resourceArn"]),
    );
    return repeatedPlaces(keys).map((index) => ({
      resource: associations[index]!,
      property: "resourceArn",
      message: "has a web ACL already",
    }));
  },
});

export const webAclLogDestination = stackRule({
  id: "waf-log-destination",
  ...refusal,
  source: DESTINATIONS,
  types: [LOGGING],
  fix: `Log to one log group, bucket or delivery stream in the region, whose name begins with ${PREFIX}.`,
  checkStack: (resources, context) =>
    ofType(resources, LOGGING).flatMap((resource) => {
      const input = "logDestinationConfigs";
      const { props } = resource;
      const count = listAt(props, input).length;
      const region = text(props["region"]) ?? context.region;
      const place = `(logs:${region}:\\d{12}:log-group:|firehose:${region}:\\d{12}:deliverystream/|s3:::)`;
      const form = new RegExp(`^arn:[\\w-]+:${place}${PREFIX}[^:]*$`);
      const misnamed = [LOG_GROUP, BUCKET]
        .flatMap((type) => namedBy(resources, resource, input, type))
        .filter(({ props: { bucket, name, namePrefix } }) => {
          const known = text(name) ?? text(bucket) ?? text(namePrefix);
          return known !== undefined && !known.startsWith(PREFIX);
        });
      const isEmpty = Array.isArray(props[input]) && count === 0;
      const literal = listAt(props, input).flatMap((_, i) =>
        unlike(
          props,
          [input, i],
          form,
          `a destination in ${region} whose name begins with ${PREFIX}`,
        ),
      );
      const traced = misnamed.map(({ name }) =>
        problemAt([input], `is ${name}, whose name does not begin with ${PREFIX}`),
      );
      return [
        ...(isEmpty ? [problemAt([input], "is empty")] : []),
        ...(count > 1 ? [problemAt([input], `has ${count} destinations, and WAF takes one`)] : []),
        ...(literal.length > 0 ? literal : traced),
      ].map((problem) => ({ resource, ...problem }));
    }),
});

export const webAclLogOnce = stackRule({
  id: "waf-log-once",
  ...refusal,
  source: `${API}/API_PutLoggingConfiguration.html`,
  types: [LOGGING],
  fix: "Keep one logging configuration for a web ACL: the second takes the place of the first.",
  checkStack: (resources) => {
    const configurations = ofType(resources, LOGGING);
    const keys = configurations.map(
      (one) => theOne(one, "resourceArn", resources, ACL)?.urn ?? text(one.props["resourceArn"]),
    );
    return repeatedPlaces(keys).map((index) => ({
      resource: configurations[index]!,
      property: "resourceArn",
      message: "is of a web ACL that is logged already",
    }));
  },
});
