import type { PolicyResource } from "../resource.ts";
import { resourceRule, type Problem } from "../rule.ts";
import { at, isUnknown, listAt } from "../unknown.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";

export const sgDescribed = resourceRule({
  id: "sg-described",
  group: "house",
  enforcement: "mandatory",
  controls: ["CKV_AWS_23", "AVD-AWS-0099", "AVD-AWS-0124"],
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  types: [
    GROUP,
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  ],
  fix: "Say in the description who connects, and what for.",
  check: (resource) => [
    ...missing(resource.props["description"], "description"),
    ...(resource.type === GROUP ? inlineRules(resource) : []),
  ],
});

/** Texts that Pulumi and Terraform fill in. */
const FILLED_IN = /^Managed by (Pulumi|Terraform)$/;

function inlineRules({ props }: PolicyResource): readonly Problem[] {
  return ["ingress", "egress"].flatMap((direction) =>
    listAt(props, direction).flatMap((rule, index) =>
      missing(at(rule, "description"), `${direction}[${index}].description`),
    ),
  );
}

function missing(value: unknown, property: string): readonly Problem[] {
  if (isUnknown(value)) return [];
  const isSaid = typeof value === "string" && value.trim() !== "" && !FILLED_IN.test(value);
  return isSaid ? [] : [{ property, message: "does not say what it is for" }];
}
