import type { StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import { StepTally } from "./step-tally.ts";

type Phase = "start" | "done" | "failed";

const VPC = "aws:ec2/vpc:Vpc";
const STACK = "pulumi:pulumi:Stack";

function step(op: string, name: string, type = VPC, more: object = {}): StepEventMetadata {
  const urn = `urn:pulumi:dev::network::strata:network:Vpc$${type}::${name}`;
  return { op, urn, type, ...more } as unknown as StepEventMetadata;
}

/** A tally of steps, written `<op> <name>` or `<phase> <op> <name>`; without a phase they are done. */
function tallied(...steps: string[]): StepTally {
  const tally = new StepTally();
  for (const text of steps) {
    const [name = "", op = "", phase = "done"] = text.split(" ").reverse();
    tally.add(phase as Phase, step(op, name));
  }
  return tally;
}

const changesOf = ({ resources }: StepTally) => resources.map(({ op, name }) => `${op} ${name}`);

it("is empty before anything has happened", () => {
  const tally = new StepTally();
  expect([tally.counts, tally.resources, tally.outputs]).toEqual([{}, [], undefined]);
});

it("counts each resource once, by what happened to it", () => {
  expect(tallied("create a", "create b", "update c", "same d", "delete e").counts).toEqual({
    create: 2,
    update: 1,
    same: 1,
    delete: 1,
  });
});

it.each([
  ["that is created first", ["create-replacement a", "replace a", "delete-replaced a"]],
  ["that is deleted first", ["delete-replaced a", "replace a", "create-replacement a"]],
])("counts a replacement %s as one", (_, steps) => {
  const tally = tallied(...steps);
  expect(tally.counts).toEqual({ replace: 1 });
  expect(changesOf(tally)).toEqual(["replace a"]);
});

it("counts a component once, which is reported when it is made and again with its outputs", () => {
  const tally = new StepTally();
  const component = step("create", "main", "strata:network:Vpc");
  expect([tally.add("done", component), tally.add("done", component)]).toEqual([true, false]);
  expect(tally.counts).toEqual({ create: 1 });
});

it("does not count what only starts or fails", () => {
  const tally = tallied("start create a", "failed create b", "start update c");
  expect(tally.counts).toEqual({});
  expect(tally.resources).toEqual([]);
});

it("takes every start and every failure for news, and an end once for each kind of step", () => {
  const tally = new StepTally();
  const news = (phase: Phase, op: string) => tally.add(phase, step(op, "a"));
  expect(news("start", "update")).toBe(true);
  expect(news("start", "update")).toBe(true);
  expect(news("failed", "update")).toBe(true);
  expect(news("done", "update")).toBe(true);
  expect(news("done", "update")).toBe(false);
  expect(news("done", "same")).toBe(true);
});

it("lists what changes in the order in which it ended, and nothing that stays", () => {
  const steps = ["same a", "update c", "create b", "read d", "refresh e", "delete f", "import g"];
  expect(changesOf(tallied(...steps))).toEqual(["update c", "create b", "delete f", "import g"]);
});

it("lists an import that replaces as a replacement", () => {
  expect(changesOf(tallied("import-replacement a"))).toEqual(["replace a"]);
});

it("lists the layer's resources, and neither the stack nor a provider", () => {
  const tally = new StepTally();
  for (const type of [STACK, "pulumi:providers:aws", VPC])
    tally.add("done", step("create", "x", type));
  expect(tally.counts).toEqual({ create: 3 });
  expect(tally.resources.map(({ type }) => type)).toEqual([VPC]);
});

it("tells name, type, and whether data would be lost", () => {
  const tally = new StepTally();
  tally.add("done", step("delete", "a::b"));
  tally.add("done", step("delete", "main", "aws:rds/instance:Instance"));
  expect(tally.resources).toEqual([
    {
      urn: step("", "a::b").urn,
      type: VPC,
      name: "a::b",
      op: "delete",
      stateful: false,
      properties: [],
    },
    expect.objectContaining({ name: "main", stateful: true }),
  ]);
});

it("keeps the properties of whichever of a resource's events had them", () => {
  const detailedDiff = { tags: { diffKind: "update", inputDiff: true } };
  const sides = { old: { inputs: { tags: 1 } }, new: { inputs: { tags: 2 } } };
  const tally = new StepTally();
  tally.add("start", step("update", "a", VPC, { detailedDiff, ...sides }));
  tally.add("done", step("update", "a", VPC, { detailedDiff: null, ...sides }));
  expect(tally.resources[0]?.properties).toEqual([
    { path: "tags", kind: "update", replaces: false, before: 1, after: 2 },
  ]);
});

it("keeps the last outputs of the stack, none when it is deleted", () => {
  const tally = new StepTally();
  const announce = (outputs?: object) =>
    tally.add(
      "done",
      step("same", "s", STACK, { new: outputs === undefined ? null : { outputs } }),
    );
  announce({ vpcId: "old" });
  announce({ vpcId: "vpc-1" });
  expect(tally.outputs).toEqual({ vpcId: "vpc-1" });
  tally.add("start", step("delete", "s", STACK, { new: null }));
  expect(tally.outputs).toEqual({ vpcId: "vpc-1" });
  announce();
  expect(tally.outputs).toEqual({});
});
