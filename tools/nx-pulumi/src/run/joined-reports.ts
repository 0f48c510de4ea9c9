import type { LayerReport } from "../report/run-report.ts";

/** One report for a layer that went first and had its turn again. */
export function joinedReports(early: LayerReport, late: LayerReport): LayerReport {
  const sum = (key: keyof LayerReport["counts"]) => early.counts[key] + late.counts[key];
  const ranAgain = late.status !== "unchanged";
  return {
    ...late,
    status: ranAgain ? late.status : early.status,
    ...(early.gate === undefined ? {} : { gate: early.gate }),
    counts: ranAgain
      ? {
          created: sum("created"),
          updated: sum("updated"),
          replaced: sum("replaced"),
          deleted: sum("deleted"),
          unchanged: late.counts.unchanged,
        }
      : early.counts,
    ...(early.startedAt === undefined ? {} : { startedAt: early.startedAt }),
    seconds: early.seconds + late.seconds,
    changes: [...early.changes, ...late.changes],
    contract: ranAgain ? late.contract : early.contract,
    reads: ranAgain ? late.reads : early.reads,
    notices: [...early.notices, ...late.notices],
    ...(ranAgain || early.findings === undefined ? {} : { findings: early.findings }),
  };
}
