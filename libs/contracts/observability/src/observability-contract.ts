import { defineContract } from "@strata/contracts";
import { z } from "zod";

const arn = z.string().startsWith("arn:");
const logGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);

/** What observability promises. */
export const observabilityContract = defineContract("observability", {
  appLogGroupName: logGroupName,
  flowLogGroupName: logGroupName,
  /** Every alarm by what it watches. Not strict: readers do not mind one more. */
  alarmArns: z.object({
    rdsCpu: arn,
    rdsConnections: arn,
    albUnhealthyHosts: arn,
    alb5xx: arn,
  }),
});
