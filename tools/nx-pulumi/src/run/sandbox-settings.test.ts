import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";
import { parse } from "yaml";

import { sandboxSettings } from "./sandbox-settings.ts";

const place = { environment: "prod", inSandbox: true };

async function layerWith(settings: string | undefined) {
  const root = await temporaryFolder();
  const folder = join(root, "apps", "network");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "Pulumi.prod.yaml");
  if (settings !== undefined) await writeFile(file, settings);
  return { file, settings: () => sandboxSettings(root, "network", folder, place) };
}

it("are the layer's, with the sandbox's encryption in place of the account's, in a file of their own", async () => {
  const text =
    "secretsprovider: awskms://alias/strata-state?region=us-east-1\nencryptedkey: AQIC\n" +
    "config:\n  network:settings:\n    zones: [a, b]\n";
  const layer = await layerWith(text);
  const file = layer.settings();
  expect(file).not.toBe(layer.file);
  expect(parse(await readFile(file, "utf8"))).toEqual({
    config: { "network:settings": { zones: ["a", "b"] } },
    encryptionsalt: expect.stringMatching(/^v1:/),
  });
  expect(await readFile(layer.file, "utf8")).toBe(text);
});

it("are empty for a layer whose code is gone", async () => {
  const { settings } = await layerWith(undefined);
  expect(Object.keys(parse(await readFile(settings(), "utf8")) as object)).toEqual([
    "encryptionsalt",
  ]);
});

it("are refused when they hold a secret, which only the account could tell", async () => {
  const layer = await layerWith("config:\n  network:settings:\n    key:\n      secure: AAAB\n");
  expect(layer.settings).toThrow(
    `${layer.file} holds secret settings, which only the key of prod's account can decrypt`,
  );
});
