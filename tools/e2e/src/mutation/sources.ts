import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Edit } from "./edit.ts";

/** The files of a workspace by path: the text of all that git does not ignore. */
export type Sources = ReadonlyMap<string, string>;

/** What npm wrote down when it installed; git ignores it, and the gate reads it. */
export const INSTALLED = "node_modules/.package-lock.json";

/** What a package that the workspace names says of itself. */
export function manifestOf(name: string): string {
  return `node_modules/${name}/package.json`;
}

/** Packages that the workspace names, with the versions that it demands. */
export function demanded(sources: Sources): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = JSON.parse(textOf(sources, "package.json")) as Record<
    string,
    Record<string, string>
  >;
  return { ...dependencies, ...devDependencies };
}

/** Reads a workspace, and what is installed in it. */
export function sourcesOf(root: string): Sources {
  const listed = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: root });
  const paths = listed.toString().split("\0");
  const read = (path: string) => [path, readFileSync(join(root, path), "utf8")] as const;
  // A file that was deleted and not committed is still listed.
  const sources = new Map(
    paths
      .filter((path) => existsSync(join(root, path)))
      .flatMap((path) => (path === "" ? [] : [read(path)])),
  );
  const installed = Object.keys(demanded(sources)).map(manifestOf);
  return new Map([...sources, ...[INSTALLED, ...installed].map(read)]);
}

/** The text of a file. */
export function textOf(sources: Sources, file: string): string {
  const text = sources.get(file);
  if (text === undefined) throw new Error(`there is no ${file}`);
  return text;
}

/** The sources after an edit. */
export function withEdit(sources: Sources, { files }: Edit): Sources {
  const result = new Map(sources);
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) result.delete(path);
    else result.set(path, text);
  }
  return result;
}

/** Program files below a folder, without tests. */
export function programFiles(sources: Sources, folder: string): string[] {
  return [...sources.keys()].filter(
    (path) => path.startsWith(`${folder}/`) && path.endsWith(".ts") && !path.endsWith(".test.ts"),
  );
}
