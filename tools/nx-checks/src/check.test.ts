import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { fakeExecutable } from "@strata/sandbox/testing/fake-executable";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

const PROJECT = join(import.meta.dirname, "..");
const JEST = join(
  dirname(createRequire(import.meta.url).resolve("jest/package.json")),
  "bin/jest.js",
);

/** What a run of the checks leaves: how each task ended, and the counts that jest's reporter wrote. */
interface NxRun {
  readonly tasks: Readonly<Record<string, string>>;
  readonly counts?: Readonly<Record<string, object>>;
  readonly exitCode?: number;
  /** How `nx sync:check` ends. @default 0 */
  readonly syncCode?: number;
}

/**
 * `npm run check` in a workspace of its own, where a script stands for Nx: it leaves what a run of the checks does, and
 * for `run-many -t e2e` what such a run leaves.
 */
async function check(checks: NxRun, e2e: NxRun = { tasks: {} }) {
  const root = await temporaryFolder();
  const folder = join(root, "tools", "nx-checks");
  await cp(join(PROJECT, "src", "check.ts"), join(folder, "src", "check.ts"));
  for (const [name, run] of Object.entries({ checks, e2e })) {
    const reports = join(root, name, ".reports");
    await mkdir(join(reports, "jest"), { recursive: true });
    const tasks = Object.entries(run.tasks).map(([task, status]) => ({ task, status }));
    await writeFile(join(reports, "tasks.json"), JSON.stringify(tasks));
    for (const [project, counts] of Object.entries(run.counts ?? {})) {
      await writeFile(join(reports, "jest", `${project}.json`), JSON.stringify(counts));
    }
  }
  await fakeExecutable(
    join(root, "node_modules", ".bin"),
    "nx",
    `/bin/echo "nx $*"
     case "$*" in sync:check) exit ${checks.syncCode ?? 0};; esac
     case "$*" in *e2e*) run=e2e code=${e2e.exitCode ?? 0};; *) run=checks code=${checks.exitCode ?? 0};; esac
     /bin/cp -r "$PWD/$run/.reports" "$PWD/.reports"; exit $code`,
  );
  const { stdout, code } = await ended(process.execPath, [join(folder, "src", "check.ts")], root);
  const lines = stdout.trim().split("\n");
  return { count: lines.at(-1), calls: lines.filter((line) => line.startsWith("nx ")), code };
}

async function ended(file: string, args: readonly string[], cwd: string, env = {}) {
  // NODE_OPTIONS of jest are not for it.
  const options = { cwd, env: { ...process.env, NODE_OPTIONS: "", ...env } };
  return new Promise<{ stdout: string; code: number | string }>((resolve) => {
    execFile(file, args, options, (error, stdout) => resolve({ stdout, code: error?.code ?? 0 }));
  });
}

describe("the count of all checks", () => {
  it("adds tests, and counts every other check as one", async () => {
    const { count, code, calls } = await check(
      {
        tasks: { "a:lint": "success", "a:format": "local-cache", "a:test": "local-cache" },
        counts: { a: { passed: 40, failed: 0, skipped: 0 } },
      },
      { tasks: { "e2e:e2e": "success" }, counts: { e2e: { passed: 5, failed: 0, skipped: 0 } } },
    );
    expect(calls).toEqual([
      "nx sync:check",
      expect.stringMatching(/^nx run-many -t format lint typecheck test /),
      "nx run-many -t e2e",
    ]);
    expect(count).toBe("48 passed, 0 failed");
    expect(code).toBe(0);
  });

  it("fails with a failed check or test, and still runs the rest", async () => {
    const { count, code } = await check(
      {
        tasks: { "a:lint": "failure", "a:test": "failure", "b:typecheck": "skipped" },
        counts: { a: { passed: 3, failed: 2, skipped: 1 } },
        exitCode: 1,
      },
      { tasks: { "e2e:e2e": "success" }, counts: { e2e: { passed: 5, failed: 0, skipped: 0 } } },
    );
    expect(count).toBe("9 passed, 4 failed, 1 skipped");
    expect(code).toBe(1);
  });

  it("fails with tests that left no counts", async () => {
    const { count, code } = await check({ tasks: { "a:test": "success" } });
    expect(count).toBe("1 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("fails with a run of tests that failed although each test passed", async () => {
    const counts = { a: { passed: 3, failed: 0, skipped: 0 } };
    const tasks = { "a:test": "failure", "a:lint": "failure" };
    const { count } = await check({ tasks, counts, exitCode: 1 });
    expect(count).toBe("4 passed, 2 failed");
  });

  it("fails when Nx itself does", async () => {
    const { count, code } = await check({ tasks: { "a:lint": "success" }, exitCode: 1 });
    expect(count).toBe("2 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("counts what is written from the layers as one check, and runs the others whatever it says", async () => {
    const { count, code, calls } = await check({ tasks: { "a:lint": "success" }, syncCode: 1 });
    expect(calls[0]).toBe("nx sync:check");
    expect(count).toBe("1 passed, 1 failed");
    expect(code).toBe(1);
  });

  it("fails when nothing was checked", async () => {
    const { code } = await check({ tasks: {} });
    expect(code).toBe(1);
  });
});

describe("the counts of one project", () => {
  /** Counts that jest leaves for a project with these test files. */
  async function countsOf(files: Readonly<Record<string, string>>): Promise<unknown> {
    const root = await temporaryFolder();
    const tiny = join(root, "apps", "tiny");
    await mkdir(tiny, { recursive: true });
    await cp(join(PROJECT, "jest-counts.js"), join(root, "tools/nx-checks/jest-counts.js"));
    await symlink(join(PROJECT, "../../node_modules"), join(root, "node_modules"));
    await writeFile(join(root, "package.json"), '{ "type": "module" }');
    const reporters = [join(root, "tools/nx-checks/jest-counts.js")];
    await writeFile(join(tiny, "package.json"), JSON.stringify({ jest: { reporters } }));
    for (const [name, text] of Object.entries(files)) await writeFile(join(tiny, name), text);
    await ended(process.execPath, [JEST], tiny, { NX_TASK_TARGET_PROJECT: "tiny" });
    return JSON.parse(await readFile(join(root, ".reports", "jest", "tiny.json"), "utf8"));
  }

  it("tell passed, failed and skipped tests apart", async () => {
    const counts = await countsOf({
      "one.test.js": 'it("a", () => {}); it("b", () => {}); it("c", () => { throw new Error(); });',
      "two.test.js": 'it.skip("d", () => {}); it("e", () => {});',
    });
    expect(counts).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it("count a file that could not be loaded as failed", async () => {
    const counts = await countsOf({
      "one.test.js": 'it("a", () => {});',
      "two.test.js": 'require("./missing.js");',
    });
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});
