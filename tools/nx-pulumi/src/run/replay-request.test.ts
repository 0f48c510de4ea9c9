import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { plainConfig } from "./replay-request.ts";

/** The settings of network in dev, from this text of its file. */
async function configOf(text: string) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "Pulumi.dev.yaml"), text);
  return plainConfig(folder, "network", "dev");
}

it.each([
  ["are texts by full name", "config:\n  network:size: small\n", { "network:size": "small" }],
  [
    "get the layer's name where they have none",
    "config:\n  size: small\n",
    { "network:size": "small" },
  ],
  ["keep the name of another", "config:\n  aws:region: eu-west-1\n", { "aws:region": "eu-west-1" }],
  [
    "are JSON where they are no texts",
    "config:\n  network:settings:\n    zones: [a, b]\n    count: 2\n  network:on: true\n  network:n: 3\n",
    { "network:settings": '{"zones":["a","b"],"count":2}', "network:on": "true", "network:n": "3" },
  ],
  ["may be none", "encryptionsalt: v1:abc\n", {}],
  ["may be an empty file", "", {}],
])("settings %s", async (_, text, expected) => {
  expect(await configOf(text)).toEqual(expected);
});

it.each([
  "config:\n  network:password:\n    secure: v1:abc\n",
  "config:\n  network:settings:\n    list:\n      - secure: v1:abc\n",
  "config:\n  network:password: { secure: v1:abc }\n",
  'config:\n  network:password:\n    "secure": v1:abc\n',
])("are left to the engine where one is secret: %j", async (text) => {
  expect(await configOf(text)).toBeUndefined();
});

it("do not take a setting that is called secure for a secret", async () => {
  const text = "config:\n  network:insecure: x\n";
  expect(await configOf(text)).toEqual({ "network:insecure": "x" });
});

it("fail where there is no file", async () => {
  await expect(plainConfig(await temporaryFolder(), "network", "dev")).rejects.toThrow("ENOENT");
});
