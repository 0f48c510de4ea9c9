import type { PolicyResource } from "../resource.ts";
import { resourceRule, type PolicyContext, type Problem } from "../rule.ts";
import { at, hasUnknown, isUnknown, listAt } from "../unknown.ts";

/** Keys that everything carries; a test holds them against `mandatoryTags` of `@strata/tagging`. */
export const requiredTags = [
  "project",
  "environment",
  "layer",
  "owner",
  "managed-by",
  "repository",
] as const;

const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

export const requiredTagsRule = resourceRule({
  id: "required-tags",
  group: "house",
  enforcement: "mandatory",
  controls: [
    ...["EC2.37", "EC2.38", "EC2.39", "EC2.40", "EC2.42", "EC2.43", "EC2.44", "EC2.45", "EC2.46"],
    ...["EC2.48", "EC2.175", "AutoScaling.10", "RDS.30", "RDS.33", "IAM.24", "SNS.3"],
    "CKV_AWS_153",
  ],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-tagging.html",
  types: [
    GROUP,
    TEMPLATE,
    ...["acm/certificate:Certificate", "backup/plan:Plan", "backup/vault:Vault"],
    ...["budgets/budget:Budget", "cloudwatch/compositeAlarm:CompositeAlarm"],
    ...["cloudwatch/logGroup:LogGroup", "cloudwatch/metricAlarm:MetricAlarm", "ebs/volume:Volume"],
    ...["ec2/defaultNetworkAcl:DefaultNetworkAcl", "ec2/defaultRouteTable:DefaultRouteTable"],
    ...["ec2/defaultSecurityGroup:DefaultSecurityGroup", "ec2/eip:Eip", "ec2/flowLog:FlowLog"],
    ...["ec2/instance:Instance", "ec2/internetGateway:InternetGateway"],
    ...["ec2/natGateway:NatGateway", "ec2/networkAcl:NetworkAcl", "ec2/routeTable:RouteTable"],
    ...["ec2/securityGroup:SecurityGroup", "ec2/subnet:Subnet", "ec2/vpc:Vpc"],
    ...["ec2/vpcEndpoint:VpcEndpoint", "iam/instanceProfile:InstanceProfile", "iam/policy:Policy"],
    ...["iam/role:Role", "kms/key:Key", "lb/listener:Listener", "lb/loadBalancer:LoadBalancer"],
    ...["lb/targetGroup:TargetGroup", "rds/eventSubscription:EventSubscription"],
    ...["rds/instance:Instance", "rds/optionGroup:OptionGroup"],
    ...["rds/parameterGroup:ParameterGroup", "rds/subnetGroup:SubnetGroup", "s3/bucket:Bucket"],
    ...["secretsmanager/secret:Secret", "sns/topic:Topic", "wafv2/webAcl:WebAcl"],
    ...["vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    ...["vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
  ].map((type) => (type.startsWith("aws:") ? type : `aws:${type}`)),
  fix: "Make it with the layer's provider (layerProvider of @strata/tagging), and set none of the required keys.",
  check: (resource, context) => {
    switch (resource.type) {
      case GROUP:
        return groupProblems(resource, context);
      case TEMPLATE:
        return templateProblems(resource, context);
      default:
        return ownProblems(resource, context);
    }
  },
});

/** What EC2 tags when an instance is launched. */
const LAUNCHED = ["instance", "volume", "network-interface"];

/** The provider's tags, and the resource's own over them. */
function ownProblems({ props, provider }: PolicyResource, context: PolicyContext): Problem[] {
  const defaults = at(provider?.props, "defaultTags", "tags");
  const own = props["tags"];
  if (isUnknown(defaults) || isUnknown(own)) return [];
  return problems({ ...entries(defaults), ...entries(own) }, "tags", context);
}

/** Neither default tags nor the group's reach its instances, unless each says so. */
function groupProblems({ props }: PolicyResource, context: PolicyContext): Problem[] {
  if (hasUnknown(props["tags"])) return [];
  const tags = listAt(props, "tags");
  const map = Object.fromEntries(tags.map((one) => [String(at(one, "key")), at(one, "value")]));
  const still = tags
    .filter((one) => requiredTags.some((key) => key === at(one, "key")))
    .filter((one) => at(one, "propagateAtLaunch") !== true);
  return [
    ...problems(map, "tags", context),
    ...(still.length === 0
      ? []
      : [{ property: "tags", message: "does not tag its instances (propagateAtLaunch)" }]),
  ];
}

function templateProblems(resource: PolicyResource, context: PolicyContext): Problem[] {
  const property = "tagSpecifications";
  if (isUnknown(resource.props[property])) return [];
  const specifications = listAt(resource.props, property);
  return [
    ...ownProblems(resource, context),
    ...LAUNCHED.flatMap((kind) => {
      const found = specifications.find((one) => at(one, "resourceType") === kind);
      if (found === undefined) return [{ property, message: `does not tag each ${kind}` }];
      const tags = at(found, "tags");
      return isUnknown(tags) ? [] : problems(entries(tags), property, context, ` of each ${kind}`);
    }),
  ];
}

function problems(
  tags: Readonly<Record<string, unknown>>,
  property: string,
  context: PolicyContext,
  whose = "",
): Problem[] {
  const wanted: Readonly<Record<string, string>> = {
    project: context.project,
    environment: context.environment.name,
    layer: context.layer,
    "managed-by": "pulumi",
  };
  const missing = requiredTags.filter((key) => tags[key] === undefined || tags[key] === "");
  const wrong = Object.entries(wanted)
    .filter(([key]) => tags[key] !== undefined && !isUnknown(tags[key]))
    .filter(([key, value]) => tags[key] !== value)
    .map(([key]) => key);
  return [
    ...(missing.length === 0
      ? []
      : [{ property, message: `lacks the tags${whose}: ${missing.join(", ")}` }]),
    ...(wrong.length === 0
      ? []
      : [{ property, message: `says something else in the tags${whose}: ${wrong.join(", ")}` }]),
  ];
}

function entries(tags: unknown): Readonly<Record<string, unknown>> {
  return typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>) : {};
}
