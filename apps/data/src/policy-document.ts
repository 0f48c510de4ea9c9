import * as pulumi from "@pulumi/pulumi";
import { environment } from "@strata/config";
import { partitionOf } from "@strata/naming";

/** One statement of a policy of IAM, S3 or KMS. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS: string } | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
}

/** The statements as the text of a policy. */
export function policyDocument(statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** Account of the environment that the program runs for. */
export function accountId(): string {
  return environment(pulumi.getStack()).accountId;
}

/** ARN of something in region and account of the environment. */
export function localArn(service: string, resource: string): string {
  const { region } = environment(pulumi.getStack());
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId()}:${resource}`;
}

/** ARN of a bucket: these name no region and no account. */
export function bucketArn(name: string): string {
  return `arn:${partitionOf(environment(pulumi.getStack()).region)}:s3:::${name}`;
}
