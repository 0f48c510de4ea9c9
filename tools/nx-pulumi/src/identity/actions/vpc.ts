/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2": rules of security groups
 * that are resources of their own. A rule is made in its group, which decides.
 */
import { own, tagged } from "./ec2.ts";
import type { ActionTable, TypeActions } from "./type-actions.ts";

const EC2 = "arn:{partition}:ec2:{region}:{account}:";
const GROUP = `${EC2}security-group/*`;
const RULE = `${EC2}security-group-rule/*`;

export const vpc: ActionTable = {
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("Egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("Ingress"),
};

function rule(direction: "Egress" | "Ingress"): TypeActions {
  const authorize = `AuthorizeSecurityGroup${direction}`;
  return {
    reads: ["ec2:DescribeSecurityGroupRules"],
    grants: [
      own([GROUP], authorize, `RevokeSecurityGroup${direction}`),
      { actions: [`ec2:${authorize}`], on: [RULE], fence: "new" },
      own([GROUP, RULE], "ModifySecurityGroupRules"),
      ...tagged([RULE], authorize),
    ],
  };
}
