import type {
  GetCallerIdentityArgs,
  GetCallerIdentityResult,
} from "@pulumi/aws/getCallerIdentity.js";

import { defineFunction } from "../function-type.ts";

/** Who the provider is for AWS. Source: STS API reference, GetCallerIdentity. */
export const fn = defineFunction<GetCallerIdentityArgs, GetCallerIdentityResult>({
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  noun: "STS Caller Identity",
  async call(_args, call) {
    const sts = await call.aws.sts();
    const { Account = "", Arn = "", UserId = "" } = await sts.getCallerIdentity({});
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
  },
});
