import { readFileSync } from "node:fs";

import { environments } from "@strata/config";
import { evaluate, findingsOf, judge, mandatory, recordedResources, rules } from "@strata/policies";

import { complianceTable } from "./compliance-table.ts";
import { environmentRules } from "./environment-rules.ts";
import {
  layersInOrder,
  recordEnvironments,
  waiversOf,
  type RecordedLayer,
} from "./recorded-environment.ts";
import { uncheckedControls } from "./unchecked-controls.ts";

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

it.each(Object.keys(environments))("%s keeps the rules on what lies in several layers", (name) => {
  const layers = recorded.get(name) ?? [];
  const resources = layers.flatMap((one) => recordedResources(one.resources, one.context));
  expect(layers).toHaveLength(layersInOrder().length);
  for (const { context } of layers.slice(0, 1)) {
    const found = evaluate(resources, context, environmentRules);
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  }
});

it.each([
  ["vpc-flow-log", "aws:ec2/flowLog:FlowLog"],
  ["waf-logging", "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
])("finds with %s what prod would be without its %s", (rule, type) => {
  const layers = recorded.get("prod") ?? [];
  const resources = layers
    .flatMap((one) => recordedResources(one.resources, one.context))
    .filter((one) => one.type !== type);
  const context = layers[0]?.context;
  if (context === undefined) throw new Error("prod was not recorded");
  expect(evaluate(resources, context, environmentRules).map((one) => one.rule)).toEqual([rule]);
});

it("finds databases in subnets with a way to the internet gateway", () => {
  const layers = recorded.get("prod") ?? [];
  const context = layers[0]?.context;
  if (context === undefined) throw new Error("prod was not recorded");
  const resources = layers.flatMap((one) => recordedResources(one.resources, one.context));
  const subnet = resources.find(
    (one) => one.props["subnetId"] !== undefined && /public/.test(one.name),
  );
  const moved = resources.map((one) =>
    one.type === "aws:rds/subnetGroup:SubnetGroup"
      ? { ...one, props: { ...one.props, subnetIds: [subnet?.props["subnetId"]] } }
      : one,
  );
  expect(evaluate(moved, context, environmentRules).map((one) => one.rule)).toEqual([
    "rds-subnets-inside",
  ]);
});

it("lists no control as unchecked that a rule checks", () => {
  const checked = [...rules, ...environmentRules].flatMap(({ controls }) => controls);
  const unchecked = uncheckedControls.flatMap(([controls]) => controls.split(/, | to /));
  // CIS gives the blocks of an account and of a bucket one number.
  expect(unchecked.filter((one) => checked.includes(one))).toEqual(["CIS 2.1.4"]);
});

it("has a document that says so", async () => {
  const written = readFileSync(new URL("../../../../docs/compliance.md", import.meta.url), "utf8");
  // Write it anew with: node tools/nx-checks/src/compliance/write.ts
  expect(written).toBe(await complianceTable(recorded));
});
