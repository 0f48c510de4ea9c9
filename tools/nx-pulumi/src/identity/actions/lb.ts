/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Elastic Load Balancing V2". A name
 * has 32 characters at most and may be cut before the layer, so names and tags are the fence; for what EC2 must show
 * the caller: Elastic Load Balancing user guide, "Elastic Load Balancing API permissions".
 */
import { serviceLinkedRole, type ActionTable, type Grant } from "./type-actions.ts";

const ELB = "arn:{partition}:elasticloadbalancing:{region}:{account}:";
/** Load balancers with a name of the layer, those of applications first. */
export const BALANCERS = [
  `${ELB}loadbalancer/app/{loadBalancer}/*`,
  `${ELB}loadbalancer/net/{loadBalancer}/*`,
];
const LISTENERS = [
  `${ELB}listener/app/{loadBalancer}/*/*`,
  `${ELB}listener/net/{loadBalancer}/*/*`,
];
const TARGETS = [`${ELB}targetgroup/{targetGroup}/*`];

export const lb: ActionTable = {
  "aws:lb/loadBalancer:LoadBalancer": {
    reads: [
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeAddresses",
      "ec2:DescribeInternetGateways",
      // The provider waits until the interfaces of a deleted load balancer are gone.
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
    ],
    grants: [
      { actions: ["elasticloadbalancing:CreateLoadBalancer"], on: BALANCERS, fence: "new" },
      ...tagged(BALANCERS, "CreateLoadBalancer"),
      own(
        BALANCERS,
        "DeleteLoadBalancer",
        "ModifyLoadBalancerAttributes",
        "SetIpAddressType",
        "SetSecurityGroups",
        "SetSubnets",
      ),
      serviceLinkedRole("elasticloadbalancing.amazonaws.com"),
    ],
  },
  "aws:lb/targetGroup:TargetGroup": {
    reads: [
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
    ],
    grants: [
      { actions: ["elasticloadbalancing:CreateTargetGroup"], on: TARGETS, fence: "new" },
      ...tagged(TARGETS, "CreateTargetGroup"),
      own(TARGETS, "DeleteTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes"),
    ],
  },
  "aws:lb/listener:Listener": {
    reads: [
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeTags",
    ],
    grants: [
      // Its resource is the load balancer, whose tags are there already.
      own(BALANCERS, "CreateListener"),
      ...tagged(LISTENERS, "CreateListener"),
      own(LISTENERS, "DeleteListener", "ModifyListener", "ModifyListenerAttributes"),
    ],
  },
};

function own(arns: readonly string[], ...names: readonly string[]): Grant {
  return { actions: names.map((name) => `elasticloadbalancing:${name}`), on: arns, fence: "own" };
}

function tagged(arns: readonly string[], action: string): Grant[] {
  return [
    {
      actions: ["elasticloadbalancing:AddTags"],
      on: arns,
      fence: "new",
      where: { StringEquals: { "elasticloadbalancing:CreateAction": action } },
    },
    own(arns, "AddTags", "RemoveTags"),
  ];
}
