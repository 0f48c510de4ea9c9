import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { PostTasksExecutionContext, TaskResults, TargetConfiguration } from "@nx/devkit";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { createNodes, postTasksExecution } from "./plugin.ts";

async function inferred(files: readonly string[]): Promise<Record<string, Targets>> {
  const [, infer] = createNodes;
  const context = { workspaceRoot: "/workspace", nxJsonConfiguration: {} };
  const results = await infer(files, undefined, context);
  const projects = results.flatMap(([, { projects }]) => Object.entries(projects ?? {}));
  return Object.fromEntries(projects.map(([root, { targets }]) => [root, targets ?? {}]));
}

type Targets = Record<string, TargetConfiguration>;

describe("a folder with tsconfig.json", () => {
  it("is looked for where projects are", () => {
    expect(createNodes[0]).toBe("{apps,libs,tools}/**/tsconfig.json");
  });

  it("gets a type check and a format check, run in it and cached", async () => {
    const projects = await inferred([
      "apps/data/tsconfig.json",
      "libs/contracts/data/tsconfig.json",
    ]);
    expect(Object.keys(projects)).toEqual(["apps/data", "libs/contracts/data"]);
    for (const targets of Object.values(projects)) {
      const shown = Object.entries(targets).map(([name, { command, cache, options }]) => [
        name,
        command,
        cache,
        options,
      ]);
      expect(shown).toEqual([
        ["typecheck", "tsc --noEmit --project tsconfig.json", true, { cwd: "{projectRoot}" }],
        ["format", 'prettier --check . "!**/*.md"', true, { cwd: "{projectRoot}" }],
      ]);
    }
  });

  it("is formatted anew when a file of it, the settings or the version of prettier changes", async () => {
    const { "apps/data": targets } = await inferred(["apps/data/tsconfig.json"]);
    expect(targets?.format?.inputs).toEqual([
      "sources",
      "{workspaceRoot}/.prettierrc.json",
      "{workspaceRoot}/.prettierignore",
      { externalDependencies: ["prettier"] },
    ]);
  });

  it("describes its targets", async () => {
    const { "apps/data": targets } = await inferred(["apps/data/tsconfig.json"]);
    for (const { metadata } of Object.values(targets ?? {})) {
      expect(metadata?.description).toMatch(/^[A-Z].{20,}/);
    }
  });
});

it("leaves the outcome of every task of a run", async () => {
  const workspaceRoot = await temporaryFolder();
  const taskResults = {
    "data:test": { status: "success" },
    "data:lint": { status: "failure" },
    "network:test": { status: "local-cache" },
  } as unknown as TaskResults;
  const run = { workspaceRoot, taskResults } as PostTasksExecutionContext;
  await postTasksExecution(undefined, run);
  const text = await readFile(join(workspaceRoot, ".reports", "tasks.json"), "utf8");
  expect(JSON.parse(text)).toEqual([
    { task: "data:test", status: "success" },
    { task: "data:lint", status: "failure" },
    { task: "network:test", status: "local-cache" },
  ]);
});
