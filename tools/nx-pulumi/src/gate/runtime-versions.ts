import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { digestOf } from "./digest.ts";
import type { Inputs } from "./layer-inputs.ts";

/**
 * Versions of what runs a program. In the sandbox the provider is code of this workspace, so its version is its code.
 *
 * @param root absolute folder of the workspace
 */
export async function runtimeVersions(
  root: string,
  { engine, sandbox }: { readonly engine: string; readonly sandbox: boolean },
): Promise<Inputs> {
  return {
    engine,
    node: process.versions.node,
    ...(sandbox ? { "sandbox provider": await sourceDigest(root) } : {}),
  };
}

async function sourceDigest(root: string): Promise<string> {
  const folder = join(root, "tools", "sandbox", "provider");
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => /\.(ts|json)$/.test(name) && !name.endsWith(".test.ts"));
  const texts = await Promise.all(
    sources.sort().map(async (name) => `${name}\n${await readFile(join(folder, name), "utf8")}`),
  );
  return digestOf(texts.join("\n"));
}
