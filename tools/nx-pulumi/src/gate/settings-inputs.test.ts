import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { settingsInputs } from "./settings-inputs.ts";

const STACK = `encryptionsalt: v1:abc
config:
  pulumi:disable-default-providers: [aws]
  network:settings:
    vpcCidr: 10.0.0.0/16 # of everything
    zones: [a, b]
`;

async function inputs(stack: string, project = "name: network\n", environment = "local") {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "Pulumi.yaml"), project);
  await writeFile(join(folder, "Pulumi.local.yaml"), stack);
  return settingsInputs(folder, environment);
}

it("has one entry a setting", async () => {
  expect(Object.keys(await inputs(STACK)).sort()).toEqual([
    "Pulumi.yaml",
    "setting pulumi:disable-default-providers",
    "setting vpcCidr",
    "setting zones",
  ]);
});

it.each([
  ["a comment and the order", STACK.replace("# of everything", "# all"), []],
  ["the salt", STACK.replace("v1:abc", "v1:def"), []],
  ["quotes", STACK.replace("10.0.0.0/16", '"10.0.0.0/16"'), []],
  ["a value", STACK.replace("10.0.0.0/16", "10.1.0.0/16"), ["setting vpcCidr"]],
  ["a new key", `${STACK}    more: 1\n`, ["setting more"]],
  ["a key that is gone", STACK.replace(/ +zones.*\n/, ""), ["setting zones"]],
])("with %s, exactly these differ: %j", async (_, stack, expected) => {
  const [before, after] = await Promise.all([inputs(STACK), inputs(stack)]);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  expect([...names].filter((name) => before[name] !== after[name])).toEqual(expected);
});

it("sees a change of the project file", async () => {
  const project = async (text: string) => (await inputs(STACK, text))["Pulumi.yaml"];
  const before = await project("name: network\n");
  expect(await project("name: network\nmain: x\n")).not.toBe(before);
  expect(await project("name: network\ndescription: what for\nauthor: me\n")).toBe(before);
  expect(await project("network")).not.toBe(before);
});

it("takes a file that is no YAML as a whole, and a missing one as empty", async () => {
  const broken = await inputs("config: [");
  expect(broken).toHaveProperty(["Pulumi.local.yaml"]);
  expect(await inputs(STACK, "name: network\n", "dev")).toEqual({
    "Pulumi.yaml": expect.any(String),
  });
});
