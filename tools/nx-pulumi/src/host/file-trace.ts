import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What looks at a file or a folder. Each takes the path first. */
const SYNC = [
  "readFileSync",
  "readdirSync",
  "existsSync",
  "statSync",
  "lstatSync",
  "openSync",
  "opendirSync",
  "accessSync",
] as const;
const PROMISES = ["readFile", "readdir", "stat", "lstat", "open", "opendir", "access"] as const;
const CALLBACK = [...PROMISES, "openAsBlob"] as const;

/** The original, for this module's own use. */
const { readdirSync } = fs;

/** Not the program's own: what Nx, npm, git and the run itself keep in the workspace, and what the engine reads. */
const FOREIGN =
  /^(\.git|\.nx|\.strata|node_modules|tools)(\/|$)|(^|\/)(node_modules|Pulumi[^/]*\.yaml)(\/|$)/;

/**
 * Notes which files of a workspace this process looks at, so that a later run can tell whether the program would still
 * find the same. Files that are not there count too: they may come.
 *
 * @param root absolute folder of the workspace
 * @returns the files noted so far, relative to the workspace
 */
export function traceFiles(root: string): () => readonly string[] {
  const seen = new Set<string>();
  const note = (path: unknown) => {
    const file = pathOf(path);
    if (file === undefined) return;
    const inside = relative(root, file).split(sep).join("/");
    if (inside === "" || inside.startsWith("..") || FOREIGN.test(inside)) return;
    seen.add(inside);
  };
  watch(fs, SYNC, note);
  watch(fs, CALLBACK, note);
  watch(fs.promises, PROMISES, note);
  syncBuiltinESMExports();
  return () => [...seen].sort();
}

function watch(target: object, names: readonly string[], note: (path: unknown) => void): void {
  const functions = target as Record<string, (...args: unknown[]) => unknown>;
  for (const name of names) {
    const original = functions[name];
    if (original === undefined) continue;
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      const [path, options] = args;
      note(path);
      if ((options as { recursive?: boolean } | undefined)?.recursive === true) {
        for (const folder of foldersBelow(pathOf(path) ?? "")) note(folder);
      }
      return original.apply(this, args);
    };
    // `fs.readFile[util.promisify.custom]` and the like stay what they are.
    functions[name] = Object.assign(watched, original);
  }
}

/** All folders in a folder; none where it is none. */
function foldersBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch {
    return [];
  }
}

function pathOf(path: unknown): string | undefined {
  if (typeof path === "string") return path;
  if (path instanceof URL && path.protocol === "file:") return fileURLToPath(path);
  if (Buffer.isBuffer(path)) return path.toString();
  return undefined;
}
