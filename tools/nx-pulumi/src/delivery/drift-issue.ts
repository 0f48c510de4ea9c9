import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { RunReport } from "../report/run-report.ts";
import type { GitHub } from "./git-hub.ts";

/** What became of the issue. */
export type DriftIssue = "opened" | "edited" | "closed" | "none";

/**
 * Keeps one issue an environment: opened when a layer has drifted, edited while it has, closed when no layer has any
 * more. A run that could not compare every layer leaves it as it is, unless it found drift in another.
 *
 * @param text Markdown report of the run
 * @param where address of the job, for a person
 */
export async function keepDriftIssue(
  gitHub: GitHub,
  report: RunReport,
  text: string,
  where: string,
): Promise<DriftIssue> {
  const { environment } = report;
  const marker = `<!-- strata:drift-issue:${environment} -->`;
  const open = (await gitHub.issues()).find(({ body }) => body.startsWith(marker));
  const drifted = report.layers.some(({ status }) => status === "drifted");
  if (drifted) {
    const body = `${marker}\n${advice(environment)}\n\n${text}\n\nFound by ${where}`;
    if (open === undefined) await gitHub.openIssue(`Drift in ${environment}`, body);
    else await gitHub.editIssue(open.key, { body });
    return open === undefined ? "opened" : "edited";
  }
  if (open === undefined || !report.success) return "none";
  await gitHub.comment(open.key, `The cloud is again what the states say, as ${where} found.`);
  await gitHub.editIssue(open.key, { state: "closed" });
  return "closed";
}

/**
 * What the last drift run of an environment has left.
 *
 * @throws Error when it has left nothing
 */
export function readDriftReport(
  root: string,
  environment: string,
): { readonly report: RunReport; readonly text: string } {
  const stem = join(root, ".strata", "reports", environment, "drift");
  try {
    const report = JSON.parse(readFileSync(`${stem}.json`, "utf8")) as RunReport;
    return { report, text: readFileSync(`${stem}.md`, "utf8").trimEnd() };
  } catch (error) {
    throw new Error(
      `there is no drift report of ${environment} (${(error as Error).message}). ` +
        `It is made by: npx nx run-many -t drift --env=${environment}`,
      { cause: error },
    );
  }
}

function advice(environment: string): string {
  return (
    "Resources of a layer were changed outside of a deployment. To keep a change, write it into the code and deploy. " +
    `To take it back: \`npx nx run <layer>:refresh --env=${environment}\`, then ` +
    `\`npx nx run <layer>:up --env=${environment}\`. ` +
    "This issue is edited by each nightly run, and closed when there is no drift."
  );
}
