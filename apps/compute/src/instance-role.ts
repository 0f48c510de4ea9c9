import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { appLogGroup, layerNames, partitionOf } from "@strata/naming";

import { metricsNamespace } from "./user-data.ts";

export interface InstanceRoleArgs {
  /** Bucket that the application reads and writes. */
  readonly bucketArn: pulumi.Input<string>;
  /** Secret that the application reads the database password from. */
  readonly secretArn: pulumi.Input<string>;
  /** Keys that encrypt the two; none where AWS's own do. */
  readonly kmsKeyArns: pulumi.Input<readonly string[]>;
  /** Neither Session Manager nor metrics of the instance. */
  readonly seedParity: boolean;
}

/**
 * What instances may do: their bucket, their secret, their log group, their metrics, and to be opened by Session
 * Manager, which needs neither a key pair nor an open port.
 * Cost: none.
 */
export class InstanceRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly profileArn: pulumi.Output<string>;

  constructor(name: string, args: InstanceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:InstanceRole", name, {}, opts);
    const names = layerNames();

    const role = new aws.iam.Role(
      names.base("role", name),
      { description: "Instances of the web fleet", assumeRolePolicy: trust },
      { parent: this },
    );
    const policy = (what: string, statements: pulumi.Input<Statement[]>) =>
      new aws.iam.RolePolicy(
        names.base("rolePolicy", `${name}-${what}`),
        {
          role: role.name,
          policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements }),
        },
        { parent: this },
      );
    policy("data", dataStatements(args));
    policy("logs", [logStatement(appLogGroupArn(this))]);
    if (!args.seedParity) {
      policy("metrics", [metricsStatement()]);
      policy("session", sessionStatements());
    }
    const profile = new aws.iam.InstanceProfile(
      names.base("instanceProfile", name),
      { role: role.name },
      { parent: this },
    );

    this.arn = role.arn;
    this.profileArn = profile.arn;
    this.registerOutputs({ arn: this.arn, profileArn: this.profileArn });
  }
}

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: pulumi.Input<string | readonly string[]>;
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
  ],
});

function dataStatements(args: InstanceRoleArgs): pulumi.Output<Statement[]> {
  const { bucketArn, secretArn, kmsKeyArns } = args;
  return pulumi.output(kmsKeyArns).apply((keys): Statement[] => [
    { Sid: "ListBucket", Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucketArn },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: pulumi.interpolate`${bucketArn}/*`,
    },
    {
      Sid: "DatabasePassword",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: secretArn,
    },
    ...(keys.length === 0 ? [] : [keyStatement(keys)]),
  ]);
}

/** The keys only for what the statements above allow: whoever writes an object needs a new data key. */
function keyStatement(keyArns: readonly string[]): Statement {
  const { region } = environment(pulumi.getStack());
  const services = ["s3", "secretsmanager"].map((name) => `${name}.${region}.amazonaws.com`);
  return {
    Sid: "Keys",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: keyArns,
    Condition: { StringEquals: { "kms:ViaService": services } },
  };
}

// No logs:CreateLogGroup: a group made by an agent would never expire.
function logStatement(logGroupArn: pulumi.Output<string>): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:*`,
  };
}

/** CloudWatch takes metrics for no resource; the namespace is what can be told apart. */
function metricsStatement(): Statement {
  return {
    Sid: "WriteMetrics",
    Effect: "Allow",
    Action: ["cloudwatch:PutMetricData"],
    Resource: "*",
    Condition: { StringEquals: { "cloudwatch:namespace": metricsNamespace } },
  };
}

/**
 * What the agent of Session Manager asks for, instead of AWS's AmazonSSMManagedInstanceCore, which also reads every
 * parameter of the account. Of the channels, IAM knows no resource.
 */
function sessionStatements(): Statement[] {
  const { region, accountId } = environment(pulumi.getStack());
  return [
    {
      Sid: "Channels",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: "*",
    },
    {
      Sid: "Register",
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: `arn:${partitionOf(region)}:ec2:${region}:${accountId}:instance/*`,
    },
  ];
}

/**
 * ARN of the application's log group. Observability owns the group and comes after this layer, so the
 * ARN is built from its agreed name instead of being read.
 */
function appLogGroupArn(parent: pulumi.Resource): pulumi.Output<string> {
  const stack = pulumi.getStack();
  const { region, accountId } = environment(stack);
  const { partition } = aws.getPartitionOutput({}, { parent });
  return pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:${appLogGroup(stack)}`;
}
