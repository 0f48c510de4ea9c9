import type { LayerReport, RunReport } from "@strata/nx-pulumi";
import { parseReport } from "@strata/nx-pulumi";

import type { ScratchWorkspace } from "./scratch-workspace.ts";

/** The report that the last run of an operation left, checked against its published form. */
export function lastReport(
  workspace: ScratchWorkspace,
  operation: RunReport["operation"],
  environment = "local",
): RunReport {
  const file = `.strata/reports/${environment}/${operation}.json`;
  return parseReport(workspace.read(file), file);
}

/** How each layer of a report ended, as `layer status`. */
export function endings({ layers }: RunReport): string[] {
  return layers.map(({ layer, status }) => `${layer} ${status}`);
}

/** One layer of a report. */
export function layerOf({ layers }: RunReport, name: string): LayerReport {
  const found = layers.find(({ layer }) => layer === name);
  if (found === undefined) throw new Error(`the report has no layer ${name}`);
  return found;
}
