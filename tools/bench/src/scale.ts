/**
 * `npm run bench:scale`: what many layers cost. Two hundred generated layers without resources, in a copy of this
 * workspace with a sandbox of its own: how long Nx takes to select, what a run costs for each layer that has nothing to
 * do, and how much memory a run takes by the number of layers at once. `--layers=<number>`.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

import { generateLayers, type Reads } from "@strata/nx-pulumi/testing/generated-layers";
import { copyWorkspace } from "@strata/nx-pulumi/testing/workspace-copy";
import Table from "cli-table3";

import { memoryOf } from "./memory.ts";
import { median } from "./measure.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..", "..");
const ROUNDS = 3;

const { values } = parseArgs({ options: { layers: { type: "string", default: "200" } } });
const count = Number(values.layers);
const report = (line: string) => console.error(line);
const root = mkdtempSync(join(tmpdir(), "strata-scale-"));
const bin = join(root, "node_modules", ".bin");
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(NX_|npm_|STRATA_|PULUMI_|AWS_)/.test(name)),
);
const env = { ...environment, PATH: `${bin}:${process.env.PATH}` };

/** Every layer reads up to three of those before it, so that the graph is as deep as it is wide. */
const layers: Reads = Object.fromEntries(
  Array.from({ length: count }, (_, i) => [
    nameOf(i),
    [...new Set([Math.floor(i / 2), Math.floor(i / 3), i - 10])]
      .filter((other) => other >= 0 && other < i)
      .map(nameOf),
  ]),
);
const all = Object.keys(layers);

try {
  await copyWorkspace(ROOT, root);
  generateLayers(root, layers);
  for (const args of [
    ["add", "-A"],
    ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", "layers"],
  ]) {
    await run("git", args, { cwd: root, maxBuffer: 1e9 });
  }
  report(`${count} layers generated; deploying them once`);
  await nx(["run-many", "-t", "up"]);

  const rows: [string, string][] = [];
  const file = join(root, "apps", nameOf(count - 1), "Pulumi.local.yaml");
  const settings = readFileSync(file, "utf8");
  writeFileSync(file, settings.replace("text:", "text: changed-"));
  const select = ["show", "projects", "--affected", "--withTarget=up", "--base=HEAD"];
  rows.push(["select what is affected, nothing cached", await seconds(select, forgetGraph)]);
  rows.push(["select what is affected", await seconds(select)]);
  writeFileSync(file, settings);

  const few = Math.min(20, count);
  const runs: [string, string[]][] = [
    [`a run of ${few} layers, nothing to do`, all.slice(0, few)],
    [`a run of ${count} layers, nothing to do`, all],
  ];
  const took: number[] = [];
  for (const [title, selected] of runs) {
    const cost = await seconds(["run-many", "-t", "up", "-p", selected.join(",")]);
    took.push(Number(cost));
    rows.push([title, cost]);
  }
  const [small = 0, large = 0] = took;
  rows.push(["for each layer more, ms", (((large - small) / (count - few)) * 1000).toFixed(1)]);
  print(["what", "seconds"], rows);

  const memory: [string, string, string][] = [];
  for (const concurrency of [1, 2, 4]) {
    for (const number of [8, 24]) {
      const selected = all.slice(0, Math.min(number, count));
      const flags = [`--concurrency=${concurrency}`, "--force"];
      const peak = await memoryOf(root, () =>
        nx(["run-many", "-t", "up", "-p", selected.join(","), ...flags]),
      );
      memory.push([String(concurrency), String(selected.length), `${Math.round(peak / 2 ** 20)}`]);
    }
  }
  print(["--concurrency", "layers", "peak memory, MiB"], memory);
} finally {
  await nx(["run", "sandbox:stop"]).catch((error: Error) => report(error.message));
  rmSync(root, { recursive: true, force: true });
}

function nameOf(i: number): string {
  return `layer-${String(i).padStart(3, "0")}`;
}

async function nx(args: readonly string[]): Promise<void> {
  await run(join(bin, "nx"), args, { cwd: root, env, maxBuffer: 1e9 });
}

/** Median of the seconds that an Nx command takes. */
async function seconds(args: readonly string[], before = () => {}): Promise<string> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    before();
    const started = performance.now();
    await nx(args);
    taken.push((performance.now() - started) / 1000);
  }
  return median(taken).toFixed(2);
}

function forgetGraph(): void {
  rmSync(join(root, ".nx", "workspace-data"), { recursive: true, force: true });
}

function print(head: string[], rows: readonly string[][]): void {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  console.log(table.toString());
}
