import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layerNames } from "@strata/naming";

import { accountId, localArn, policyDocument } from "./policy-document.ts";

/** Log group that RDS writes what the operating system says to; one in each account and region. */
const OS_METRICS = "log-group:RDSOSMetrics";

/** Lets RDS write the measurements of one database's operating system (enhanced monitoring). Cost: none. */
export class MonitoringRole extends pulumi.ComponentResource {
  /** Known once the role may write. */
  readonly arn: pulumi.Output<string>;

  /** @param name also of the database */
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:MonitoringRole", name, {}, opts);
    const names = layerNames();

    const role = new aws.iam.Role(
      names.base("role", `${name}-monitoring`),
      {
        description: "Enhanced monitoring of the database",
        assumeRolePolicy: trust(names.fixed("dbInstance", name)),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      names.base("rolePolicy", `${name}-monitoring`),
      { role: role.name, policy: writeMetrics() },
      { parent: this },
    );

    this.arn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}

/** Only for this database ("confused deputy", RDS user guide). */
function trust(identifier: string): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "Monitoring",
      Effect: "Allow",
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId() },
        ArnLike: { "aws:SourceArn": localArn("rds", `db:${identifier}`) },
      },
    },
  ]);
}

/** As AWS's own AmazonRDSEnhancedMonitoringRole, for this account and region only. */
function writeMetrics(): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "Group",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"],
      Resource: localArn("logs", OS_METRICS),
    },
    {
      Sid: "Streams",
      Effect: "Allow",
      Action: [
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ],
      Resource: localArn("logs", `${OS_METRICS}:log-stream:*`),
    },
  ]);
}
