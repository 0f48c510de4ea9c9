/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS WAF V2". Names are the fence. For
 * what AWS WAF does with the rights of the caller: AWS WAF developer guide, "Sending protection pack (web ACL) traffic
 * logs to a CloudWatch Logs log group", and for load balancers "Elastic Load Balancing V2", SetWebACL.
 */
import { BALANCERS } from "./lb.ts";
import { serviceLinkedRole, type ActionTable } from "./type-actions.ts";

const WAF = "arn:{partition}:wafv2:{region}:{account}:regional/";
const ACL = `${WAF}webacl/{webAcl}/*`;
/** Of this layer or another one. */
const ANY_ACL = `${WAF}webacl/*/*`;
const ANY_BALANCER = "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/app/*/*";

export const wafv2: ActionTable = {
  "aws:wafv2/webAcl:WebAcl": {
    reads: ["wafv2:GetWebACL", "wafv2:ListTagsForResource"],
    grants: [
      {
        actions: ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"],
        // Rules of AWS's own that the list refers to are asked for as well.
        on: [ACL, `${WAF}managedruleset/*/*`],
        fence: "name",
      },
      {
        actions: ["wafv2:DeleteWebACL", "wafv2:TagResource", "wafv2:UntagResource"],
        on: [ACL],
        fence: "name",
      },
    ],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    reads: ["wafv2:GetWebACLForResource"],
    grants: [
      { actions: ["wafv2:AssociateWebACL"], on: [ACL], fence: "name" },
      {
        // AWS WAF knows no tags of a load balancer. Elastic Load Balancing does, and is asked for SetWebACL as well.
        actions: ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"],
        on: [ANY_BALANCER],
        fence: "name",
      },
      { actions: ["elasticloadbalancing:SetWebACL"], on: BALANCERS.slice(0, 1), fence: "own" },
    ],
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    reads: [
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "wafv2:GetLoggingConfiguration",
    ],
    grants: [
      {
        // Logging is switched on for a list that another layer may have made.
        actions: ["wafv2:DeleteLoggingConfiguration", "wafv2:PutLoggingConfiguration"],
        on: [ANY_ACL],
        fence: "read",
      },
      {
        // AWS WAF lets itself into the log group with the rights of the caller. IAM knows no resource for that.
        actions: [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ],
        on: ["*"],
        fence: "name",
      },
      serviceLinkedRole("wafv2.amazonaws.com"),
    ],
  },
};
