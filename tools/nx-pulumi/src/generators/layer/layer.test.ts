import { readJson, type Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { environments } from "@strata/config/environments";
import { parse } from "yaml";

import { layer } from "./layer.ts";

const SALT = "v1:abc=:v1:def";
let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace({ formatter: "prettier" });
  tree.write(".prettierrc", "{}");
  tree.write(
    "package.json",
    JSON.stringify({ name: "w", workspaces: ["apps/*", "libs/contracts/*"] }),
  );
  tree.write("apps/network/Pulumi.yaml", "name: network\n");
  tree.write("apps/network/Pulumi.local.yaml", `encryptionsalt: ${SALT}\nconfig: {}\n`);
  tree.write(
    "apps/network/package.json",
    JSON.stringify({ name: "@w/network", strata: { owner: "@acme/network-team" } }),
  );
});

const text = (file: string) => tree.read(file, "utf-8") ?? "";
const created = () =>
  tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => path.includes("event-bus"))
    .sort();

it("makes the folder of the layer and that of its contract", async () => {
  await layer(tree, { name: "event-bus" });
  expect(created()).toEqual([
    ...Object.keys(environments)
      .sort()
      .map((environment) => `apps/event-bus/Pulumi.${environment}.yaml`),
    "apps/event-bus/Pulumi.yaml",
    "apps/event-bus/README.md",
    "apps/event-bus/index.test.ts",
    "apps/event-bus/index.ts",
    "apps/event-bus/jest.config.js",
    "apps/event-bus/package.json",
    "apps/event-bus/src/activity-log.test.ts",
    "apps/event-bus/src/activity-log.ts",
    "apps/event-bus/src/settings.test.ts",
    "apps/event-bus/src/settings.ts",
    "apps/event-bus/tsconfig.json",
    "apps/event-bus/waivers.ts",
    "libs/contracts/event-bus/index.ts",
    "libs/contracts/event-bus/jest.config.js",
    "libs/contracts/event-bus/package.json",
    "libs/contracts/event-bus/src/event-bus-contract.test.ts",
    "libs/contracts/event-bus/src/event-bus-contract.ts",
    "libs/contracts/event-bus/tsconfig.json",
  ]);
});

it("names the layer the same everywhere", async () => {
  await layer(tree, { name: "event-bus", owner: "@acme/bus-team" });
  expect(parse(text("apps/event-bus/Pulumi.yaml"))).toMatchObject({ name: "event-bus" });
  expect(readJson(tree, "apps/event-bus/package.json")).toMatchObject({
    name: "@strata/event-bus",
    nx: { name: "event-bus" },
    strata: { owner: "@acme/bus-team" },
  });
  expect(readJson(tree, "libs/contracts/event-bus/package.json")).toMatchObject({
    name: "@strata/contract-event-bus",
    nx: { name: "contract-event-bus" },
  });
  expect(text("libs/contracts/event-bus/src/event-bus-contract.ts")).toContain(
    'export const eventBusContract = defineContract("event-bus", {',
  );
});

it("has settings for every environment, and the salt of the others in the sandbox only", async () => {
  await layer(tree, { name: "event-bus" });
  for (const [environment, { kind }] of Object.entries(environments)) {
    const { encryptionsalt, config } = parse(text(`apps/event-bus/Pulumi.${environment}.yaml`));
    expect(encryptionsalt).toBe(kind === "sandbox" ? SALT : undefined);
    expect(config).toEqual({
      "pulumi:disable-default-providers": ["aws"],
      "event-bus:settings": { logRetentionDays: kind === "sandbox" ? 7 : 30 },
    });
  }
});

it("waives for a year, in every environment, the rules that its log group does not keep", async () => {
  await layer(tree, { name: "event-bus" });
  const waivers = text("apps/event-bus/waivers.ts");
  const names = Object.keys(environments).map((name) => `"${name}"`);
  expect(waivers).toContain(`const EVERYWHERE = [${names.join(", ")}];`);
  expect(waivers.match(/rule: .*/g)).toEqual([
    'rule: "log-group-key",',
    'rule: "log-retention-year",',
  ]);
  const ends = [...waivers.matchAll(/expires: "(.*)"/g)].map(([, day]) => Date.parse(String(day)));
  const yearFromNow = Date.now() + 365 * 24 * 60 * 60 * 1000;
  expect(ends.map((end) => Math.abs(end - yearFromNow) < TWO_DAYS_MS)).toEqual([true, true]);
});

const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

it("brings owners and import boundaries in step", async () => {
  await layer(tree, { name: "event-bus", owner: "@acme/bus-team" });
  expect(text(".github/CODEOWNERS")).toContain("/libs/contracts/event-bus/ @acme/bus-team");
  expect(text(".eslintrc.boundaries.json")).toContain('"layer:event-bus"');
});

it("leaves nothing of a template in a file", async () => {
  await layer(tree, { name: "event-bus" });
  for (const file of created()) {
    expect(`${file}\n${text(file)}`).not.toMatch(/<%|%>|__/);
  }
});

it("writes nothing when the options are refused", async () => {
  const before = tree.listChanges().length;
  await expect(layer(tree, { name: "network" })).rejects.toThrow('"network" is taken');
  await expect(layer(tree, { name: "event-bus", reads: "network" })).rejects.toThrow("no layer");
  expect(tree.listChanges()).toHaveLength(before);
});
