import { resourceRule } from "../rule.ts";
import { isMissing } from "./flag.ts";

/** Input that names the security groups, by type. Without it AWS takes the default group of the VPC. */
const GROUPS: Readonly<Record<string, string>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": "vpcSecurityGroupIds",
  "aws:lb/loadBalancer:LoadBalancer": "securityGroups",
  "aws:rds/instance:Instance": "vpcSecurityGroupIds",
};

export const ownSecurityGroup = resourceRule({
  id: "own-security-group",
  group: "security",
  enforcement: "mandatory",
  controls: ["EC2.2"],
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  types: Object.keys(GROUPS),
  fix: "Name the security group that is meant for it.",
  check: ({ type, props }) => {
    const property = GROUPS[type] ?? "";
    const ofInterfaces = type.endsWith(":LaunchTemplate") && !isMissing(props["networkInterfaces"]);
    const isNetwork = props["loadBalancerType"] === "network";
    return isMissing(props[property]) && !ofInterfaces && !isNetwork
      ? { property, message: "is in the default security group of the VPC" }
      : undefined;
  },
});
