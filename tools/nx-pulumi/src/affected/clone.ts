import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One version of a file, as git knows it. */
export interface FileVersion {
  /** Kind and permissions of the file, six digits. */
  readonly mode: string;
  /** Id of its content. */
  readonly blob: string;
}

/** A file that differs between two commits. */
export interface ChangedFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Undefined where the older commit has no such file. */
  readonly before: FileVersion | undefined;
}

/** The git clone that holds the workspace. */
export class Clone {
  readonly #root: string;
  /** Folder of the workspace in the clone, ending in `/`; empty where they are one. */
  readonly #prefix: string;
  /** Commit that is checked out. */
  readonly head: string;

  private constructor(root: string, prefix: string, head: string) {
    this.#root = root;
    this.#prefix = prefix;
    this.head = head;
  }

  /**
   * @param root absolute folder of the workspace
   * @throws Error when it is in no clone, or nothing was ever committed
   */
  static async at(root: string): Promise<Clone> {
    try {
      const prefix = await git(root, ["rev-parse", "--show-prefix"]);
      const head = await git(root, ["rev-parse", "--verify", "HEAD^{commit}"]);
      return new Clone(root, prefix.trimEnd(), head.trim());
    } catch (error) {
      throw new Error(
        `what changed is found with git, which does not work in ${root}: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  /** Whether the clone has this commit; a shallow one has few, and none has what was never pushed. */
  async has(commit: string): Promise<boolean> {
    return this.#succeeds(["cat-file", "-e", `${commit}^{commit}`]);
  }

  /** Whether all that is in `older` is in `newer` too. */
  async isAncestor(older: string, newer: string): Promise<boolean> {
    return this.#succeeds(["merge-base", "--is-ancestor", older, newer]);
  }

  /** Files that are not in HEAD as they are in `commit`; a renamed one counts as two. */
  async changesSince(commit: string): Promise<readonly ChangedFile[]> {
    const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"];
    const fields = (await this.#git([...args, commit, this.head])).split("\0");
    const changes: ChangedFile[] = [];
    // Of each file: `:<mode> <mode> <blob> <blob> <status>`, then its path.
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const [mode = "", , blob = ""] = (fields[i] ?? "").slice(1).split(" ");
      const full = fields[i + 1] ?? "";
      if (!full.startsWith(this.#prefix)) continue;
      const before = /^0+$/.test(mode) ? undefined : { mode, blob };
      changes.push({ path: full.slice(this.#prefix.length), before });
    }
    return changes;
  }

  /** Files of HEAD in a folder, relative to the workspace as the folder is. */
  async filesBelow(folder: string): Promise<readonly string[]> {
    const args = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", this.head];
    const names = (await this.#git([...args, `${this.#prefix}${folder}/`])).split("\0");
    return names.filter((name) => name !== "").map((name) => name.slice(this.#prefix.length));
  }

  /** Id of a content, which git keeps from now on. */
  async store(content: string): Promise<string> {
    return (await this.#git(["hash-object", "-w", "-t", "blob", "--stdin"], {}, content)).trim();
  }

  /** Id of a tree without any file; git knows it in every clone. */
  async emptyTree(): Promise<string> {
    return (await this.#git(["hash-object", "-t", "tree", "--stdin"])).trim();
  }

  /**
   * Id of a tree that is HEAD's but for these files.
   *
   * @param files by path; undefined leaves the file out
   * @throws Error when no tree can hold them: one is a file where another needs a folder
   */
  async treeWith(files: ReadonlyMap<string, FileVersion | undefined>): Promise<string> {
    refuseFilesInFiles(files);
    // An index of its own: the user's, and what is staged in it, stays as it is.
    const folder = await mkdtemp(join(tmpdir(), "strata-base-"));
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    const none = { mode: "0", blob: "0".repeat(this.head.length) };
    const lines = [...files].map(([path, version]) => {
      const { mode, blob } = version ?? none;
      return `${mode} ${blob}\t${this.#prefix}${path}\0`;
    });
    try {
      await this.#git(["read-tree", this.head], env);
      await this.#git(["update-index", "-z", "--index-info"], env, lines.join(""));
      return (await this.#git(["write-tree"], env)).trim();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #git(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string): Promise<string> {
    return git(this.#root, args, env, input);
  }

  async #succeeds(args: readonly string[]): Promise<boolean> {
    return this.#git(args).then(
      () => true,
      () => false,
    );
  }
}

/** Git would quietly let the last one win. */
function refuseFilesInFiles(files: ReadonlyMap<string, FileVersion | undefined>): void {
  for (const [path, version] of files) {
    if (version === undefined) continue;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if (files.get(above) === undefined) continue;
      throw new Error(`${above} was a file for one layer and a folder for another`);
    }
  }
}

/** @throws Error with what git says, when it fails */
function git(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input?: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: root,
      env: { ...process.env, ...env },
      maxBuffer: 256 * 1024 * 1024,
    };
    const child = execFile("git", [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message));
    });
    // Git may end before it has read all; its exit code says what there is to say.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input ?? "");
  });
}
