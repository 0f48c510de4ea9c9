import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The folder of the Go module that pins the engine. */
export const MODULE_FOLDER = fileURLToPath(new URL(".", import.meta.url));

/**
 * The engine that Strata is tested with, such as `3.259.0`. `go.mod` is the only place that says
 * it.
 */
export async function pinnedVersion(): Promise<string> {
  const text = await readFile(new URL("./go.mod", import.meta.url), "utf8");
  const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(text)?.[1];
  if (version === undefined) {
    throw new Error("tools/sandbox/engine/go.mod must require github.com/pulumi/pulumi/pkg/v3");
  }
  return version;
}
