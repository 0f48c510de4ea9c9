import type { Place } from "../place.ts";
import { REPORT_VERSION, type RunReport } from "./run-report.ts";

/** The report of a run that ended before its first layer, and why. */
export function refusedReport(
  operation: RunReport["operation"],
  { environment, inSandbox }: Place,
  refused: string,
): RunReport {
  const now = new Date().toISOString();
  return {
    version: REPORT_VERSION,
    operation,
    environment,
    ...(inSandbox ? { sandbox: true } : {}),
    startedAt: now,
    endedAt: now,
    seconds: 0,
    success: false,
    refused,
    layers: [],
    stale: [],
    behind: [],
    withoutCode: [],
  };
}
