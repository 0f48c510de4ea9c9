import { logRetentionDays } from "@strata/config";
import { z } from "zod";

const percent = z.int().min(1).max(100);

/** What observability can be told, per environment. Every alarm goes off above its threshold, not at it. */
export const observabilitySettings = z.strictObject({
  /** Days that both log groups keep an event. */
  logRetentionDays,
  /** Length of a flow-log record: 60 or 600 seconds. A shorter one costs more. */
  flowLogAggregationSeconds: z.literal([60, 600]).default(600),
  /** Average CPU of the database over ten minutes, in percent. */
  rdsCpuPercent: percent.default(80),
  /** Connections, in percent of what the instance class takes. */
  rdsConnectionsPercent: percent.default(80),
  /** Hosts that may be unhealthy without an alarm. */
  albUnhealthyHosts: z.int().min(0).default(1),
  /** Answers with status 5xx in five minutes that raise no alarm. */
  alb5xxErrors: z.int().min(0).default(10),
});
