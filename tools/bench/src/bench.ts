/**
 * `npm run bench`: what Strata's runs cost beside a loop over the layers that uses the automation
 * API in the plain way, on the same
 * emulator, turn by turn. Prints medians and ratios; ratios are what carries over to another machine.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { createProjectGraphAsync } from "@nx/devkit";
import { inOrder, layerGraph } from "@strata/nx-pulumi";
import { ensureSandbox, findEngine, stopSandbox } from "@strata/sandbox";
import Table from "cli-table3";

import { measure, median, type Cost } from "./measure.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const SCENARIOS = [
  "all four from empty",
  "all four, nothing to do",
  "one layer, one change",
  "destroy",
] as const;
type Scenario = (typeof SCENARIOS)[number];
type Costs = Record<Scenario, Cost[]>;

/** The layer and the setting of the third scenario. */
const CHANGED = {
  layer: "compute",
  file: join(ROOT, "apps/compute/Pulumi.local.yaml"),
  setting: /maxSize: (\d+)/,
};

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), "strata-bench-"));
process.env.STRATA_SANDBOX_DIR = join(folder, "sandbox");
const report = (line: string) => console.error(line);
const settings = readFileSync(CHANGED.file, "utf8");

try {
  const graph = layerGraph(await createProjectGraphAsync());
  const layers = inOrder(graph, graph.keys());
  const graphFile = join(folder, "graph.json");
  writeFileSync(graphFile, JSON.stringify([...graph]));
  const engine = await findEngine({ report });
  const sandbox = await ensureSandbox({ root: ROOT, report });

  const strata = (operation: string, selected: readonly string[]) =>
    measure(
      [join(import.meta.dirname, "strata-run.ts"), operation, graphFile, selected.join(",")],
      process.env,
      ROOT,
    );
  const plainState = join(folder, "plain-state");
  mkdirSync(plainState);
  const plainEnv = {
    ...process.env,
    PATH: `${dirname(engine.path)}:${process.env.PATH}`,
    BENCH_ENDPOINT: sandbox.endpoint,
    PULUMI_BACKEND_URL: `file://${plainState}`,
    PULUMI_CONFIG_PASSPHRASE: sandbox.passphrase,
    PULUMI_HOME: sandbox.pulumiHome,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const plain = async (operation: string, selected: readonly string[]) => {
    let sum: Cost = { wallSeconds: 0, cpuSeconds: 0 };
    for (const layer of selected) {
      const cost = await measure(
        [join(import.meta.dirname, "plain-layer.ts"), operation, layer],
        plainEnv,
        ROOT,
      );
      sum = {
        wallSeconds: sum.wallSeconds + cost.wallSeconds,
        cpuSeconds: sum.cpuSeconds + cost.cpuSeconds,
      };
    }
    return sum;
  };

  const ours = empty();
  const theirs = empty();
  // One round to warm the caches of both, not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const keep = round > 0;
    for (const [costs, run] of [
      [ours, strata],
      [theirs, plain],
    ] as const) {
      const take = (scenario: Scenario, cost: Cost) => keep && costs[scenario].push(cost);
      take("all four from empty", await run("up", layers));
      take("all four, nothing to do", await run("up", layers));
      writeFileSync(
        CHANGED.file,
        settings.replace(CHANGED.setting, (_, size: string) => `maxSize: ${Number(size) + 1}`),
      );
      take("one layer, one change", await run("up", [CHANGED.layer]));
      writeFileSync(CHANGED.file, settings);
      await run("up", [CHANGED.layer]);
      take("destroy", await run("destroy", [...layers].reverse()));
    }
    report(keep ? `round ${round} of ${rounds}` : "warmed up");
  }
  console.log(comparison(ours, theirs));
} finally {
  writeFileSync(CHANGED.file, settings);
  await stopSandbox(ROOT, report);
  rmSync(folder, { recursive: true, force: true });
}

function empty(): Costs {
  return Object.fromEntries(SCENARIOS.map((scenario) => [scenario, []])) as unknown as Costs;
}

function comparison(ours: Costs, theirs: Costs): string {
  const table = new Table({
    head: ["medians", "strata s", "loop s", "ratio", "strata CPU s", "loop CPU s", "ratio"],
    style: { head: [], border: [] },
  });
  for (const scenario of SCENARIOS) {
    const pair = (of: (cost: Cost) => number) => {
      const [a, b] = [median(ours[scenario].map(of)), median(theirs[scenario].map(of))];
      return [a.toFixed(2), b.toFixed(2), (a / b).toFixed(2)];
    };
    table.push([
      scenario,
      ...pair(({ wallSeconds }) => wallSeconds),
      ...pair(({ cpuSeconds }) => cpuSeconds),
    ]);
  }
  return table.toString();
}
