import type { RunRecord } from "../state/run-record.ts";
import { digestOfValue } from "./digest.ts";
import {
  changedInputs,
  decide,
  hasUnknown,
  isReplayable,
  UNKNOWN,
  type GateFacts,
} from "./gate.ts";

const record: RunRecord = {
  reads: [
    { layer: "network", key: "vpcId", digest: digestOfValue("vpc-1") },
    { layer: "data", key: "ports", digest: digestOfValue([1, 2]) },
  ],
  inputs: { program: "p1", contract: "c1", "setting size": "s1", "package sdk": "1.0.0 (aa)" },
  contract: {},
  stateDigest: "state",
  repository: "strata",
  at: "2026-11-24T06:00:00.000Z",
};

const outputs: Readonly<Record<string, Record<string, unknown>>> = {
  network: { vpcId: "vpc-1", other: 1 },
  data: { ports: [1, 2] },
};

const unchanged: GateFacts = {
  force: false,
  state: { outputs: {}, resourceCount: 3, resources: [], references: [], digest: "state" },
  record,
  inputs: record.inputs,
  outputsOf: (layer) => outputs[layer],
};

it("finds nothing to do where all is as deployed, and says since when", () => {
  expect(decide(unchanged)).toEqual({
    runs: false,
    reasons: [
      "program, settings, versions and what it reads are as deployed 2026-11-24T06:00:00.000Z",
    ],
  });
});

const reading = (network: object): Partial<GateFacts> => ({
  outputsOf: (layer) => (layer === "network" ? { ...network } : outputs[layer]),
});
const having = (inputs: object): Partial<GateFacts> => ({
  inputs: { ...record.inputs, ...inputs },
});

it.each<[string, Partial<GateFacts>, string]>([
  ["was never deployed", { state: undefined, record: undefined }, "not deployed yet"],
  ["was destroyed", { state: { ...unchanged.state!, resourceCount: 0 } }, "not deployed yet"],
  ["has no record", { record: undefined }, "no record of its last deployment"],
  [
    "has a record of an older version",
    { record: { ...record, stateDigest: "" } },
    "no record of its last deployment",
  ],
  ["is forced", { force: true }, "--force"],
  [
    "was touched by something else",
    { state: { ...unchanged.state!, digest: "other" } },
    "its state has changed since its last successful up",
  ],
  ["has another program", having({ program: "p2" }), "program changed"],
  [
    "cannot be put together",
    having({ program: "broken: index.ts:1: no such file" }),
    "program broken: index.ts:1: no such file",
  ],
  ["has another setting", having({ "setting size": "s2" }), "setting size changed"],
  ["has a new setting", having({ "setting more": "x" }), "setting more is new"],
  ["has another version", having({ "package sdk": "1.1.0 (bb)" }), "package sdk 1.0.0 → 1.1.0"],
  [
    "has another version beneath",
    having({ "package sdk": "1.0.0 (bb)" }),
    "package sdk: something it needs changed",
  ],
  ["reads another value", reading({ vpcId: "vpc-2" }), "network.vpcId changed"],
  ["reads what is gone", reading({ other: 1 }), "network.vpcId is not published any more"],
  [
    "reads what is not known yet",
    reading({ vpcId: UNKNOWN }),
    "network.vpcId is known only after network is deployed",
  ],
  [
    "needed a waiver that holds no more",
    { record: { ...record, waiversExpire: "2026-12-31" }, today: "2027-01-01" },
    "a waiver that it needed expired on 2026-12-31",
  ],
  ["is held against other rules", having({ rules: "r2" }), "rules is new"],
  [
    "reads a layer that is gone",
    { outputsOf: (layer) => (layer === "data" ? outputs.data : undefined) },
    "network is not deployed any more",
  ],
])("runs a layer that %s", (_, facts, reason) => {
  expect(decide({ ...unchanged, ...facts })).toEqual({ runs: true, reasons: [reason] });
});

it("does not run on the last day of a waiver that it needed", () => {
  const waived = { record: { ...record, waiversExpire: "2026-12-31" }, today: "2026-12-31" };
  expect(decide({ ...unchanged, ...waived }).runs).toBe(false);
});

it("does not run for an output that it does not read", () => {
  expect(decide({ ...unchanged, ...reading({ vpcId: "vpc-1", other: 2 }) }).runs).toBe(false);
});

it("gives every reason at once", () => {
  const facts = { ...unchanged, ...having({ program: "p2" }), ...reading({ vpcId: "vpc-2" }) };
  expect(decide(facts).reasons).toEqual(["program changed", "network.vpcId changed"]);
});

it("says that an input is gone", () => {
  expect(changedInputs({ "setting a": "1", "file b": "2" }, { "file b": "absent" })).toEqual([
    "file b is gone",
    "setting a is gone",
  ]);
});

it("finds an unknown at any depth", () => {
  expect(hasUnknown({ a: ["x", { b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: ["x"] })).toBe(false);
  expect(hasUnknown(undefined)).toBe(false);
});

const goal = { digest: "goal", answers: {}, features: [] };
const replayable = (given: Partial<GateFacts>) =>
  isReplayable({ ...unchanged, record: { ...record, goal }, ...given });

it.each([
  ["its program", { program: "p2" }],
  ["its contract", { contract: "c2" }],
  ["a contract that it reads", { "contract of network.vpcId": "k2" }],
  ["a setting", { "setting size": "s2" }],
  ["a file", { "file apps/web/start.sh": "f2" }],
  ["a package", { "package sdk": "1.1.0 (bb)" }],
])("a program can be asked without an engine when %s differs", (_, inputs) => {
  expect(replayable(having(inputs))).toBe(true);
});

it.each<[string, Partial<GateFacts>]>([
  ["nothing differs", {}],
  ["a setting of the engine differs", having({ "setting pulumi:disable-default-providers": "x" })],
  ["a setting of a provider differs", having({ program: "p2", "setting aws:region": "x" })],
  ["its Pulumi.yaml differs", having({ program: "p2", "Pulumi.yaml": "y" })],
  ["the engine differs", having({ program: "p2", engine: "3.1.0" })],
  ["it reads another value", { ...having({ program: "p2" }), ...reading({ vpcId: "vpc-2" }) }],
  [
    "its state was touched",
    { ...having({ program: "p2" }), state: { ...unchanged.state!, digest: "other" } },
  ],
  ["it was never deployed", { ...having({ program: "p2" }), state: undefined }],
  ["nothing says what it asked for", { ...having({ program: "p2" }), record }],
])("only the engine can tell when %s", (_, given) => {
  expect(replayable(given)).toBe(false);
});
