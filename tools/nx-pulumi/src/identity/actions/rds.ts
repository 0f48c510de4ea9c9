/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon RDS". Names are the fence. For
 * the secret of the master user: RDS user guide, "Password management with Amazon RDS and AWS Secrets Manager",
 * permissions.
 */
import { lentKey } from "./kms.ts";
import { passRole, serviceLinkedRole, type ActionTable } from "./type-actions.ts";

const RDS = "arn:{partition}:rds:{region}:{account}:";
const DATABASE = `${RDS}db:{dbInstance}`;
const OPTIONS = `${RDS}og:{dbOptionGroup}`;
const PARAMETERS = `${RDS}pg:{dbParameterGroup}`;
const SNAPSHOT = `${RDS}snapshot:{dbSnapshot}`;
const SUBNETS = `${RDS}subgrp:{dbSubnetGroup}`;

/** What RDS looks at for the caller when it places something in a network. */
const NETWORK = [
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcAttribute",
  "ec2:DescribeVpcs",
];

export const rds: ActionTable = {
  "aws:rds/instance:Instance": {
    reads: [...NETWORK, "kms:DescribeKey", "rds:DescribeDBInstances", "rds:ListTagsForResource"],
    grants: [
      {
        actions: ["rds:CreateDBInstance", "rds:ModifyDBInstance"],
        on: [DATABASE, OPTIONS, PARAMETERS, SUBNETS, `${RDS}og:default:*`, `${RDS}pg:default.*`],
        fence: "name",
      },
      {
        actions: [
          "rds:AddTagsToResource",
          "rds:DeleteDBInstance",
          "rds:RebootDBInstance",
          "rds:RemoveTagsFromResource",
        ],
        on: [DATABASE],
        fence: "name",
      },
      // The last snapshot.
      { actions: ["rds:CreateDBSnapshot"], on: [DATABASE, SNAPSHOT], fence: "name" },
      {
        actions: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
        on: ["arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-*"],
        fence: "name",
      },
      ...lentKey("rds", "secretsmanager"),
      passRole("monitoring.rds.amazonaws.com"),
      serviceLinkedRole("rds.amazonaws.com"),
    ],
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    reads: ["rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:ListTagsForResource"],
    grants: [
      {
        actions: [
          "rds:AddTagsToResource",
          "rds:CreateDBParameterGroup",
          "rds:DeleteDBParameterGroup",
          "rds:ModifyDBParameterGroup",
          "rds:RemoveTagsFromResource",
          "rds:ResetDBParameterGroup",
        ],
        on: [PARAMETERS],
        fence: "name",
      },
    ],
  },
  "aws:rds/optionGroup:OptionGroup": {
    reads: ["rds:DescribeOptionGroups", "rds:ListTagsForResource"],
    grants: [
      {
        actions: [
          "rds:AddTagsToResource",
          "rds:CreateOptionGroup",
          "rds:DeleteOptionGroup",
          "rds:ModifyOptionGroup",
          "rds:RemoveTagsFromResource",
        ],
        on: [OPTIONS],
        fence: "name",
      },
    ],
  },
  "aws:rds/eventSubscription:EventSubscription": {
    reads: ["rds:DescribeEventSubscriptions", "rds:ListTagsForResource"],
    grants: [
      {
        actions: [
          "rds:AddSourceIdentifierToSubscription",
          "rds:AddTagsToResource",
          "rds:CreateEventSubscription",
          "rds:DeleteEventSubscription",
          "rds:ModifyEventSubscription",
          "rds:RemoveSourceIdentifierFromSubscription",
          "rds:RemoveTagsFromResource",
        ],
        on: [`${RDS}es:{dbEventSubscription}`],
        fence: "name",
      },
      // RDS sends through a role of its own.
      serviceLinkedRole("rds.amazonaws.com"),
    ],
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    reads: [...NETWORK, "rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
    grants: [
      {
        actions: [
          "rds:AddTagsToResource",
          "rds:CreateDBSubnetGroup",
          "rds:DeleteDBSubnetGroup",
          "rds:ModifyDBSubnetGroup",
          "rds:RemoveTagsFromResource",
        ],
        on: [SUBNETS],
        fence: "name",
      },
    ],
  },
};
