import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import type { RunReport } from "../report/run-report.ts";
import { keepDriftIssue, readDriftReport } from "./drift-issue.ts";
import type { GitHub, Post } from "./git-hub.ts";

const MARKER = "<!-- strata:drift-issue:dev -->";
const WHERE = "[this job](https://localhost/runs/1)";

/** A report of layers that ended like this. */
function drift(...statuses: ("done" | "drifted" | "failed")[]): RunReport {
  const layers = statuses.map((status, i) => ({ layer: `layer-${i}`, status }));
  const success = statuses.every((status) => status === "done");
  return { environment: "dev", success, layers } as unknown as RunReport;
}

async function keep(report: RunReport, ...issues: Post[]) {
  const calls: unknown[] = [];
  const gitHub = {
    issues: async () => issues,
    openIssue: async (title: string, body: string) => void calls.push({ title, body }),
    editIssue: async (number: number, change: object) => void calls.push({ number, ...change }),
    comment: async (number: number, comment: string) => void calls.push({ number, comment }),
  };
  const became = await keepDriftIssue(gitHub as unknown as GitHub, report, "### Report", WHERE);
  return { became, calls };
}

const open = { key: 4, body: `${MARKER}\nold` };
const other = { key: 3, body: "<!-- strata:drift-issue:prod -->\nold" };
const text = expect.stringMatching(new RegExp(`^${MARKER}\n[^]*refresh --env=dev[^]*### Report`));

it("is opened when a layer has drifted, with the report and what to do", async () => {
  expect(await keep(drift("done", "drifted"), other)).toEqual({
    became: "opened",
    calls: [{ title: "Drift in dev", body: text }],
  });
});

it("is edited while a layer has drifted, also when another could not be compared", async () => {
  expect(await keep(drift("drifted", "failed"), other, open)).toEqual({
    became: "edited",
    calls: [{ number: 4, body: text }],
  });
});

it("is closed when no layer has drifted any more, with a word", async () => {
  expect(await keep(drift("done", "done"), other, open)).toEqual({
    became: "closed",
    calls: [
      { number: 4, comment: expect.stringContaining(WHERE) },
      { number: 4, state: "closed" },
    ],
  });
});

it("stays open when a layer could not be compared", async () => {
  expect(await keep(drift("done", "failed"), open)).toEqual({ became: "none", calls: [] });
});

it("is not opened without drift", async () => {
  expect(await keep(drift("done"), other)).toEqual({ became: "none", calls: [] });
});

it("fails when there is no report, with the command that makes one", async () => {
  const root = await temporaryFolder();
  expect(() => readDriftReport(root, "dev")).toThrow(/nx run-many -t drift --env=dev$/);
  const folder = join(root, ".strata", "reports", "dev");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "drift.json"), '{"version":1}');
  await writeFile(join(folder, "drift.md"), "### Report\n");
  expect(readDriftReport(root, "dev")).toEqual({ report: { version: 1 }, text: "### Report" });
});
