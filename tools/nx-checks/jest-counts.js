import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Leaves the counts of a project's tests where `npm run check` adds them up, also when Nx replays the run from its cache. */
export default class JestCounts {
  onRunComplete(_contexts, results) {
    const project = process.env.NX_TASK_TARGET_PROJECT;
    if (project === undefined) return;
    const file = join(import.meta.dirname, "..", "..", ".reports", "jest", `${project}.json`);
    // A file that could not even be loaded has no tests to count.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts = { passed: results.numPassedTests, failed, skipped: results.numPendingTests };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
}
