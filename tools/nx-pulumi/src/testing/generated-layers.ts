import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Layers to be made, each with the layers that it reads. */
export type Reads = Readonly<Record<string, readonly string[]>>;

/**
 * Replaces the layers of a copy of this workspace by generated ones: real programs with real contracts, and no
 * resources, so that what costs is the run and not the cloud. Each publishes one text, and reads those of others.
 *
 * @param root absolute folder of the copy, whose `node_modules` is its own
 */
export function generateLayers(root: string, layers: Reads): void {
  removeLayers(root);
  for (const [name, reads] of Object.entries(layers)) {
    writeContract(root, name);
    writeLayer(root, name, reads);
  }
}

function removeLayers(root: string): void {
  for (const folder of ["apps", "libs/contracts"]) {
    for (const name of readdirSync(join(root, folder))) {
      if (name !== "core") rmSync(join(root, folder, name), { recursive: true });
    }
  }
}

function writeContract(root: string, layer: string): void {
  const folder = `libs/contracts/${layer}`;
  write(
    root,
    `${folder}/package.json`,
    packageJson(`@strata/contract-${layer}`, `contract-${layer}`),
  );
  write(
    root,
    `${folder}/index.ts`,
    `import { defineContract } from "@strata/contracts";
import { z } from "zod";

export const contract = defineContract("${layer}", { text: z.string() });
`,
  );
  const link = join(root, "node_modules/@strata", `contract-${layer}`);
  rmSync(link, { force: true, recursive: true });
  symlinkSync(`../../${folder}`, link);
}

function writeLayer(root: string, name: string, reads: readonly string[]): void {
  const folder = `apps/${name}`;
  const imports = reads.map(
    (other, i) => `import { contract as c${i} } from "@strata/contract-${other}";`,
  );
  const values = reads.map((_, i) => `c${i}.read().text`);
  write(root, `${folder}/package.json`, packageJson(`@strata/${name}`, name));
  write(root, `${folder}/Pulumi.yaml`, `name: ${name}\nruntime: nodejs\n`);
  write(root, `${folder}/Pulumi.local.yaml`, `config:\n  ${name}:settings:\n    text: ${name}\n`);
  write(
    root,
    `${folder}/index.ts`,
    `import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "@strata/config";
import { contract } from "@strata/contract-${name}";
${imports.join("\n")}
import { z } from "zod";

export default () => {
  const { text } = loadSettings(z.strictObject({ text: z.string().max(60) }));
  const read = pulumi.all([${values.join(", ")}]);
  return contract.publish({ text: read.apply(() => text) });
};
`,
  );
}

function packageJson(name: string, project: string): string {
  const nx = { name: project };
  const strata = { owner: "@your-org/platform-team" };
  const content = { name, private: true, type: "module", sideEffects: false, nx, strata };
  return `${JSON.stringify({ ...content, exports: { ".": "./index.ts" } }, undefined, 2)}\n`;
}

function write(root: string, file: string, text: string): void {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), text);
}
