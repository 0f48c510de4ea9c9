/**
 * `npm run check`: what is written from the layers and their owners, then format, lint, types, unit tests and
 * end-to-end tests of every project, with one count at the end. Nx decides what runs and what comes from its cache; the
 * exit code is non-zero when anything failed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const REPORTS = join(ROOT, ".reports");

/**
 * Each is one Nx run; a later one starts whatever the earlier ones say, so that one call shows all
 * there is to mend.
 */
const RUNS = [
  ["run-many", "-t", "format", "lint", "typecheck", "test", "--parallel=2"],
  ["run-many", "-t", "e2e"],
];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const inStep = outcome((await nx(["sync:check"])) === 0);
for (const args of RUNS) add(total, await count(args));
const nothingRan = total.passed === 0;
add(total, inStep);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 && !nothingRan ? 0 : 1;

async function count(args: readonly string[]): Promise<Counts> {
  rmSync(REPORTS, { recursive: true, force: true });
  const code = await nx(args);
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { task, status } of readJson<{ task: string; status: string }[]>("tasks.json") ?? []) {
    const good = status !== "failure" && status !== "skipped";
    const tests = readJson<Counts>(join("jest", `${task.split(":")[0]}.json`));
    if (!/:(test|e2e)$/.test(task)) add(counts, outcome(good));
    else if (tests === undefined) add(counts, { passed: 0, failed: 1, skipped: 0 });
    else add(counts, good ? tests : { ...tests, failed: Math.max(1, tests.failed) });
  }
  // Nx itself can fail before or between its tasks.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** One check that is no test. */
function outcome(good: boolean): Counts {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

async function nx(args: readonly string[]): Promise<number> {
  const child = spawn(join(ROOT, "node_modules", ".bin", "nx"), args, {
    cwd: ROOT,
    stdio: "inherit",
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 1;
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(REPORTS, file), "utf8")) as T;
  } catch {
    return undefined;
  }
}

function add(sum: Counts, more: Counts): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
}
