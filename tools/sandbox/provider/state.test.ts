import { inputsOf, plannedState, plannedUpdate, recordedState } from "./state.ts";
import { unknown, type Values } from "./value.ts";
import { defineResource } from "./resource-type.ts";

const type = defineResource<object, Record<string, unknown>>({
  token: "aws:test/thing:Thing",
  noun: "Thing",
  properties: {
    plain: { kind: "string" },
    local: { kind: "boolean", default: false, local: true },
    simulated: { kind: "number", simulated: "for the test" },
    chosen: { kind: "number", computed: true, simulated: "for the test" },
  },
  create: async () => "id",
  read: async () => ({}),
  delete: async () => {},
});
const context = { region: "us-east-1", defaultTags: {} };

describe("what is recorded of a property that cannot be read back", () => {
  it("is what the program says", () => {
    const inputs = { local: true, simulated: 1, chosen: 2 };
    const state = recordedState(type, { plain: "a", chosen: 9 }, inputs, {}, context);
    expect(state).toEqual({ plain: "a", local: true, simulated: 1, chosen: 2 });
  });

  it("goes away when the program takes it away, unless AWS chooses then", () => {
    const prior = { local: true, simulated: 1, chosen: 2 };
    const state = recordedState(type, { plain: "a" }, {}, prior, context);
    expect(state).toEqual({ plain: "a", local: false, simulated: undefined, chosen: 2 });
    expect(recordedState(type, { chosen: 9 }, {}, prior, context).chosen).toBe(9);
  });

  it("is what was known or can be seen, for an import", () => {
    const state = recordedState(type, { simulated: 3 }, undefined, { chosen: 2 }, context);
    expect(state).toEqual({ plain: undefined, local: false, simulated: 3, chosen: 2 });
  });
});

describe("the recorded region", () => {
  const regional = { ...type, properties: { region: { kind: "string", computed: true } } } as const;

  it("is the resource's own where the program gives one, else the provider's", () => {
    const own = recordedState(regional, {}, { region: "eu-west-1" }, {}, context);
    expect(own.region).toBe("eu-west-1");
    expect(recordedState(regional, {}, {}, {}, context).region).toBe("us-east-1");
    expect(recordedState(regional, {}, undefined, own, context).region).toBe("eu-west-1");
  });
});

const thing = defineResource<object, Record<string, unknown>>({
  token: "aws:test/thing:Thing",
  noun: "Thing",
  tags: true,
  properties: {
    text: { kind: "string" },
    chosen: { kind: "string", computed: true },
    either: { kind: "string", computed: true, conflictsWith: ["chosen"] },
    size: { kind: "number", default: 8 },
    rules: {
      kind: "list",
      of: {
        kind: "object",
        fields: { port: { kind: "number" }, id: { kind: "string", output: true } },
      },
    },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    version: { kind: "number", output: true, recomputed: true },
    textHash: { kind: "string", output: true, recomputed: ["text"] },
    ruled: {
      kind: "number",
      output: true,
      recomputed: (changed, inputs) => changed.includes("size") && inputs.size === 9,
    },
  },
  create: async () => "id",
  read: async () => ({}),
  delete: async () => {},
});

describe("a preview of a creation", () => {
  it("knows the inputs, and not what AWS will choose", () => {
    const inputs = { text: "a", tagsAll: { owner: "team" } };
    expect(plannedState(thing, inputs)).toEqual({
      text: "a",
      chosen: unknown,
      either: unknown,
      size: undefined,
      rules: undefined,
      tags: undefined,
      tagsAll: { owner: "team" },
      arn: unknown,
      version: unknown,
      textHash: unknown,
      ruled: unknown,
    });
  });
});

describe("a preview of an update", () => {
  const state = {
    text: "a",
    chosen: "b",
    arn: "arn",
    version: 1,
    textHash: "h",
    ruled: 1,
    size: 8,
  };
  const planned = (inputs: object, ...changed: string[]) =>
    plannedUpdate(thing, state, inputs as Values, changed);

  it("keeps what AWS chose, takes away what the program took away", () => {
    expect(planned({}, "text")).toMatchObject({ text: undefined, chosen: "b", arn: "arn" });
  });

  it.each<[string, object, string[], object]>([
    ["any change", { size: 7 }, ["size"], { version: unknown, textHash: "h", ruled: 1 }],
    ["a change of text", { text: "b" }, ["text"], { version: unknown, textHash: unknown }],
    ["a change by the rule", { size: 9 }, ["size"], { ruled: unknown, textHash: "h" }],
    ["a change of tags alone", {}, ["tags", "tagsAll"], { version: 1, textHash: "h", ruled: 1 }],
  ])("does not know what %s recomputes", (_what, inputs, changed, expected) => {
    expect(planned(inputs, ...changed)).toMatchObject(expected);
  });
});

describe("recorded tags", () => {
  const own = { region: "us-east-1", defaultTags: { owner: "team", stage: "test" } };
  const tags = (read: object, inputs: object | undefined, prior: object = {}) => {
    const state = recordedState(
      thing,
      { tags: read } as Values,
      inputs as Values,
      prior as Values,
      own,
    );
    return { own: state.tags, all: state.tagsAll };
  };
  const all = { owner: "team", stage: "test", Name: "a" };

  it("are those of the resource, and all", () => {
    expect(tags(all, { tags: { Name: "a" } })).toEqual({ own: { Name: "a" }, all });
  });

  it("keep a default tag that the program repeats", () => {
    const given = { tags: { Name: "a", stage: "test" } };
    expect(tags(all, given).own).toEqual({ Name: "a", stage: "test" });
  });

  it("show a default tag that somebody changed, and one that somebody took away", () => {
    const read = { owner: "stranger", Name: "a" };
    expect(tags(read, { tags: { Name: "a" } })).toEqual({ own: read, all: read });
  });

  it("never show AWS's own", () => {
    expect(tags({ ...all, "aws:cloudformation:stack-id": "s" }, {}).all).toEqual(all);
  });
});

describe("the inputs of an import", () => {
  const imported = (state: object) => inputsOf(thing, state as Values, undefined);

  it("are what is not empty, without outputs at any depth, and with what differs from a default", () => {
    const state = { text: "", chosen: "b", size: 0, arn: "arn", rules: [{ port: 1, id: "i" }] };
    expect(imported({ ...state, tagsAll: {} })).toEqual({
      chosen: "b",
      size: 0,
      rules: [{ port: 1 }],
      tagsAll: {},
    });
  });

  it("say a thing once", () => {
    expect(imported({ chosen: "b", either: "c" })).toEqual({ chosen: "b" });
    expect(imported({ either: "c" })).toEqual({ either: "c" });
  });
});

it("a refresh records what the program said, with the values that are", () => {
  const state = { text: "new", chosen: "b", size: 8 };
  const old = { text: "old", size: 9, __defaults: ["size"] };
  expect(inputsOf(thing, state, old)).toEqual({ text: "new", size: 8, __defaults: ["size"] });
});
