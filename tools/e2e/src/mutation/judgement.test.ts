import type { RunReport } from "@strata/nx-pulumi";

import { isMissed, isOvershot, judged, judgedRefused, type Judgement } from "./judgement.ts";

type LayerReport = RunReport["layers"][number];

const NOTHING = { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 9 };

/** What a forced preview says of a layer; without reasons, the gate has none of its own. */
function layer(name: string, reasons: string[], given: Partial<LayerReport> = {}): LayerReport {
  return {
    layer: name,
    status: "done",
    role: "selected",
    gate: { runs: true, reasons: ["--force", ...reasons] },
    counts: NOTHING,
    seconds: 1,
    changes: [],
    contract: [],
    reads: [],
    notices: [],
    ...given,
  };
}

const updated = { counts: { ...NOTHING, updated: 1 } };
const output = { contract: [{ key: "vpcId", change: "unknown" as const, readers: [] }] };

function judge(layers: LayerReport[], selected: string[]): Judgement {
  const forced = { layers } as unknown as RunReport;
  return judged({ forced, selected: new Set(selected) });
}

it.each<[string, LayerReport, string[], { missed: boolean; overshot: boolean }]>([
  ["is as it was", layer("network", []), [], { missed: false, overshot: false }],
  [
    "is selected, and is as it was",
    layer("network", []),
    ["network"],
    { missed: false, overshot: false },
  ],
  [
    "changes, as the gate says",
    layer("network", ["program changed"], updated),
    ["network"],
    { missed: false, overshot: false },
  ],
  [
    "does not change, although the gate says so",
    layer("network", ["program changed"]),
    ["network"],
    { missed: false, overshot: true },
  ],
  [
    "changes, and the gate does not know",
    layer("network", [], updated),
    ["network"],
    { missed: true, overshot: false },
  ],
  [
    "changes in an output alone, and the gate does not know",
    layer("network", [], output),
    ["network"],
    { missed: true, overshot: false },
  ],
  [
    "fails, and the gate does not know",
    layer("network", [], { status: "failed", reason: "no" }),
    ["network"],
    { missed: true, overshot: false },
  ],
  [
    "changes, as the gate says, and Nx does not select it",
    layer("network", ["program changed"], updated),
    [],
    { missed: true, overshot: false },
  ],
  [
    "is refused before the gate is asked",
    (({ gate: _, ...rest }) => ({ ...rest, status: "failed" as const }))(layer("network", [])),
    ["network"],
    { missed: false, overshot: false },
  ],
])("tells of a layer that %s", (_, report, selected, expected) => {
  const [found] = judge([report], selected).layers;
  expect(found).toBeDefined();
  if (found === undefined) return;
  expect({ missed: isMissed(found), overshot: isOvershot(found) }).toEqual(expected);
});

it.each([
  ["network.vpcId changed", ["network"], false],
  ["network.vpcId is known only after network is deployed", ["network"], false],
  ["network.vpcId changed", [], true],
  ["contract of network.vpcId changed", ["network"], true],
  ["program changed", ["network"], true],
])("a reader that Nx does not select, because %s, with %j selected", (reason, selected, missed) => {
  const before = layer("network", ["program changed"], output);
  const { layers } = judge([before, layer("data", [reason], updated)], selected);
  expect(layers.filter(isMissed).map((one) => one.layer)).toEqual(
    missed ? [...(selected.length === 0 ? ["network"] : []), "data"] : [],
  );
});

it("tells nothing of a layer that was not planned", () => {
  const failed = layer("network", ["program changed"], { status: "failed" });
  const skipped = layer("data", [], { status: "skipped" });
  const { layers, undecidable } = judge([failed, skipped], ["network"]);
  expect(layers.map((one) => one.layer)).toEqual(["network"]);
  expect(undecidable).toEqual(["data"]);
});

const all = ["network", "data", "compute"] as const;
const edited = ["libs/contracts/network/src/network-contract.ts"];

it("counts a refused run for the layers that it speaks of, and those that were edited", () => {
  const refusal = { reported: "read by compute", isUnforcedToo: true, edited };
  const { layers, undecidable } = judgedRefused(refusal, all);
  expect(layers.map((one) => one.layer)).toEqual(["network", "compute"]);
  expect(layers.filter(isMissed)).toEqual([]);
  expect(undecidable).toEqual(["data"]);
});

it("counts a run that Nx does not start for the layers that were edited", () => {
  const { layers, undecidable } = judgedRefused({ isUnforcedToo: true, edited }, all);
  expect(layers.map((one) => one.layer)).toEqual(["network"]);
  expect(undecidable).toEqual(["data", "compute"]);
});

it("misses what is refused with --force alone", () => {
  const { layers } = judgedRefused({ reported: "no", isUnforcedToo: false, edited }, all);
  expect(layers.filter(isMissed).map((one) => one.layer)).toEqual(["network"]);
});
