import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { appLogGroup, layerNames } from "@strata/naming";

export interface InstanceRoleArgs {
  /** Bucket that the application reads and writes. */
  readonly bucketArn: pulumi.Input<string>;
  /** Secret that the application reads the database password from. */
  readonly secretArn: pulumi.Input<string>;
}

/** What instances may do: their bucket, their secret, their log group, and nothing else. Cost: none. */
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
  readonly Resource: pulumi.Input<string>;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
  ],
});

function dataStatements({ bucketArn, secretArn }: InstanceRoleArgs): Statement[] {
  return [
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
  ];
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
