import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Contract, Shape } from "@strata/contracts";
import { z } from "zod";

/** One output of another layer, to begin with. */
export interface UpstreamOutput {
  readonly key: string;
  /** A value that its contract accepts. */
  readonly example: string;
}

/**
 * The first output of a contract that is a text of which an example can be made.
 *
 * @param name of the constant that holds the contract
 * @throws Error when the contract has none
 */
export async function upstreamOutput(
  workspaceRoot: string,
  layer: string,
  name: string,
): Promise<UpstreamOutput> {
  const file = `libs/contracts/${layer}/index.ts`;
  const module = (await import(pathToFileURL(join(workspaceRoot, file)).href)) as Module;
  const contract = module[name];
  if (contract === undefined) throw new Error(`${file} exports no "${name}"`);
  for (const [key, schema] of Object.entries(contract.shape)) {
    const example = exampleOf(schema);
    if (example !== undefined && accepts(contract, key, example)) return { key, example };
  }
  throw new Error(
    `no layer was made\n✖ --reads: the contract of ${layer} has no plain text to begin with: ` +
      `make the layer without it, and read what you need in its index.ts`,
  );
}

type Module = Readonly<Record<string, Contract<string, Shape> | undefined>>;

/** What a text has to begin with stands in its pattern. */
function exampleOf(schema: z.ZodType): string | undefined {
  const { type, pattern } = z.toJSONSchema(schema, { unrepresentable: "any" });
  if (type !== "string") return undefined;
  const prefix = /^\^([\w:-]+)/.exec(pattern ?? "")?.[1] ?? "";
  return `${prefix}example`;
}

function accepts(contract: Contract<string, Shape>, key: string, value: string): boolean {
  try {
    contract.check(key, value);
    return true;
  } catch {
    return false;
  }
}
