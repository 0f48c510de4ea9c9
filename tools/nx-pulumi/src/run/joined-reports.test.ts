import type { LayerReport } from "../report/run-report.ts";
import { layerOf } from "../report/testing/example-report.ts";
import { joinedReports } from "./joined-reports.ts";

const change = (name: string): LayerReport["changes"][number] => ({
  urn: `urn:pulumi:dev::compute::aws:ec2/vpc:Vpc::${name}`,
  type: "aws:ec2/vpc:Vpc",
  name,
  op: "create",
  stateful: false,
  properties: [],
});

const early = layerOf("compute", {
  gate: { runs: true, reasons: ["program changed"] },
  counts: { created: 1, updated: 2, replaced: 3, deleted: 4, unchanged: 50 },
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:00:10.000Z",
  seconds: 10,
  changes: [change("a")],
  contract: [{ key: "albArn", change: "changed", readers: [] }],
  reads: [{ layer: "network", key: "vpcId", value: "deployed" }],
  notices: ["first"],
});

const late = layerOf("compute", {
  gate: { runs: true, reasons: ["network.vpcId changed"] },
  counts: { created: 10, updated: 20, replaced: 30, deleted: 40, unchanged: 60 },
  startedAt: "2026-01-01T00:01:00.000Z",
  endedAt: "2026-01-01T00:01:05.000Z",
  seconds: 5,
  changes: [change("b")],
  contract: [{ key: "albArn", change: "removed", readers: [] }],
  reads: [{ layer: "network", key: "vpcId", value: "planned" }],
  notices: ["second"],
});

it("holds all that both turns changed, as one", () => {
  expect(joinedReports(early, late)).toEqual({
    ...late,
    gate: early.gate,
    counts: { created: 11, updated: 22, replaced: 33, deleted: 44, unchanged: 60 },
    startedAt: early.startedAt,
    seconds: 15,
    changes: [change("a"), change("b")],
    notices: ["first", "second"],
  });
});

it.each(["failed", "interrupted", "skipped"] as const)(
  "is %s when the second turn is, and keeps what the first one changed",
  (status) => {
    const joined = joinedReports(early, layerOf("compute", { status, reason: "why" }));
    expect(joined).toMatchObject({ status, reason: "why", changes: [change("a")] });
    expect(joined.counts).toMatchObject({ created: 1, updated: 2, replaced: 3, deleted: 4 });
  },
);

it("is what the first turn did when the second one had nothing to do", () => {
  const gate = { runs: false, reasons: ["as deployed"] };
  const unchanged = layerOf("compute", {
    status: "unchanged",
    gate,
    counts: { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 60 },
    startedAt: "2026-01-01T00:01:00.000Z",
    endedAt: "2026-01-01T00:01:00.500Z",
    seconds: 0.5,
  });
  expect(joinedReports(early, unchanged)).toEqual({
    ...early,
    endedAt: unchanged.endedAt,
    seconds: 10.5,
  });
});
