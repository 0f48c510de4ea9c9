import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment, type LogRetentionDays } from "@strata/config";
import { flowLogGroup, layerNames } from "@strata/naming";

export interface FlowLogArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly retentionDays: LogRetentionDays;
  /** Encrypts the log group. @default AWS's own key does */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** How much time one record sums up: 60 or 600 seconds. */
  readonly aggregationSeconds: 60 | 600;
}

/**
 * All traffic of a VPC, accepted and rejected, in a log group of its own.
 * Cost: about $0.50 per GB of records.
 */
export class FlowLog extends pulumi.ComponentResource {
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: FlowLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:FlowLog", name, {}, opts);
    const names = layerNames();

    const group = new aws.cloudwatch.LogGroup(
      name,
      {
        name: flowLogGroup(pulumi.getStack()),
        retentionInDays: args.retentionDays,
        ...(args.kmsKeyArn !== undefined && { kmsKeyId: args.kmsKeyArn }),
      },
      { parent: this },
    );
    const role = new aws.iam.Role(
      names.base("role", name),
      { description: "VPC flow log to CloudWatch Logs", assumeRolePolicy: trust(this) },
      { parent: this },
    );
    const policy = new aws.iam.Policy(
      names.base("policy", name),
      { description: "Writes the VPC flow log", policy: writeTo(group.arn) },
      { parent: this },
    );
    const attachment = new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: policy.arn },
      { parent: this },
    );
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: args.aggregationSeconds,
        tags: names.tag(name),
      },
      // Nothing refers to the attachment, and without it the first records are refused.
      { parent: this, dependsOn: [attachment] },
    );

    this.logGroupName = group.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}

/** Only flow logs of this account may use the role ("confused deputy", VPC user guide). */
function trust(parent: pulumi.Resource): pulumi.Output<string> {
  const { region, accountId } = environment(pulumi.getStack());
  const { partition } = aws.getPartitionOutput({}, { parent });
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*`,
          },
        },
      },
    ],
  });
}

/** The group exists, so the role need not create any; `:*` stands for the streams in the group. */
function writeTo(logGroupArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${logGroupArn}:*`,
      },
      {
        Sid: "FindGroup",
        Effect: "Allow",
        Action: ["logs:DescribeLogGroups"],
        // A list of groups is asked for all of them: the right to one is the right to nothing.
        Resource: logGroupArn.apply((arn) => arn.replace(/:log-group:.*$/, ":log-group:*")),
      },
    ],
  });
}
