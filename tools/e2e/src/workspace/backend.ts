import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Digest of every state and record of a workspace's sandbox, by file: what a refused run must leave as it was. */
export function backendDigests(root: string): Readonly<Record<string, string>> {
  const folder = join(root, ".strata", "sandbox", "state");
  const kept = ["stacks", "records", "locks"];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter(
    (name) => name.endsWith(".json") && kept.some((part) => name.split("/").includes(part)),
  );
  return Object.fromEntries(
    files.sort().map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}
