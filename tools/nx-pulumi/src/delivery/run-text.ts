import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How the step of a job that made the run has ended, in GitHub's words. */
export type Outcome = "success" | "failure" | "cancelled" | "skipped";

export interface RunTextOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly operation: "up" | "preview" | "drift";
  readonly environment: string;
  readonly outcome: Outcome;
}

/**
 * The Markdown report of a run. Where there is none, because Nx selected no layer or the run was never begun, a line
 * that says so.
 */
export function runText({ root, operation, environment, outcome }: RunTextOptions): string {
  const file = join(root, ".strata", "reports", environment, `${operation}.md`);
  try {
    return readFileSync(file, "utf8").trimEnd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return `### Strata ${operation} of ${environment}\n\n${WHY_NO_REPORT[outcome]}`;
  }
}

const WHY_NO_REPORT: Readonly<Record<Outcome, string>> = {
  success: "No layer is affected: nothing differs from what is deployed.",
  failure:
    "There is no report: no layer is affected, or a step failed before. The log of the job says which.",
  cancelled: "There is no report: the job was cancelled.",
  skipped: "There is no report: a step failed before. The log of the job says why.",
};
