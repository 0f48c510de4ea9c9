import { join } from "node:path";

import {
  generateFiles,
  getProjects,
  joinPathFragments,
  type GeneratorCallback,
  type Tree,
} from "@nx/devkit";
import { environments } from "@strata/config/environments";
import { parse } from "yaml";

import { writeIdentities } from "../../identity/written-identities.ts";
import { identifierOf } from "../../ownership/layer-name.ts";
import { linkPackages } from "../link-packages.ts";
import { layersIn, ownedFolders } from "../sync/owned-folders.ts";
import { DEFAULT_OWNER, syncFiles } from "../sync/sync-files.ts";
import { layerOptions, type Existing, type LayerOptions } from "./layer-options.ts";
import { upstreamOutput } from "./upstream-output.ts";

const FILES = join(import.meta.dirname, "files");

/**
 * `nx g @strata/nx-pulumi:layer <name>`: a layer that passes every check and deploys at once, with its contract. What
 * follows from a layer, owners and import boundaries, is written with it.
 *
 * @throws Error before anything is written, listing what is wrong with the options
 */
export async function layer(
  tree: Tree,
  raw: Readonly<Record<string, unknown>>,
): Promise<GeneratorCallback> {
  const options = layerOptions(raw, existing(tree));
  const words = await substitutions(tree, options);
  generateFiles(tree, join(FILES, "layer"), `apps/${options.name}`, words);
  generateFiles(tree, join(FILES, "contract"), `libs/contracts/${options.name}`, words);
  for (const [environment, { kind }] of Object.entries(environments)) {
    generateFiles(tree, join(FILES, "settings"), `apps/${options.name}`, {
      name: options.name,
      environment,
      retentionDays: kind === "sandbox" ? 7 : 30,
      salt: kind === "sandbox" ? sharedSalt(tree) : undefined,
    });
  }
  await syncFiles(tree);
  return async () => {
    linkPackages(tree);
    await writeIdentities(tree.root);
  };
}

function existing(tree: Tree): Existing {
  const folders = ownedFolders(tree);
  const contracts = folders.filter(({ kind }) => kind === "contract").map(({ layer }) => layer);
  return {
    layers: layersIn(folders).filter((name) => contracts.includes(name)),
    projects: [...getProjects(tree).keys()],
    folders: ["apps", "libs/contracts"].flatMap((top) =>
      tree.children(top).map((name) => joinPathFragments(top, name)),
    ),
    defaultOwner: DEFAULT_OWNER,
  };
}

async function substitutions(tree: Tree, { name, owner, reads }: LayerOptions) {
  const own = { layer: name, contract: contractOf(name) };
  const upstream = await Promise.all(
    reads.map(async (layer) => ({
      layer,
      identifier: identifierOf(layer),
      contract: contractOf(layer),
      ...(await upstreamOutput(tree.root, layer, contractOf(layer))),
    })),
  );
  return {
    name,
    owner,
    identifier: identifierOf(name),
    contract: own.contract,
    reads: upstream,
    imports: [...upstream, own].sort((a, b) => a.layer.localeCompare(b.layer)),
    environments: Object.keys(environments),
    nextYear: nextYear(),
    readsText: new Intl.ListFormat("en").format(reads) || "no other layer",
  };
}

/** The day on which waivers of a new layer end: a year from today, UTC. */
function nextYear(): string {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

function contractOf(layer: string): string {
  return `${identifierOf(layer)}Contract`;
}

/** Salt of the passphrase that encrypts secrets in the sandbox: the same in every layer and environment there. */
function sharedSalt(tree: Tree): string | undefined {
  const inSandbox = Object.entries(environments).filter(([, { kind }]) => kind === "sandbox");
  for (const { root, kind } of ownedFolders(tree)) {
    for (const [environment] of inSandbox) {
      const text = tree.read(joinPathFragments(root, `Pulumi.${environment}.yaml`), "utf-8");
      if (kind !== "layer" || text === null) continue;
      const { encryptionsalt } = (parse(text) ?? {}) as { encryptionsalt?: string };
      if (encryptionsalt !== undefined) return encryptionsalt;
    }
  }
  return undefined;
}
