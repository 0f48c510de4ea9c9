import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { upstreamOutput } from "./upstream-output.ts";

let contracts = 0;

/** What is found in a workspace in which a layer promises this. A process knows one contract of a layer only. */
async function firstOutputOf(shape: string, constant = "webContract") {
  const root = await temporaryFolder();
  const layer = `web${++contracts}`;
  const folder = join(root, "libs/contracts", layer);
  await mkdir(folder, { recursive: true });
  await symlink(
    join(import.meta.dirname, "../../../../../node_modules"),
    join(root, "node_modules"),
  );
  await writeFile(join(root, "package.json"), '{ "type": "module" }');
  await writeFile(
    join(folder, "index.ts"),
    `import { defineContract } from "@strata/contracts";
import { z } from "zod";
export const webContract = defineContract("${layer}", { ${shape} });
`,
  );
  return upstreamOutput(root, layer, constant);
}

it.each([
  ["the first text", "size: z.int(), url: z.string(), zone: z.string()", "url", "example"],
  ["no value of which the type is open", "any: z.unknown(), url: z.string()", "url", "example"],
  ["a text with a beginning", 'id: z.string().startsWith("vpc-")', "id", "vpc-example"],
  ["a text with a pattern", "name: z.string().regex(/^[a-z]{1,9}$/)", "name", "example"],
  [
    "a text whose example is accepted",
    'path: z.string().regex(/^app\\/x\\/y$/), arn: z.string().startsWith("arn:")',
    "arn",
    "arn:example",
  ],
])("takes %s", async (_, shape, key, example) => {
  expect(await firstOutputOf(shape)).toEqual({ key, example });
});

it("refuses a contract without a text, and says what to do", async () => {
  await expect(firstOutputOf("size: z.int(), ids: z.array(z.string())")).rejects.toThrow(
    /^no layer was made\n✖ --reads: the contract of web\d has no plain text to begin with: make the layer without it/,
  );
});

it("refuses a contract that is exported under another name", async () => {
  await expect(firstOutputOf("url: z.string()", "wepContract")).rejects.toThrow(
    /^libs\/contracts\/web\d\/index.ts exports no "wepContract"$/,
  );
});
