import { setImmediate as nextTurn } from "node:timers/promises";

import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";

import type { Operation } from "../operation.ts";
import type { FromHost } from "./message.ts";
import { Reporter } from "./reporter.ts";

/** A reporter whose messages stay here instead of going to a run. */
class KeptReporter extends Reporter {
  readonly sent: FromHost[] = [];

  override send(message: FromHost): void {
    this.sent.push(message);
  }
}

/** What the run is told for these events, as the engine sends them. */
function reported(...events: object[]): KeptReporter {
  return reportedOf("refresh", ...events);
}

function reportedOf(operation: Operation, ...events: object[]): KeptReporter {
  const reporter = new KeptReporter(operation);
  for (const event of events) reporter.event(event as EngineEvent);
  return reporter;
}

const URN = "urn:pulumi:local::network::aws:ec2/vpc:Vpc::";
const STACK_URN = "urn:pulumi:local::network::pulumi:pulumi:Stack::network-local";

const diagnostic = (severity: string, message: string, urn?: string, more = {}) => ({
  diagnosticEvent: { prefix: `${severity}: `, message, color: "never", severity, urn, ...more },
});
const step = (op: string, name: string, diffs: string[] | null = null) => ({
  metadata: { op, urn: `${URN}${name}`, type: "aws:ec2/vpc:Vpc", diffs },
});
const stackOutputs = (outputs?: object) => ({
  resOutputsEvent: {
    metadata: {
      op: "same",
      urn: STACK_URN,
      type: "pulumi:pulumi:Stack",
      new: outputs === undefined ? null : { outputs },
    },
  },
});

describe("steps", () => {
  it("are told as they start, end and fail, with the properties that differ", () => {
    const { sent } = reported(
      { resourcePreEvent: step("create", "a") },
      { resOutputsEvent: step("create", "a") },
      { resourcePreEvent: step("update", "b", ["tags", "cidrBlock"]) },
      { resOpFailedEvent: step("update", "b") },
    );
    expect(sent).toEqual([
      { kind: "step", phase: "start", op: "create", urn: `${URN}a`, diffs: [] },
      { kind: "step", phase: "done", op: "create", urn: `${URN}a`, diffs: [] },
      {
        kind: "step",
        phase: "start",
        op: "update",
        urn: `${URN}b`,
        diffs: ["tags", "cidrBlock"],
      },
      { kind: "step", phase: "failed", op: "update", urn: `${URN}b`, diffs: [] },
    ]);
  });

  it("of the stack itself are not told", () => {
    const metadata = { op: "create", urn: STACK_URN, type: "pulumi:pulumi:Stack" };
    expect(reported({ resourcePreEvent: { metadata } }).sent).toEqual([]);
    expect(reported(stackOutputs({})).sent).toEqual([]);
  });
});

describe("outputs and counts", () => {
  it("are the last the engine announced", () => {
    const reporter = reported(stackOutputs({ vpcId: "old" }), stackOutputs({ vpcId: "vpc-1" }));
    expect(reporter.outputs).toEqual({ vpcId: "vpc-1" });
  });

  it("count each resource once, a replacement as one, and no reference to another stack", () => {
    const done = (op: string, name: string) => ({ resOutputsEvent: step(op, name) });
    const reference = { urn: "r", op: "read", type: "pulumi:pulumi:StackReference" };
    const reporter = reported(
      done("create", "a"),
      done("create", "a"),
      done("create-replacement", "b"),
      done("replace", "b"),
      done("delete-replaced", "b"),
      done("same", "c"),
      { resOutputsEvent: { metadata: reference } },
      { resOpFailedEvent: step("create", "d") },
    );
    expect(reporter.changes).toEqual({ create: 1, replace: 1, same: 1 });
    const told = reporter.sent.filter((one) => one.kind === "step" && one.phase === "done");
    expect(told).toHaveLength(3);
  });

  it("tell what was printed to standard error and was in no event", () => {
    const reporter = reported(diagnostic("error", "update failed"));
    reporter.unreported("error: update failed\nwarning: the disk is full\n\n");
    expect(reporter.sent.slice(1)).toEqual([
      { kind: "diagnostic", severity: "info", text: "warning: the disk is full" },
    ]);
  });

  it("are absent until then", () => {
    const reporter = reported({ preludeEvent: { config: {} } });
    expect(reporter.outputs).toBeUndefined();
    expect(reporter.changes).toEqual({});
  });

  it("of a stack that is deleted are none", () => {
    expect(reported(stackOutputs({ a: 1 }), stackOutputs()).outputs).toEqual({});
  });
});

describe("the plan of an up", () => {
  const planning = { planning: true };
  const plannedStack = (outputs: object) => ({
    resOutputsEvent: { ...stackOutputs(outputs).resOutputsEvent, ...planning },
  });
  const plan = [
    { resourcePreEvent: { ...step("create", "a"), ...planning } },
    { resOutputsEvent: { ...step("create", "a"), ...planning } },
    { resOutputsEvent: { ...step("same", "b"), ...planning } },
    plannedStack({ vpcId: "vpc-later" }),
  ];
  const summary = { summaryEvent: { resourceChanges: { create: 1 } } };
  const update = [
    { resourcePreEvent: step("create", "a") },
    { resOutputsEvent: step("create", "a") },
    { resOutputsEvent: step("same", "b") },
    stackOutputs({ vpcId: "vpc-1" }),
    summary,
  ];

  it("holds what would change and what would be published, when it is complete", async () => {
    const { planned } = reportedOf("up", ...plan, summary);
    expect(await planned).toEqual({
      resources: [expect.objectContaining({ urn: `${URN}a`, op: "create" })],
      outputs: { vpcId: "vpc-later" },
    });
  });

  it("is complete at the first summary, whatever comes later", async () => {
    const reporter = reportedOf("up", ...plan);
    let complete = false;
    void reporter.planned.then(() => (complete = true));
    await nextTurn();
    expect(complete).toBe(false);
    const late = { resOutputsEvent: { ...step("delete", "c"), ...planning } };
    for (const event of [summary, ...update, late]) reporter.event(event as EngineEvent);
    const { resources, outputs } = await reporter.planned;
    expect(resources.map(({ name, op }) => `${op} ${name}`)).toEqual(["create a"]);
    expect(outputs).toEqual({ vpcId: "vpc-later" });
  });

  it("is empty where nothing is planned", async () => {
    expect(await reportedOf("up", summary).planned).toEqual({ resources: [], outputs: {} });
  });

  it("is not told as steps, and counts for nothing in the outcome", () => {
    const reporter = reportedOf("up", ...plan, summary);
    expect(reporter.sent).toEqual([]);
    expect(reporter.changes).toEqual({});
    expect(reporter.resources).toEqual([]);
    expect(reporter.outputs).toBeUndefined();
  });

  it("leaves each step of the update to be told and counted once", () => {
    const reporter = reportedOf("up", ...plan, summary, ...update);
    expect(reporter.sent.map((one) => one.kind === "step" && `${one.phase} ${one.op}`)).toEqual([
      "start create",
      "done create",
      "done same",
    ]);
    expect(reporter.changes).toEqual({ create: 1, same: 2 });
    expect(reporter.outputs).toEqual({ vpcId: "vpc-1" });
  });

  it("does not hide a step that fails", () => {
    const { sent } = reportedOf("up", ...plan, summary, { resOpFailedEvent: step("create", "a") });
    expect(sent).toMatchObject([{ kind: "step", phase: "failed", op: "create" }]);
  });

  it.each(["preview", "drift"] as const)("is all that a %s has, so its steps are told", (other) => {
    const reporter = reportedOf(other, ...plan, summary);
    expect(reporter.sent).toHaveLength(3);
    expect(reporter.changes).toEqual({ create: 1, same: 2 });
    expect(reporter.outputs).toEqual({ vpcId: "vpc-later" });
  });
});

describe("diagnostics", () => {
  it.each([
    ["info", "info"],
    ["info#err", "info"],
    ["warning", "warning"],
    ["error", "error"],
  ])("of severity %s are told as %s", (severity, told) => {
    expect(reported(diagnostic(severity, "  text\n", `${URN}a`)).sent).toEqual([
      { kind: "diagnostic", severity: told, text: "text", urn: `${URN}a` },
    ]);
  });

  it("name no resource when they concern none", () => {
    for (const urn of [undefined, ""]) {
      expect(reported(diagnostic("warning", "text", urn)).sent).toEqual([
        { kind: "diagnostic", severity: "warning", text: "text" },
      ]);
    }
  });

  it.each([
    ["meant for debugging", diagnostic("debug", "Registering resource")],
    ["that pass by", diagnostic("info", "creating (10s)", undefined, { ephemeral: true })],
    ["without text", diagnostic("info", "\n")],
    ["of colour alone", diagnostic("info", "<{%reset%}>\n")],
  ])("%s are left out", (_, event) => {
    expect(reported(event).sent).toEqual([]);
  });

  it.each(["info", "warning"])(
    "of severity %s that the update repeats are told once",
    (severity) => {
      const { sent } = reportedOf(
        "up",
        diagnostic(severity, "old engine", `${URN}a`),
        diagnostic(severity, "old engine", `${URN}b`),
        diagnostic(severity, "other"),
        { summaryEvent: {} },
        diagnostic(severity, "old engine", `${URN}a`),
        diagnostic(severity, "other"),
      );
      expect(sent).toMatchObject([
        { text: "old engine", urn: `${URN}a` },
        { text: "old engine", urn: `${URN}b` },
        { text: "other" },
      ]);
    },
  );

  it("of another severity are told although the text is the same", () => {
    const { sent } = reported(diagnostic("info", "text"), diagnostic("warning", "text"));
    expect(sent).toMatchObject([{ severity: "info" }, { severity: "warning" }]);
  });

  it.each([
    ["<{%fg 1%}>bad<{%reset%}> value", "bad value"],
    ["\u001b[31mbad\u001b[0m\u001b[1;33m value", "bad value"],
    ["<b> & {x} stays", "<b> & {x} stays"],
  ])("lose their colours: %j", (message, text) => {
    expect(reported(diagnostic("info", message)).sent).toMatchObject([{ text }]);
  });
});

describe("errors", () => {
  const texts = (reporter: KeptReporter) =>
    reporter.sent.map((message) => (message.kind === "diagnostic" ? message.text : message.kind));

  it("are remembered", () => {
    expect(reported(diagnostic("warning", "careful")).hasError).toBe(false);
    expect(reported(diagnostic("error", "bad")).hasError).toBe(true);
  });

  // The three ways in which the engine closes a run whose program has failed.
  it.each([
    ["settings are invalid\n  → at x\n", "settings are invalid\n  → at x\n"],
    ["Unhandled exception: Error: in apply\n    at file:///x.ts:1:2\n", "in apply\n"],
    ["Unhandled exception: Error: late\n    at x\n", "One or more errors occurred: late\n"],
  ])("that the engine repeats at the end are told once: %j", (first, closing) => {
    const reporter = reported(diagnostic("error", first), diagnostic("error", closing));
    expect(texts(reporter)).toEqual([first.trim()]);
  });

  it("of a resource are told each time, in the plan and in the update", () => {
    const again = diagnostic("error", "no such zone", `${URN}a`);
    expect(texts(reportedOf("up", again, { summaryEvent: {} }, again))).toHaveLength(2);
  });

  it("that only the engine names are told", () => {
    const closing = "One or more errors occurred: no such thing";
    expect(texts(reported(diagnostic("error", closing)))).toEqual([closing]);
  });

  it("with the same text are told for each resource that has them", () => {
    const text = "creating VPC: api error InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.";
    const { sent } = reported(
      diagnostic("error", text, `${URN}a`),
      diagnostic("error", text, `${URN}b`),
      diagnostic("error", "update failed"),
    );
    expect(sent).toEqual([
      { kind: "diagnostic", severity: "error", text, urn: `${URN}a` },
      { kind: "diagnostic", severity: "error", text, urn: `${URN}b` },
      { kind: "diagnostic", severity: "error", text: "update failed" },
    ]);
  });

  it("of a resource are told although another's text contains theirs", () => {
    const reporter = reported(
      diagnostic("error", "creating bucket: AccessDenied: not allowed", `${URN}a`),
      diagnostic("error", "AccessDenied", `${URN}b`),
    );
    expect(texts(reporter)).toHaveLength(2);
  });
});
