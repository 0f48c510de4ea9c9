import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** File and line, relative to the workspace, where a layer imports another one's contract. */
export function contractImport(root: string, folder: string, upstream: string): string | undefined {
  const name = `@strata/contract-${upstream}`;
  const quoted = [`"${name}"`, `'${name}'`];
  try {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    const sources = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
    for (const file of sources.sort((a, b) => a.length - b.length)) {
      const lines = readFileSync(join(root, folder, file), "utf8").split("\n");
      const line = lines.findIndex((text) => quoted.some((word) => text.includes(word)));
      if (line >= 0) return `${folder}/${file}:${line + 1}`;
    }
  } catch {
    // It is for the message only.
  }
  return undefined;
}
