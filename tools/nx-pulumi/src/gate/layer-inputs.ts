import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { LayerGraph } from "../layer-graph.ts";
import { bundlesOf, type Bundle } from "./bundles.ts";
import { digestOf } from "./digest.ts";
import { InstalledPackages } from "./packages.ts";
import { settingsInputs } from "./settings-inputs.ts";

/** What a layer's deployment depends on besides the outputs it reads, by name: a digest or a version each. */
export type Inputs = Readonly<Record<string, string>>;

/** Names of the inputs that more than one place speaks of. */
export const PROGRAM = "program";
export const CONTRACT = "contract";
/** Begins the names of inputs that are files, or folders, which the program read. */
export const FILE = "file ";

export interface WorkspaceInputsOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly graph: LayerGraph;
  readonly environment: string;
}

/** Reads, without running any program, what each layer of a workspace would be deployed from. */
export class WorkspaceInputs {
  readonly #options: WorkspaceInputsOptions;
  readonly #bundles: ReadonlyMap<string, Bundle>;
  readonly #packages: InstalledPackages;

  private constructor(
    options: WorkspaceInputsOptions,
    bundles: ReadonlyMap<string, Bundle>,
    packages: InstalledPackages,
  ) {
    this.#options = options;
    this.#bundles = bundles;
    this.#packages = packages;
  }

  static async read(options: WorkspaceInputsOptions): Promise<WorkspaceInputs> {
    const { root, graph } = options;
    const entries = [...graph.values()].flatMap((layer) => [
      programOf(layer.root),
      ...(layer.contractRoot === undefined ? [] : [programOf(layer.contractRoot)]),
    ]);
    const [bundles, packages] = await Promise.all([
      bundlesOf(root, entries),
      InstalledPackages.read(root),
    ]);
    return new WorkspaceInputs(options, bundles, packages);
  }

  /**
   * @param files what the program read in its last deployment, beside its code; relative to the workspace
   * @param versions of what runs the program: engine, Node, provider
   */
  async of(layer: string, files: readonly string[], versions: Inputs): Promise<Inputs> {
    const { root, graph, environment } = this.#options;
    const { root: folder = "", contractRoot } = graph.get(layer) ?? {};
    const program = this.#bundles.get(programOf(folder));
    const contract =
      contractRoot === undefined ? undefined : this.#bundles.get(programOf(contractRoot));
    const [settings, contents] = await Promise.all([
      settingsInputs(join(root, folder), environment),
      Promise.all(files.map(async (file) => [FILE + file, await contentDigest(root, file)])),
    ]);
    return {
      [PROGRAM]: program?.digest ?? `broken: ${program?.problem ?? "no index.ts"}`,
      ...(contract === undefined
        ? {}
        : { [CONTRACT]: contract.digest ?? `broken: ${contract.problem}` }),
      ...settings,
      ...(Object.fromEntries(contents) as Inputs),
      ...this.#versions(program?.packages ?? []),
      ...versions,
    };
  }

  /** Source files that the layer's program consists of, relative to the workspace. */
  filesOf(layer: string): readonly string[] {
    return this.#bundles.get(programOf(this.#options.graph.get(layer)?.root ?? ""))?.files ?? [];
  }

  /** What is wrong with the program, before it is run: it imports another layer. Undefined if nothing is. */
  problemOf(layer: string): string | undefined {
    const { graph } = this.#options;
    const bundle = this.#bundles.get(programOf(graph.get(layer)?.root ?? ""));
    for (const other of graph.values()) {
      if (other.name === layer) continue;
      const file = bundle?.files.find((name) => name.startsWith(`${other.root}/`));
      if (file === undefined) continue;
      return (
        `${bundle?.importerOf(file) ?? layer} imports ${file}, which belongs to layer ${other.name}. ` +
        `Layers meet at contracts only: publish what is needed in @strata/contract-${other.name} and read it there`
      );
    }
    return undefined;
  }

  #versions(packages: readonly string[]): Inputs {
    return Object.fromEntries(
      packages.map((name) => [`package ${name}`, this.#packages.versionOf(name)]),
    );
  }
}

function programOf(folder: string): string {
  return `${folder}/index.ts`;
}

/** What a program sees of a file or a folder. */
async function contentDigest(root: string, file: string): Promise<string> {
  const path = join(root, file);
  try {
    const isFolder = (await stat(path)).isDirectory();
    return digestOf(isFolder ? (await readdir(path)).sort().join("\n") : await readFile(path));
  } catch {
    return "absent";
  }
}
