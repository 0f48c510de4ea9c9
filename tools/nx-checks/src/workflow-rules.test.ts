import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createNodes } from "./plugin.ts";
import { workflowProblems } from "./workflow-rules.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const GITHUB = join(ROOT, ".github");

/** A workflow that breaks no rule. */
const GOOD = `
on:
  push:
permissions: {}
defaults:
  run:
    shell: bash
jobs:
  deploy:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: dev
    concurrency:
      group: environment-dev
      cancel-in-progress: false
    permissions:
      id-token: write
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v7.0.1
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ./.github/actions/prepare
      - run: npx nx run workspace:base --env="$ENVIRONMENT" && npx nx affected -t up preview --env=dev
      - run: npx nx run-many -t drift
`;
const TARGETS = new Set(["workspace:base", "up", "preview", "drift"]);

it("finds nothing wrong with a workflow that breaks no rule", () => {
  expect(workflowProblems(GOOD, TARGETS)).toEqual([]);
});

it.each<[string, string | RegExp, string, RegExp]>([
  [
    "an action that is not pinned",
    /@0{0,1}[0-9]{40} # v7.0.1/,
    "@v7",
    /not .*pinned by its commit/,
  ],
  ["an action of somebody else", "actions/checkout@", "acme/checkout@", /not an action of GitHub/],
  ["a pin without its version", " # v7.0.1", "", /no comment with its version/],
  ["rights for all jobs", "permissions: {}", "permissions: read-all", /permissions are not \{\}/],
  ["no rights for all jobs", "permissions: {}\n", "", /permissions are not \{\}/],
  [
    "a job that names no rights",
    /permissions:\n +id-token: write\n +/,
    "",
    /not name its permissions/,
  ],
  [
    "a job that has all rights",
    /permissions:\n +id-token: write/,
    "permissions: write-all",
    /not name/,
  ],
  ["an expression in a script", '"$ENVIRONMENT"', "${{ github.head_ref }}", /pass it through env/],
  ["a secret", '"$ENVIRONMENT"', "${{ secrets.KEY }}", /long-lived secret/],
  ["a key", "persist-credentials", "AWS_ACCESS_KEY_ID", /long-lived secret/],
  ["an event that hands out rights", "push:", "pull_request_target:", /on pull_request_target/],
  ["a job without an end", "timeout-minutes: 5", "name: x", /no timeout-minutes/],
  ["a runner that changes", "ubuntu-24.04", "ubuntu-latest", /runner has no version/],
  ["no group", /concurrency:\n.*\n.*false\n +/, "", /no concurrency group/],
  [
    "a group of all environments",
    "group: environment-dev",
    "group: deploy",
    /not its environment's/,
  ],
  ["a deployment that is cancelled", "progress: false", "progress: true", /could be cancelled/],
  ["a shell that ignores pipes", "shell: bash", "shell: sh", /default shell is not bash/],
  ["a clone that keeps the token", "persist-credentials: false", "ref: main", /token stays/],
  ["a shallow clone", "fetch-depth: 0", "fetch-depth: 1", /commits to compare with are missing/],
  [
    "an unknown target of the workspace",
    "workspace:base",
    "workspace:bas",
    /no Nx target "workspace:bas"/,
  ],
  ["an unknown target of layers", "-t up preview", "-t up plan", /no Nx target "plan"/],
  ["a call without a target", "-t up preview", "", /no Nx target "-t"/],
  ["what is no YAML", "jobs:", "jobs: [", /.+/],
])("finds %s", (_, part, other, problem) => {
  const text = GOOD.replace(part, other);
  expect(text).not.toBe(GOOD);
  expect(workflowProblems(text, TARGETS)).toContainEqual(expect.stringMatching(problem));
});

describe("the workflows of this repository", () => {
  const workflows = readdirSync(join(GITHUB, "workflows")).map((name) => join("workflows", name));
  const actions = readdirSync(join(GITHUB, "actions")).map((name) =>
    join("actions", name, "action.yml"),
  );

  it("are these", () => {
    expect([...workflows, ...actions]).toEqual([
      "workflows/deploy.yml",
      "workflows/drift.yml",
      "workflows/pull-request.yml",
      "actions/prepare/action.yml",
    ]);
  });

  it.each([...workflows, ...actions])("%s breaks no rule", async (file) => {
    const text = readFileSync(join(GITHUB, file), "utf8");
    expect(workflowProblems(text, await existingTargets())).toEqual([]);
  });
});

/** Targets by their name: those of layers and projects, and those of the root as `workspace:<name>`. */
async function existingTargets(): Promise<ReadonlySet<string>> {
  const json = <T>(file: string) => JSON.parse(readFileSync(join(ROOT, file), "utf8")) as T;
  const root = json<{ nx: { targets: Record<string, unknown> } }>("package.json");
  const { plugins } = json<{ plugins: (string | { options?: { targetName?: string } })[] }>(
    "nx.json",
  );
  const { executors } = json<{
    executors: Record<string, { batchImplementation?: string }>;
  }>("tools/nx-pulumi/executors.json");
  const [, infer] = createNodes;
  const context = { workspaceRoot: ROOT, nxJsonConfiguration: {} };
  const results = await infer(["apps/data/tsconfig.json"], undefined, context);
  const inferred = results.flatMap(([, { projects }]) => Object.values(projects ?? {}));
  return new Set([
    ...Object.keys(root.nx.targets).map((name) => `workspace:${name}`),
    ...Object.keys(executors).filter((name) => executors[name]?.batchImplementation !== undefined),
    ...inferred.flatMap(({ targets }) => Object.keys(targets ?? {})),
    ...plugins.flatMap((plugin) =>
      typeof plugin === "string" ? [] : [plugin.options?.targetName ?? ""],
    ),
  ]);
}
