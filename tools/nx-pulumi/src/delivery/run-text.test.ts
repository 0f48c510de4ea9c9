import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { runText, type Outcome } from "./run-text.ts";

const run = (root: string, outcome: Outcome) =>
  runText({ root, operation: "preview", environment: "dev", outcome });

it.each(["success", "failure"] as const)("is the report of the run, after %s", async (outcome) => {
  const root = await temporaryFolder();
  await mkdir(join(root, ".strata", "reports", "dev"), { recursive: true });
  await writeFile(join(root, ".strata", "reports", "dev", "preview.md"), "### The report\n\n");
  expect(run(root, outcome)).toBe("### The report");
});

it("fails when there is a report that cannot be read", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, ".strata", "reports", "dev", "preview.md"), { recursive: true });
  expect(() => run(root, "success")).toThrow(/EISDIR/);
});

it.each<[Outcome, RegExp]>([
  ["success", /No layer is affected: nothing differs from what is deployed\.$/],
  ["failure", /no layer is affected, or a step failed before/],
  ["cancelled", /the job was cancelled/],
  ["skipped", /a step failed before/],
])("says why there is no report, after %s", async (outcome, why) => {
  const text = run(await temporaryFolder(), outcome);
  expect(text).toMatch(/^### Strata preview of dev\n\n/);
  expect(text).toMatch(why);
});
