/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2 Auto Scaling" and "… for
 * Amazon EC2". Names are the fence. EC2 Auto Scaling asks EC2 whether the caller may launch from the template: user
 * guide, "Control Amazon EC2 launch template usage in Auto Scaling groups".
 */
import { tagged } from "./ec2.ts";
import { passRole, serviceLinkedRole, type ActionTable } from "./type-actions.ts";

const GROUP =
  "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{autoScalingGroup}";
/** Of this layer or another one. */
const ANY_GROUP =
  "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*";
const EC2 = "arn:{partition}:ec2:{region}:{account}:";
const LAUNCHED = [`${EC2}instance/*`, `${EC2}network-interface/*`, `${EC2}volume/*`];
const TEMPLATE = `${EC2}launch-template/*`;

export const autoscaling: ActionTable = {
  "aws:autoscaling/group:Group": {
    reads: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeInstanceRefreshes",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeWarmPool",
      // The provider waits until the instances are healthy in their target groups.
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    grants: [
      {
        actions: [
          "autoscaling:AttachLoadBalancerTargetGroups",
          "autoscaling:AttachTrafficSources",
          "autoscaling:CancelInstanceRefresh",
          "autoscaling:CreateAutoScalingGroup",
          "autoscaling:CreateOrUpdateTags",
          "autoscaling:DeleteAutoScalingGroup",
          "autoscaling:DeleteTags",
          "autoscaling:DetachLoadBalancerTargetGroups",
          "autoscaling:DetachTrafficSources",
          "autoscaling:DisableMetricsCollection",
          "autoscaling:EnableMetricsCollection",
          "autoscaling:PutLifecycleHook",
          "autoscaling:ResumeProcesses",
          "autoscaling:RollbackInstanceRefresh",
          "autoscaling:SetInstanceProtection",
          "autoscaling:StartInstanceRefresh",
          "autoscaling:SuspendProcesses",
          "autoscaling:UpdateAutoScalingGroup",
        ],
        on: [GROUP],
        fence: "name",
      },
      { actions: ["ec2:RunInstances"], on: [TEMPLATE], fence: "own" },
      {
        actions: ["ec2:RunInstances"],
        on: [`${EC2}security-group/*`, `${EC2}subnet/*`],
        fence: "read",
      },
      {
        actions: ["ec2:RunInstances"],
        on: [...LAUNCHED, "arn:{partition}:ec2:{region}::image/*"],
        // Only from a launch template; which one, the first statement says.
        fence: "name",
        where: { ArnLike: { "ec2:LaunchTemplate": TEMPLATE } },
      },
      ...tagged(LAUNCHED, "RunInstances"),
      passRole("ec2.amazonaws.com"),
      serviceLinkedRole("autoscaling.amazonaws.com"),
    ],
  },
  "aws:autoscaling/policy:Policy": {
    reads: ["autoscaling:DescribePolicies"],
    grants: [
      {
        actions: ["autoscaling:DeletePolicy", "autoscaling:PutScalingPolicy"],
        on: [GROUP],
        fence: "name",
      },
    ],
  },
  "aws:autoscaling/notification:Notification": {
    reads: ["autoscaling:DescribeNotificationConfigurations"],
    grants: [
      {
        // Who is told of a group that another layer may have made.
        actions: [
          "autoscaling:DeleteNotificationConfiguration",
          "autoscaling:PutNotificationConfiguration",
        ],
        on: [ANY_GROUP],
        fence: "read",
      },
    ],
  },
};
