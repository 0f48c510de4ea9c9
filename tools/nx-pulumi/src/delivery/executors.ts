import { appendFileSync } from "node:fs";

import { environments as allEnvironments } from "@strata/config/environments";
import * as z from "zod";

import { checkedExecutor } from "../checked-executor.ts";
import { keepDriftIssue, readDriftReport } from "./drift-issue.ts";
import { GitHub } from "./git-hub.ts";
import { keepComment, previewComment } from "./preview-comment.ts";
import { runText } from "./run-text.ts";

const environment = z.string().min(1);
const outcome = z.enum(["success", "failure", "cancelled", "skipped"]);

/**
 * Target `environments` of the workspace: prints the real environments in the order of deployment, which is that of
 * the table. In a job of GitHub Actions they are the step's outputs too: `json` for a matrix, `list` for a shell.
 */
export const environments = checkedExecutor(z.strictObject({}), async () => {
  const real = Object.entries(allEnvironments).filter(([, { kind }]) => kind === "aws");
  const names = real.map(([name]) => name);
  append("GITHUB_OUTPUT", `json=${JSON.stringify(names)}\nlist=${names.join(" ")}\n`);
  console.log(names.join("\n"));
});

/** Target `summary` of the workspace: prints the report of a run, in a job of GitHub Actions into its summary too. */
export const summary = checkedExecutor(
  z.strictObject({
    env: environment,
    operation: z.enum(["up", "preview", "drift"]),
    outcome,
  }),
  async ({ env, ...run }, { root }) => {
    const text = runText({ ...run, root, environment: env });
    append("GITHUB_STEP_SUMMARY", `${text}\n\n`);
    console.log(text);
  },
);

/**
 * Target `preview-comment` of the workspace: one comment under a pull request that holds the previews of all
 * environments, found and edited when there is one already.
 */
export const previewCommentTarget = checkedExecutor(
  z.strictObject({
    "pull-request": z.coerce.number().pipe(z.int().positive()),
    /** Names, with spaces between them. */
    environments: z.string(),
    outcome,
  }),
  async ({ "pull-request": number, environments: list, outcome: ended }, { root }) => {
    const names = list.split(/\s+/).filter((name) => name !== "");
    const previews = names.map((name) => {
      const run = { root, environment: name, operation: "preview" as const, outcome: ended };
      return [name, runText(run)] as const;
    });
    append("GITHUB_STEP_SUMMARY", previews.map(([, text]) => `${text}\n\n`).join(""));
    const body = previewComment(new Map(previews), `the [summary of the job](${addressOfJob()})`);
    console.log(`comment: ${await keepComment(GitHub.ofJob(), number, body)}`);
  },
);

/** Target `drift-issue` of the workspace: one issue an environment, open as long as a layer has drifted. */
export const driftIssue = checkedExecutor(
  z.strictObject({ env: environment }),
  async ({ env }, { root }) => {
    const { report, text } = readDriftReport(root, env);
    const where = `[this job](${addressOfJob()})`;
    console.log(`issue: ${await keepDriftIssue(GitHub.ofJob(), report, text, where)}`);
  },
);

/** Adds to one of the files through which the steps of a job speak to GitHub, if there is one. */
function append(variable: "GITHUB_OUTPUT" | "GITHUB_STEP_SUMMARY", text: string): void {
  const file = process.env[variable] ?? "";
  if (file !== "") appendFileSync(file, text);
}

function addressOfJob(): string {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
