import fc from "fast-check";

import type { LayerReport, RunReport } from "@strata/nx-pulumi";
import { generateLayers, type Reads } from "@strata/nx-pulumi/testing/generated-layers";

import { lastReport } from "./workspace/run-report.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

/** Which layer reads which, near or far. */
function readsOf(layers: Reads, name: string): ReadonlySet<string> {
  const found = new Set<string>(layers[name]);
  for (const other of found) for (const next of layers[other] ?? []) found.add(next);
  return found;
}

/** Layers that began although one that they had to wait for had not ended. */
function outOfOrder(report: RunReport, before: (name: string) => ReadonlySet<string>): string[] {
  const byName = new Map(report.layers.map((one) => [one.layer, one]));
  return report.layers.flatMap((one) =>
    [...before(one.layer)]
      .map((name) => byName.get(name))
      .filter((other) => other?.endedAt !== undefined && one.startedAt !== undefined)
      .filter((other) => String(one.startedAt) < String(other?.endedAt))
      .map((other) => `${one.layer} began before ${other?.layer} had ended`),
  );
}

/** The most layers that were at work at one time. */
function mostAtOnce(layers: readonly LayerReport[]): number {
  const at = (instant: string) =>
    layers.filter(
      ({ startedAt, endedAt }) => String(startedAt) <= instant && instant < String(endedAt),
    ).length;
  return Math.max(0, ...layers.map(({ startedAt }) => at(String(startedAt))));
}

describe("the four layers", () => {
  const FOUR: Reads = {
    network: [],
    data: ["network"],
    compute: ["network", "data"],
    observability: ["network", "data", "compute"],
  };
  let workspace: ScratchWorkspace;

  beforeAll(async () => {
    workspace = await ScratchWorkspace.ofSeed();
    const { code } = await workspace.nx(["run-many", "-t", "up"]);
    expect(code).toBe(0);
  });

  afterAll(() => workspace.dispose());

  it.each(subsets(Object.keys(FOUR)).map((subset) => [subset.join(", "), subset] as const))(
    "keep their order when %s are selected, and no other takes part",
    async (_, subset) => {
      const { code } = await workspace.nx([
        "run-many",
        "-t",
        "up",
        "-p",
        [...subset].reverse().join(","),
        "--force",
      ]);
      expect(code).toBe(0);
      const report = lastReport(workspace, "up");
      expect(report.layers.map(({ layer, status }) => `${layer} ${status}`)).toEqual(
        subset.map((layer) => `${layer} done`),
      );
      expect(outOfOrder(report, (name) => readsOf(FOUR, name))).toEqual([]);
    },
  );
});

describe("any layers", () => {
  const NAMES = ["a", "b", "c", "d", "e", "f"];

  /** Layers that read earlier ones of a shuffled list, so that the alphabet says nothing of their order. */
  const graphs = fc
    .tuple(
      fc.shuffledSubarray(NAMES, { minLength: 2 }),
      fc.array(fc.nat(), { minLength: 36, maxLength: 36 }),
    )
    .map(([names, dice]): Reads =>
      Object.fromEntries(
        names.map((name, i) => [
          name,
          names.slice(0, i).filter((_, j) => (dice[i * NAMES.length + j] ?? 0) % 2 === 0),
        ]),
      ),
    );

  let workspace: ScratchWorkspace;

  beforeAll(async () => {
    workspace = await ScratchWorkspace.ofSeed();
  });

  afterAll(() => workspace.dispose());

  it("begin when what they read has ended, as many at once as allowed, and end in reverse", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 3 }), async (layers, concurrency) => {
        generateLayers(workspace.root, layers);
        const names = Object.keys(layers);
        const up = await workspace.nx(["run-many", "-t", "up", `--concurrency=${concurrency}`]);
        expect([up.code, up.code === 0 ? "" : up.output]).toEqual([0, ""]);
        const made = lastReport(workspace, "up");
        expect(made.layers.map(({ layer }) => layer).sort()).toEqual([...names].sort());
        expect(outOfOrder(made, (name) => readsOf(layers, name))).toEqual([]);
        expect(mostAtOnce(made.layers)).toBeLessThanOrEqual(concurrency);

        const { code } = await workspace.nx(["run-many", "-t", "destroy"]);
        expect(code).toBe(0);
        const readersOf = (name: string) =>
          new Set(names.filter((other) => readsOf(layers, other).has(name)));
        expect(outOfOrder(lastReport(workspace, "destroy"), readersOf)).toEqual([]);
      }),
      { numRuns: 6, seed: 20261124, endOnFailure: true },
    );
  });

  it("that fail stop those that read them, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (layers, dice) => {
        const names = Object.keys(layers);
        const culprit = names[dice % names.length] ?? "";
        generateLayers(workspace.root, layers);
        workspace.edit(`apps/${culprit}/Pulumi.local.yaml`, (text) =>
          text.replace(/text: .*/, `text: ${"too long ".repeat(9)}`),
        );
        const { code } = await workspace.nx(["run-many", "-t", "up"]);
        expect(code).not.toBe(0);
        const statuses = lastReport(workspace, "up").layers.map(
          ({ layer, status }) => [layer, status] as const,
        );
        expect(Object.fromEntries(statuses)).toEqual(
          Object.fromEntries(
            names.map((name) => [
              name,
              name === culprit ? "failed" : readsOf(layers, name).has(culprit) ? "skipped" : "done",
            ]),
          ),
        );
        await workspace.nx(["run", "sandbox:reset"]);
      }),
      { numRuns: 3, seed: 20261124, endOnFailure: true },
    );
  });
});

/** Every choice of at least one, in the order given. */
function subsets(names: readonly string[]): string[][] {
  const all = Array.from({ length: 2 ** names.length - 1 }, (_, i) =>
    names.filter((_, bit) => ((i + 1) >> bit) % 2 === 1),
  );
  return all;
}
