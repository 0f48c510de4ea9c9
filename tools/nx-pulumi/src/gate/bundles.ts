import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";

import type { BuildFailure, BuildResult, Metafile } from "esbuild";

import { digestOf } from "./digest.ts";

/** A program as it would run: what it consists of, whatever its files are called and however they are formatted. */
export interface Bundle {
  /**
   * Digest of the code that can run: no types, no comments, no formatting, nothing that the entry does not reach.
   * Undefined when the program cannot be put together.
   */
  readonly digest?: string;
  /** That code. */
  readonly code?: string;
  /** What Node knows of its files besides their text, where that matters; empty mostly. Part of the digest. */
  readonly surroundings: string;
  /** Why it cannot be put together, one line a problem, with file and line. */
  readonly problem?: string;
  /** Packages that it imports and that are not in it. */
  readonly packages: readonly string[];
  /** Source files in it, relative to the workspace. */
  readonly files: readonly string[];
  /** Who imports a file, where that matters for a message. */
  importerOf(file: string): string | undefined;
}

/**
 * Puts programs together with esbuild, side by side, and digests each. What is found, and how it is read, is what Node
 * would find and how it would read it.
 *
 * @param root absolute folder of the workspace
 * @param entries entry files, relative to the workspace, or packages of the workspace
 * @param outside packages of the workspace that are not put in; `*` stands for any part of a name
 */
export async function bundlesOf(
  root: string,
  entries: readonly string[],
  outside: readonly string[] = [],
): Promise<ReadonlyMap<string, Bundle>> {
  if (entries.length === 0) return new Map();
  const { build } = await import("esbuild");
  const external = [...(await installedPackages(root)), ...outside];
  const bundle = (points: readonly string[]) =>
    build({
      absWorkingDir: root,
      entryPoints: points.map((point, place) => ({ in: point, out: String(place) })),
      outdir: join(root, ".strata", "bundles"),
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      format: "esm",
      external,
      // As Node has it: no other conditions of a package, no ending left out, no tsconfig.json, and every module that
      // is named is loaded, whatever a package says about its side effects.
      conditions: [],
      ignoreAnnotations: true,
      resolveExtensions: [],
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      minifyWhitespace: true,
      legalComments: "none",
      treeShaking: true,
      logLevel: "silent",
      logOverride: { "empty-import-meta": "silent" },
    });
  try {
    return await digests(root, entries, await bundle(entries));
  } catch (error) {
    if (entries.length === 1) return new Map([[entries[0] ?? "", broken(error)]]);
    // One that is broken must not hide the others.
    const each = await Promise.all(entries.map((entry) => bundlesOf(root, [entry], outside)));
    return new Map(each.flatMap((one) => [...one]));
  }
}

async function digests(
  root: string,
  entries: readonly string[],
  { metafile, outputFiles }: BuildResult<{ metafile: true; write: false }>,
): Promise<ReadonlyMap<string, Bundle>> {
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(root, path), text]));
  const manifests = new Manifests(root);
  const found = new Map<string, Bundle>();
  for (const [output, { entryPoint, imports }] of Object.entries(metafile.outputs)) {
    if (entryPoint === undefined) continue;
    const files = reachedFrom(entryPoint, metafile);
    const text = texts.get(output) ?? "";
    const problem = files.flatMap((file) => notForNode(file, metafile)).join("\n");
    const known = await Promise.all([places(root, text, files), manifests.unusual(files)]);
    const surroundings = known.join("");
    found.set(entries[Number(/(\d+)\.js$/.exec(output)?.[1])] ?? "", {
      ...(problem === "" ? { digest: digestOf(text + surroundings), code: text } : { problem }),
      surroundings,
      packages: packagesIn(imports),
      files,
      importerOf: (file) =>
        files.find((importer) =>
          metafile.inputs[importer]?.imports.some(({ path }) => path === file),
        ),
    });
  }
  return found;
}

/** Modules that look for files beside themselves: for them, where they are is part of what they do. */
async function places(root: string, text: string, files: readonly string[]): Promise<string> {
  if (!text.includes("import.meta")) return "";
  const sources = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
  return files.filter((_, i) => sources[i]?.includes("import.meta")).join("\n");
}

/** Imports that esbuild understands and Node does not: of a file by another name, of JSON without saying so. */
function notForNode(file: string, { inputs }: Metafile): string[] {
  return (inputs[file]?.imports ?? []).flatMap(({ path, original = "", external, with: given }) => {
    if (external === true) return [];
    if (original.startsWith(".") && join(dirname(file), original) !== path) {
      return [`${file} imports "${original}", which Node does not find: write the name of ${path}`];
    }
    const isUntold = path.endsWith(".json") && given?.type !== "json";
    return isUntold ? [`${file} imports "${original}" without: with { type: "json" }`] : [];
  });
}

/** The package.json files of a workspace, each read once. */
class Manifests {
  readonly #root: string;
  readonly #types = new Map<string, Promise<string | undefined>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Packages of some files in which Node takes a module for something else, with what it takes it for. */
  async unusual(files: readonly string[]): Promise<string> {
    const folders = await Promise.all(files.map((file) => this.#packageOf(dirname(file))));
    const unusual = folders.filter(({ type }) => type !== "module");
    return [...new Set(unusual.map(({ folder, type }) => `${folder} ${type}`))].sort().join("\n");
  }

  async #packageOf(folder: string): Promise<{ folder: string; type: string }> {
    const type = await this.#typeIn(folder);
    if (type !== undefined) return { folder, type };
    return folder === "." ? { folder, type: "none" } : this.#packageOf(dirname(folder));
  }

  /** What a folder's package.json says; undefined where there is none. */
  #typeIn(folder: string): Promise<string | undefined> {
    const known =
      this.#types.get(folder) ??
      readFile(join(this.#root, folder, "package.json"), "utf8").then(
        (text) => (JSON.parse(text) as { type?: string }).type ?? "none",
        () => undefined,
      );
    this.#types.set(folder, known);
    return known;
  }
}

function reachedFrom(entry: string, { inputs }: Metafile): readonly string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { path, external } of inputs[file]?.imports ?? []) {
      if (external !== true && path in inputs) seen.add(path);
    }
  }
  return [...seen].sort();
}

function packagesIn(imports: Metafile["outputs"][string]["imports"]): readonly string[] {
  const names = imports
    .filter(({ path, external }) => external === true && !isBuiltin(path))
    .map(({ path }) => packageOf(path));
  return [...new Set(names)].sort();
}

function isBuiltin(path: string): boolean {
  return path.startsWith("node:") || builtinModules.includes(path);
}

/** `@pulumi/aws` for `@pulumi/aws/ec2/vpc.js`. */
function packageOf(path: string): string {
  const words = path.split("/");
  return words.slice(0, path.startsWith("@") ? 2 : 1).join("/");
}

/** Everything the root package.json names stays outside: its version says what it is. */
async function installedPackages(root: string): Promise<string[]> {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  ) as Record<string, Record<string, string> | undefined>;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.flatMap((name) => [name, `${name}/*`]);
}

function broken(error: unknown): Bundle {
  const { errors } = error as Partial<BuildFailure>;
  const lines = (errors ?? []).map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}: ${text}`,
  );
  const problem = lines.length > 0 ? lines.join("\n") : (error as Error).message;
  return { problem, surroundings: "", packages: [], files: [], importerOf: () => undefined };
}
