/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2". EC2 gives no names but
 * ids, so tags are the fence; `ec2:CreateAction` lets them be set only by the call that makes the resource.
 */
import { claimed, passRole, UNCLAIMED, type ActionTable, type Grant } from "./type-actions.ts";

const EC2 = "arn:{partition}:ec2:{region}:{account}:";
const ACL = `${EC2}network-acl/*`;
const ADDRESS = `${EC2}elastic-ip/*`;
const ENDPOINT = `${EC2}vpc-endpoint/*`;
const FLOW_LOG = `${EC2}vpc-flow-log/*`;
const GATEWAY = `${EC2}internet-gateway/*`;
const GROUP = `${EC2}security-group/*`;
const NAT = `${EC2}natgateway/*`;
const ROUTE_TABLE = `${EC2}route-table/*`;
const SUBNET = `${EC2}subnet/*`;
const TEMPLATE = `${EC2}launch-template/*`;
const VPC = `${EC2}vpc/*`;

export const ec2: ActionTable = {
  "aws:ec2/vpc:Vpc": {
    reads: [
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcs",
    ],
    grants: [
      ...made(VPC, "CreateVpc"),
      own(
        [VPC],
        "AssociateVpcCidrBlock",
        "DeleteVpc",
        "DisassociateVpcCidrBlock",
        "ModifyVpcAttribute",
        "ModifyVpcTenancy",
      ),
    ],
  },
  "aws:ec2/subnet:Subnet": {
    // Before a subnet is deleted the provider looks for interfaces that a service has left in it.
    reads: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
    grants: [
      ...made(SUBNET, "CreateSubnet"),
      own([VPC], "CreateSubnet"),
      own(
        [SUBNET],
        "AssociateSubnetCidrBlock",
        "DeleteSubnet",
        "DisassociateSubnetCidrBlock",
        "ModifySubnetAttribute",
      ),
    ],
  },
  "aws:ec2/internetGateway:InternetGateway": {
    reads: ["ec2:DescribeInternetGateways"],
    grants: [
      ...made(GATEWAY, "CreateInternetGateway"),
      own([GATEWAY, VPC], "AttachInternetGateway", "DetachInternetGateway"),
      own([GATEWAY], "DeleteInternetGateway"),
    ],
  },
  "aws:ec2/eip:Eip": {
    reads: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
    grants: [
      ...made(ADDRESS, "AllocateAddress"),
      // What has the address lets it go before it is released.
      own([ADDRESS], "DisassociateAddress", "ReleaseAddress"),
    ],
  },
  "aws:ec2/natGateway:NatGateway": {
    reads: ["ec2:DescribeNatGateways"],
    grants: [
      ...made(NAT, "CreateNatGateway"),
      own([ADDRESS, SUBNET], "CreateNatGateway"),
      own([NAT], "DeleteNatGateway"),
    ],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    reads: [
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribePrefixLists",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcEndpointServices",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcs",
    ],
    grants: [
      ...made(ENDPOINT, "CreateVpcEndpoint"),
      own([GROUP, ROUTE_TABLE, SUBNET, VPC], "CreateVpcEndpoint"),
      own([ENDPOINT, GROUP, ROUTE_TABLE, SUBNET], "ModifyVpcEndpoint"),
      own([ENDPOINT], "DeleteVpcEndpoints"),
      {
        // Names of its own: the zone that answers for them is AWS's, and VPC asks with the rights of the caller.
        actions: ["route53:AssociateVPCWithHostedZone"],
        on: ["arn:{partition}:route53:::hostedzone/*"],
        fence: "name",
      },
    ],
  },
  "aws:ec2/route:Route": {
    reads: ["ec2:DescribeRouteTables"],
    grants: [own([ROUTE_TABLE], "CreateRoute", "DeleteRoute", "ReplaceRoute")],
  },
  // AWS makes these three with the VPC and without tags; the layer takes them over as they are.
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
    reads: ["ec2:DescribeNetworkAcls"],
    grants: [
      ...takenOver(ACL),
      own([ACL], "CreateNetworkAclEntry", "DeleteNetworkAclEntry"),
      own([ACL, SUBNET], "ReplaceNetworkAclAssociation"),
      {
        // The provider takes AWS's entries away and makes its own before it sets the tags.
        actions: [
          "ec2:CreateNetworkAclEntry",
          "ec2:DeleteNetworkAclEntry",
          "ec2:ReplaceNetworkAclAssociation",
        ],
        on: [ACL],
        fence: "name",
        where: UNCLAIMED,
      },
    ],
  },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": {
    reads: ["ec2:DescribeRouteTables"],
    grants: [
      ...takenOver(ROUTE_TABLE),
      own([ROUTE_TABLE], "CreateRoute", "DeleteRoute", "ReplaceRoute"),
    ],
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    reads: ["ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"],
    grants: [
      ...takenOver(GROUP),
      own(
        [GROUP],
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
      ),
    ],
  },
  "aws:ec2/routeTable:RouteTable": {
    reads: ["ec2:DescribeRouteTables"],
    grants: [
      ...made(ROUTE_TABLE, "CreateRouteTable"),
      own([VPC], "CreateRouteTable"),
      own([ROUTE_TABLE], "CreateRoute", "DeleteRoute", "DeleteRouteTable", "ReplaceRoute"),
      // What is associated with a table is let go before the table is deleted.
      own([ROUTE_TABLE, SUBNET, GATEWAY], "DisassociateRouteTable"),
    ],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    reads: ["ec2:DescribeRouteTables"],
    grants: [
      own(
        [ROUTE_TABLE, SUBNET, GATEWAY],
        "AssociateRouteTable",
        "DisassociateRouteTable",
        "ReplaceRouteTableAssociation",
      ),
    ],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    reads: [
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
    ],
    grants: [
      ...made(GROUP, "CreateSecurityGroup"),
      // A group changes nothing of the VPC that it is made in.
      { actions: ["ec2:CreateSecurityGroup"], on: [VPC], fence: "read" },
      own(
        [GROUP],
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "DeleteSecurityGroup",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
        "UpdateSecurityGroupRuleDescriptionsEgress",
        "UpdateSecurityGroupRuleDescriptionsIngress",
      ),
    ],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    reads: ["ec2:DescribeLaunchTemplateVersions", "ec2:DescribeLaunchTemplates"],
    grants: [
      ...made(TEMPLATE, "CreateLaunchTemplate"),
      own(
        [TEMPLATE],
        "CreateLaunchTemplateVersion",
        "DeleteLaunchTemplate",
        "DeleteLaunchTemplateVersions",
        "ModifyLaunchTemplate",
      ),
    ],
  },
  "aws:ec2/flowLog:FlowLog": {
    reads: ["ec2:DescribeFlowLogs"],
    grants: [
      ...made(FLOW_LOG, "CreateFlowLogs"),
      // It is switched on for a network that another layer may have made.
      { actions: ["ec2:CreateFlowLogs"], on: [VPC, SUBNET], fence: "read" },
      own([FLOW_LOG], "DeleteFlowLogs"),
      passRole("vpc-flow-logs.amazonaws.com"),
    ],
  },
  "aws:ec2/getAmi:getAmi": { reads: ["ec2:DescribeImages"], grants: [] },
};

/** Making something, with the tags of the layer, and changing its tags later. */
export function made(arn: string, action: string): Grant[] {
  return [{ actions: [`ec2:${action}`], on: [arn], fence: "new" }, ...tagged([arn], action)];
}

/** Tags that come with the call that makes something, and tags of what the layer has. */
export function tagged(arns: readonly string[], action: string): Grant[] {
  return [
    {
      actions: ["ec2:CreateTags"],
      on: arns,
      fence: "new",
      where: { StringEquals: { "ec2:CreateAction": action } },
    },
    own(arns, "CreateTags", "DeleteTags"),
  ];
}

/** Tags for what AWS made, and tags of what the layer has. */
function takenOver(arn: string): Grant[] {
  return [claimed([arn], "ec2:CreateTags"), own([arn], "CreateTags", "DeleteTags")];
}

/** Calls on what has the tags of the layer. */
export function own(arns: readonly string[], ...names: readonly string[]): Grant {
  return { actions: names.map((name) => `ec2:${name}`), on: arns, fence: "own" };
}
