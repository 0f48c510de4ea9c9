import { randomUUID } from "node:crypto";

import { awsClients } from "../../aws-clients.ts";
import { emulatorAddress } from "../../testing/emulated.ts";

/** A web ACL without rules, made without the provider under test. */
export async function scratchAcl(): Promise<{ arn: string; remove: () => Promise<void> }> {
  const wafv2 = await awsClients(emulatorAddress(), "us-east-1").wafv2();
  const name = { Name: `strata-${randomUUID()}`, Scope: "REGIONAL" } as const;
  const { Summary } = await wafv2.createWebACL({
    ...name,
    DefaultAction: { Allow: {} },
    VisibilityConfig: {
      CloudWatchMetricsEnabled: false,
      MetricName: "scratch",
      SampledRequestsEnabled: false,
    },
  });
  const { ARN: arn = "", Id, LockToken } = Summary ?? {};
  const remove = async () => {
    await wafv2.deleteWebACL({ ...name, Id, LockToken });
  };
  return { arn, remove };
}
