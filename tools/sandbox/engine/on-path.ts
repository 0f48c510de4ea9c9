import { realpath } from "node:fs/promises";
import { delimiter, join, sep } from "node:path";

import { EXECUTABLE, isCompatible, isExecutable, versionOf } from "./executable.ts";

/** The first compatible pulumi on PATH, and why those before it will not do. */
export async function onPath(
  pinned: string,
  signal?: AbortSignal,
): Promise<{ found?: { path: string; version: string }; refused: readonly string[] }> {
  const refused: string[] = [];
  for (const path of await candidates()) {
    try {
      const version = await versionOf(path, signal);
      if (isCompatible(version, pinned)) return { found: { path, version }, refused };
      refused.push(`${path} is ${version}`);
    } catch (error) {
      signal?.throwIfAborted();
      refused.push(`${path} ${(error as Error).message}`);
    }
  }
  return { refused };
}

async function candidates(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of new Set((process.env.PATH ?? "").split(delimiter))) {
    const path = join(folder, EXECUTABLE);
    if (folder === "" || !(await isExecutable(path))) continue;
    // The npm package `pulumi` puts a wrapper here that downloads when it is called: a later way,
    // with its own care.
    const target = await realpath(path);
    if (!target.includes(`${sep}node_modules${sep}`)) found.push(path);
  }
  return found;
}
