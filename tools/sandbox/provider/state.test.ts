import { recordedState } from "./state.ts";
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
