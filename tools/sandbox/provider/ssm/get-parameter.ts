import type { GetParameterArgs, GetParameterResult } from "@pulumi/aws/ssm/getParameter.js";

import { defineFunction } from "../function-type.ts";

/** Source: Systems Manager API reference, GetParameter. `value` is secret whatever the parameter's type. */
export const fn = defineFunction<GetParameterArgs, GetParameterResult>({
  token: "aws:ssm/getParameter:getParameter",
  noun: "SSM Parameter",
  secrets: ["value"],

  async call(args, { aws, region }) {
    const withDecryption = args.withDecryption ?? true;
    const ssm = await aws.ssm();
    const { Parameter: found } = await ssm.getParameter({
      Name: args.name,
      WithDecryption: withDecryption,
    });
    const value = found?.Value ?? "";
    const type = found?.Type ?? "String";
    return {
      arn: found?.ARN ?? "",
      id: found?.Name ?? args.name,
      insecureValue: type === "SecureString" ? "" : value,
      name: args.name,
      region,
      type,
      value,
      version: found?.Version ?? 0,
      withDecryption,
    };
  },
});
