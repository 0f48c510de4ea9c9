import { placeKey } from "../place.ts";
import { placeOfReport, type RunReport } from "./run-report.ts";

/** Where the report of a run lies in the workspace, without the end of the name. */
export function reportStem(
  report: Pick<RunReport, "environment" | "sandbox" | "operation">,
): string {
  return `.strata/reports/${placeKey(placeOfReport(report))}/${report.operation}`;
}
