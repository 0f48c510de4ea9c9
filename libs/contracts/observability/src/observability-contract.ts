import { defineContract } from "@strata/contracts";
import { z } from "zod";

const arn = z.string().startsWith("arn:");
const logGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);

/** What observability promises. */
export const observabilityContract = defineContract("observability", {
  appLogGroupName: logGroupName,
  flowLogGroupName: logGroupName,
  /** ARN of every alarm by what it watches, for example `rdsCpu`. */
  alarmArns: z.record(z.string(), arn),
  /** Where alarms go; none in the seed. */
  alarmTopicArns: z.array(arn),
  dashboardNames: z.array(z.string().regex(/^[\w-]{1,255}$/)),
});
