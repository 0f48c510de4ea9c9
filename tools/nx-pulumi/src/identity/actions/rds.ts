/*
 * Service Authorization Reference, "Actions, resources, and condition keys for Amazon RDS". Names are the fence. For
 * the secret of the master user: RDS user guide, "Password management with Amazon RDS and AWS Secrets Manager",
 * permissions.
 */
import { serviceLinkedRole, type ActionTable } from "./type-actions.ts";

const RDS = "arn:{partition}:rds:{region}:{account}:";
const DATABASE = `${RDS}db:{dbInstance}`;
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
        on: [DATABASE, SUBNETS, `${RDS}og:default:*`, `${RDS}pg:default.*`],
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
