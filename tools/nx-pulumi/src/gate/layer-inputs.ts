import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { LayerGraph } from "../layer-graph.ts";
import { bundlesOf, type Bundle } from "./bundles.ts";
import { contractKeys, type ContractKeys } from "./contract-keys.ts";
import { digestOf } from "./digest.ts";
import { InstalledPackages } from "./packages.ts";
import { settingsInputs } from "./settings-inputs.ts";

/** What a layer's deployment depends on besides the outputs it reads, by name: a digest or a version each. */
export type Inputs = Readonly<Record<string, string>>;

/** Names of the inputs that more than one place speaks of. */
export const PROGRAM = "program";
export const CONTRACT = "contract";
export const RULES = "rules";
export const WAIVERS = "waivers";
/** Begins the names of inputs that are files, or folders, which the program read. */
export const FILE = "file ";

export interface WorkspaceInputsOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly graph: LayerGraph;
  readonly environment: string;
}

/** An output that a program reads. */
type Read = Readonly<Record<"layer" | "key", string>>;

/** Packages that hold contracts: a reader depends on what it reads of them, not on all that is in them. */
const CONTRACT_PACKAGE = "@strata/contract-";

/** The package of the rules that every layer is held against. */
const RULES_PACKAGE = "@strata/policies";

/** Reads, without running any program, what each layer of a workspace would be deployed from. */
export class WorkspaceInputs {
  readonly #options: WorkspaceInputsOptions;
  /** Of programs by entry file, and of contracts by package. */
  readonly #bundles: ReadonlyMap<string, Bundle>;
  readonly #packages: InstalledPackages;
  readonly #contracts = new Map<string, ContractKeys>();

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
    const layers = [...graph.values()];
    // As programs import them, so that what their package.json says of them counts.
    const contracts = layers.flatMap(({ name, contractRoot }) =>
      contractRoot === undefined ? [] : [CONTRACT_PACKAGE + name],
    );
    const waivers = layers.map((layer) => waiversOf(layer.root));
    const written = [
      ...waivers.filter((file) => existsSync(join(root, file))),
      ...(existsSync(join(root, "node_modules", RULES_PACKAGE)) ? [RULES_PACKAGE] : []),
    ];
    const [programs, promises, policies, packages] = await Promise.all([
      bundlesOf(
        root,
        layers.map((layer) => entryOf(layer.root)),
        [`${CONTRACT_PACKAGE}*`],
      ),
      bundlesOf(root, contracts),
      bundlesOf(root, written),
      InstalledPackages.read(root),
    ]);
    return new WorkspaceInputs(options, new Map([...programs, ...promises, ...policies]), packages);
  }

  /**
   * @param files what the program read in its last deployment, beside its code; relative to the workspace
   * @param reads outputs of other layers that it read in its last deployment
   * @param versions of what runs the program: engine, Node, provider
   */
  async of(
    layer: string,
    files: readonly string[],
    reads: readonly Read[],
    versions: Inputs,
  ): Promise<Inputs> {
    const { root, graph, environment } = this.#options;
    const folder = graph.get(layer)?.root ?? "";
    const program = this.#bundles.get(entryOf(folder));
    const contract = this.#bundles.get(CONTRACT_PACKAGE + layer);
    const rules = this.#bundles.get(RULES_PACKAGE);
    const waivers = this.#bundles.get(waiversOf(folder));
    const [settings, contents] = await Promise.all([
      settingsInputs(join(root, folder), environment),
      Promise.all(files.map(async (file) => [FILE + file, await contentDigest(root, file)])),
    ]);
    return {
      [PROGRAM]: program?.digest ?? `broken: ${program?.problem ?? "no index.ts"}`,
      ...(contract === undefined
        ? {}
        : { [CONTRACT]: contract.digest ?? `broken: ${contract.problem}` }),
      ...(rules === undefined ? {} : { [RULES]: rules.digest ?? `broken: ${rules.problem}` }),
      ...(waivers === undefined
        ? {}
        : { [WAIVERS]: waivers.digest ?? `broken: ${waivers.problem}` }),
      ...settings,
      ...(Object.fromEntries(contents) as Inputs),
      ...this.#readContracts(layer, program?.packages ?? [], reads),
      ...this.#versions(layer),
      ...versions,
    };
  }

  /** Source files that the layer's program consists of, contracts included, relative to the workspace. */
  filesOf(layer: string): readonly string[] {
    return this.#partsOf(layer).flatMap(({ files }) => files);
  }

  /** What is wrong with the program, before it is run: it imports another layer. Undefined if nothing is. */
  problemOf(layer: string): string | undefined {
    const { graph } = this.#options;
    const bundle = this.#bundles.get(entryOf(graph.get(layer)?.root ?? ""));
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

  /** What the contracts of other layers say of the outputs that this one reads. */
  #readContracts(layer: string, packages: readonly string[], reads: readonly Read[]): Inputs {
    const others = packages
      .filter((name) => name.startsWith(CONTRACT_PACKAGE))
      .map((name) => name.slice(CONTRACT_PACKAGE.length))
      .filter((other) => other !== layer);
    return Object.fromEntries(
      others.flatMap((other) => {
        const { keys, rest } = this.#contractOf(other);
        const read = reads.filter(({ layer: from, key }) => from === other && key in keys);
        return [
          [`contract of ${other}`, rest],
          ...read.map(({ key }) => [`contract of ${other}.${key}`, keys[key] ?? ""]),
        ];
      }),
    );
  }

  #contractOf(layer: string): ContractKeys {
    const { code, problem, surroundings } = this.#bundles.get(CONTRACT_PACKAGE + layer) ?? {};
    const known =
      this.#contracts.get(layer) ??
      (code === undefined
        ? { keys: {}, rest: `broken: ${problem}` }
        : contractKeys(code, surroundings));
    this.#contracts.set(layer, known);
    return known;
  }

  /** The bundles that the layer's program is made of: its own, and those of the contracts that it imports. */
  #partsOf(layer: string): readonly Bundle[] {
    const program = this.#bundles.get(entryOf(this.#options.graph.get(layer)?.root ?? ""));
    const contracts = program?.packages.map((name) => this.#bundles.get(name)) ?? [];
    return [program, ...contracts].filter((one) => one !== undefined);
  }

  #versions(layer: string): Inputs {
    const packages = this.#partsOf(layer).flatMap((part) => part.packages);
    const installed = packages.filter((name) => !name.startsWith(CONTRACT_PACKAGE));
    return Object.fromEntries(
      installed.map((name) => [`package ${name}`, this.#packages.versionOf(name)]),
    );
  }
}

function entryOf(folder: string): string {
  return `${folder}/index.ts`;
}

/** The file of a layer's waivers, which is not part of its program. */
function waiversOf(folder: string): string {
  return `${folder}/waivers.ts`;
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
