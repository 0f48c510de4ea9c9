import type { ACM } from "@aws-sdk/client-acm";
import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { Backup } from "@aws-sdk/client-backup";
import type { Budgets } from "@aws-sdk/client-budgets";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { RDS } from "@aws-sdk/client-rds";
import type { Route53 } from "@aws-sdk/client-route-53";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SNS } from "@aws-sdk/client-sns";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { WAFV2 } from "@aws-sdk/client-wafv2";

/** Where the AWS API is. Every client gets all of it, so no call can leave for the real AWS. */
export interface AwsAddress {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Clients of the AWS SDK, each loaded when first asked for: a layer uses few of them, and loading all costs as
 * much as a small deployment.
 */
export interface AwsClients {
  acm(): Promise<ACM>;
  autoScaling(): Promise<AutoScaling>;
  backup(): Promise<Backup>;
  budgets(): Promise<Budgets>;
  cloudWatch(): Promise<CloudWatch>;
  cloudWatchLogs(): Promise<CloudWatchLogs>;
  ec2(): Promise<EC2>;
  elbv2(): Promise<ElasticLoadBalancingV2>;
  iam(): Promise<IAM>;
  kms(): Promise<KMS>;
  rds(): Promise<RDS>;
  route53(): Promise<Route53>;
  s3(): Promise<S3>;
  secretsManager(): Promise<SecretsManager>;
  sns(): Promise<SNS>;
  ssm(): Promise<SSM>;
  sts(): Promise<STS>;
  wafv2(): Promise<WAFV2>;
}

interface Middlewared {
  readonly middlewareStack: {
    add(
      middleware: <Args, Answer>(
        next: (args: Args) => Promise<Answer>,
        context: Context,
      ) => (args: Args) => Promise<Answer>,
      options: { readonly step: "initialize"; readonly name: string },
    ): void;
  };
}
interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** Makes the clients of one region. */
export function awsClients(address: AwsAddress, region: string): AwsClients {
  const settings = { ...address, region };
  const once = <T extends Middlewared>(make: () => Promise<T>) => {
    let client: Promise<T> | undefined;
    return () => (client ??= make().then(withOperationInErrors));
  };
  return {
    acm: once(async () => {
      const { ACM } = await import("@aws-sdk/client-acm");
      return new ACM(settings);
    }),
    autoScaling: once(async () => {
      const { AutoScaling } = await import("@aws-sdk/client-auto-scaling");
      return new AutoScaling(settings);
    }),
    backup: once(async () => {
      const { Backup } = await import("@aws-sdk/client-backup");
      return new Backup(settings);
    }),
    budgets: once(async () => {
      const { Budgets } = await import("@aws-sdk/client-budgets");
      return new Budgets(settings);
    }),
    cloudWatch: once(async () => {
      const { CloudWatch } = await import("@aws-sdk/client-cloudwatch");
      return new CloudWatch(settings);
    }),
    cloudWatchLogs: once(async () => {
      const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
      return new CloudWatchLogs(settings);
    }),
    ec2: once(async () => {
      const { EC2 } = await import("@aws-sdk/client-ec2");
      return new EC2(settings);
    }),
    elbv2: once(async () => {
      const { ElasticLoadBalancingV2 } = await import("@aws-sdk/client-elastic-load-balancing-v2");
      return new ElasticLoadBalancingV2(settings);
    }),
    iam: once(async () => {
      const { IAM } = await import("@aws-sdk/client-iam");
      return new IAM(settings);
    }),
    kms: once(async () => {
      const { KMS } = await import("@aws-sdk/client-kms");
      return new KMS(settings);
    }),
    rds: once(async () => {
      const { RDS } = await import("@aws-sdk/client-rds");
      return new RDS(settings);
    }),
    route53: once(async () => {
      const { Route53 } = await import("@aws-sdk/client-route-53");
      return new Route53(settings);
    }),
    s3: once(async () => {
      const { S3 } = await import("@aws-sdk/client-s3");
      return new S3({ ...settings, forcePathStyle: true });
    }),
    secretsManager: once(async () => {
      const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
      return new SecretsManager(settings);
    }),
    sns: once(async () => {
      const { SNS } = await import("@aws-sdk/client-sns");
      return new SNS(settings);
    }),
    ssm: once(async () => {
      const { SSM } = await import("@aws-sdk/client-ssm");
      return new SSM(settings);
    }),
    sts: once(async () => {
      const { STS } = await import("@aws-sdk/client-sts");
      return new STS(settings);
    }),
    wafv2: once(async () => {
      const { WAFV2 } = await import("@aws-sdk/client-wafv2");
      return new WAFV2(settings);
    }),
  };
}

/** The SDK's errors do not say which call failed; the official provider's errors do. */
function withOperationInErrors<T extends Middlewared>(client: T): T {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) {
          const service = (context.clientName ?? "").replace(/Client$/, "");
          const operation = (context.commandName ?? "").replace(/Command$/, "");
          Object.assign(error, { awsOperation: `${service}: ${operation}` });
        }
        throw error;
      }
    },
    { step: "initialize", name: "strataOperationInErrors" },
  );
  return client;
}
