import { environments } from "@strata/config";
import { findingsOf, judge, mandatory, recordedResources } from "@strata/policies";

import {
  layersInOrder,
  recordEnvironments,
  waiversOf,
  type RecordedLayer,
} from "./recorded-environment.ts";

let recorded: ReadonlyMap<string, readonly RecordedLayer[]>;

beforeAll(async () => {
  recorded = await recordEnvironments();
}, 120_000);

it("knows the layers, each after those that it reads", () => {
  expect(layersInOrder()).toEqual(["network", "data", "compute", "observability"]);
});

const cases = Object.keys(environments).flatMap((environment) =>
  layersInOrder().map((layer) => [layer, environment] as const),
);

it.each(cases)(
  "%s in %s breaks no rule that is not waived, and waives nothing idly",
  async (name, environment) => {
    const layer = recorded.get(environment)?.find((one) => one.layer === name);
    if (layer === undefined) throw new Error(`${name} was not recorded in ${environment}`);
    const { context, resources } = layer;
    const { findings, problems } = judge({
      findings: findingsOf(resources, context),
      resources: recordedResources(resources, context),
      waivers: await waiversOf(name),
      context,
      today: new Date().toISOString().slice(0, 10),
    });
    expect(mandatory(findings).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    expect(problems).toEqual([]);
  },
);
