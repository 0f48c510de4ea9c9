import { Clone, type ChangedFile, type FileVersion } from "./clone.ts";

/** A layer of this workspace, and what it was deployed from in one environment. */
export interface DeployedLayer {
  readonly name: string;
  /** Folder of the layer, relative to the workspace. */
  readonly root: string;
  /** Whether a file, relative to the workspace, can be part of what the layer is built from. */
  readonly uses: (file: string) => boolean;
  readonly deployed: DeployedFrom;
}

/** What a layer's last successful deployment was made from, or why nobody can say. */
export type DeployedFrom =
  | {
      readonly commit: string;
      /** Files and folders that its program read, beside its code, relative to the workspace. */
      readonly files: readonly string[];
    }
  | { readonly unknown: string };

/** What `nx affected` has to compare with, so that it selects what is not deployed as it stands in HEAD. */
export interface DeployedBase {
  /** Id of a tree, for `--base` and `NX_BASE`: git and Nx take it as they take a commit. */
  readonly base: string;
  /** For a person: what each layer is compared with, or why it counts as changed. */
  readonly reasons: readonly string[];
}

/**
 * Puts together the tree that an environment was deployed from: each file as the layers that are built
 * from it saw it. No commit would do in its place. Layers are deployed at different ones, and the oldest of
 * them can be equal to HEAD where a younger one is not: that is what a revert is.
 *
 * A layer of which nobody can say what it was deployed from counts as changed.
 *
 * @param root absolute folder of the workspace
 * @throws Error when the workspace is in no git clone
 */
export async function deployedBase(
  root: string,
  layers: readonly DeployedLayer[],
): Promise<DeployedBase> {
  const clone = await Clone.at(root);
  const commits = await knownCommits(clone, layers);
  const changes = await changesSince(clone, commits);
  const changed = new Set<string>();
  const reasons = layers.map(({ name, deployed }) => {
    const commit = commits.get(name) ?? "";
    const problem = problemOf(deployed, changes.get(commit));
    if (problem === undefined) return `${name}: deployed from ${short(commit)}`;
    changed.add(name);
    return `${name}: counts as changed: ${problem}`;
  });
  if (commits.size === 0) return { base: await clone.emptyTree(), reasons };

  const files = new Map<string, FileVersion | undefined>();
  for (const [path, versions] of versionsBefore(layers, commits, changes)) {
    files.set(path, versions.length === 1 ? versions[0] : await severalVersions(clone));
  }
  for (const { name, root: folder } of layers) {
    if (!changed.has(name)) continue;
    for (const path of await clone.filesBelow(folder)) files.set(path, undefined);
  }
  try {
    return { base: await clone.treeWith(files), reasons };
  } catch (error) {
    const problem = `everything counts as changed: ${(error as Error).message}`;
    return { base: await clone.emptyTree(), reasons: [...reasons, problem] };
  }
}

/**
 * Layers that are deployed from a newer commit than HEAD, one that holds all of HEAD: to deploy HEAD
 * would take them back.
 *
 * @throws Error when the workspace is in no git clone
 */
export async function deployedAhead(
  root: string,
  layers: readonly DeployedLayer[],
): Promise<readonly string[]> {
  const clone = await Clone.at(root);
  const known = await knownCommits(clone, layers);
  const newer = new Set<string>();
  for (const commit of new Set(known.values())) {
    if (commit !== clone.head && (await clone.isAncestor(clone.head, commit))) newer.add(commit);
  }
  return [...known].filter(([, commit]) => newer.has(commit)).map(([name]) => name);
}

/** By layer: the commit it was deployed from, where it is known and in the clone. */
async function knownCommits(
  clone: Clone,
  layers: readonly DeployedLayer[],
): Promise<ReadonlyMap<string, string>> {
  const recorded = layers.flatMap(({ name, deployed }): [string, string][] =>
    "commit" in deployed && isCommitId(deployed.commit) ? [[name, deployed.commit]] : [],
  );
  const present = new Set<string>();
  for (const commit of new Set(recorded.map(([, commit]) => commit))) {
    if (await clone.has(commit)) present.add(commit);
  }
  return new Map(recorded.filter(([, commit]) => present.has(commit)));
}

type Changes = ReadonlyMap<string, readonly ChangedFile[]>;

async function changesSince(clone: Clone, commits: ReadonlyMap<string, string>): Promise<Changes> {
  const found = new Map<string, readonly ChangedFile[]>();
  for (const commit of commits.values()) {
    if (!found.has(commit)) found.set(commit, await clone.changesSince(commit));
  }
  return found;
}

/**
 * Why a layer has to be selected whatever Nx makes of the files that changed; undefined if it need not.
 *
 * @param changes since the layer was deployed; undefined when that is not known
 */
function problemOf(
  deployed: DeployedFrom,
  changes: readonly ChangedFile[] | undefined,
): string | undefined {
  if ("unknown" in deployed) return deployed.unknown;
  if (changes === undefined) {
    return (
      `it was deployed from ${short(deployed.commit)}, which is not in this clone ` +
      "(a shallow clone, or a commit that was rewritten or never pushed)"
    );
  }
  // Nx knows what imports what. It does not know which files a program opens.
  const read = changes.find(({ path }) =>
    deployed.files.some((file) => path === file || path.startsWith(`${file}/`)),
  );
  return read === undefined ? undefined : `${read.path}, which its program reads, has changed`;
}

/** By file that is not as in HEAD: the versions, each once, that layers built from it were deployed with. */
function versionsBefore(
  layers: readonly DeployedLayer[],
  commits: ReadonlyMap<string, string>,
  changes: Changes,
): ReadonlyMap<string, readonly (FileVersion | undefined)[]> {
  const found = new Map<string, Map<string, FileVersion | undefined>>();
  for (const [commit, files] of changes) {
    const users = layers.filter(({ name }) => commits.get(name) === commit);
    for (const { path, before } of files) {
      if (!users.some(({ uses }) => uses(path))) continue;
      const versions = found.get(path) ?? new Map<string, FileVersion | undefined>();
      found.set(path, versions.set(`${before?.mode} ${before?.blob}`, before));
    }
  }
  return new Map([...found].map(([path, versions]) => [path, [...versions.values()]]));
}

/**
 * Stands for a file with which layers were deployed in several versions. Of some files, such as the lock file, Nx
 * compares the contents; this is none that it can read, and so it takes all in it for changed.
 */
async function severalVersions(clone: Clone): Promise<FileVersion> {
  return { mode: "100644", blob: await clone.store("deployed in several versions\n") };
}

/** What a record says goes to git as an argument: nothing but an id may. */
function isCommitId(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
