import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The repository of a team, and the clone in which its people work. */
export class Origin {
  /** Path of the bare repository. */
  readonly url: string;
  readonly #clone: string;

  private constructor(url: string, clone: string) {
    this.url = url;
    this.#clone = clone;
  }

  /**
   * Pushes the files of a workspace as the first commit of `main`.
   *
   * @param root absolute folder of the workspace, a clone without a commit
   */
  static create(root: string): Origin {
    const folder = mkdtempSync(join(tmpdir(), "strata-origin-"));
    const url = join(folder, "origin.git");
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", url]);
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "The reference stack");
    git(root, "push", "-q", url, "HEAD:refs/heads/main");
    const clone = join(folder, "clone");
    execFileSync("git", ["clone", "-q", url, clone]);
    return new Origin(url, clone);
  }

  /** Commits a change of files on a branch of `main`, or on top of what the branch has, and pushes it. */
  commit(branch: string, message: string, files: Readonly<Record<string, Edit>>): string {
    const known = this.#git("branch", "--list", branch) !== "";
    this.#git("switch", "-q", ...(known ? [branch] : ["-c", branch, "main"]));
    for (const [name, edit] of Object.entries(files)) {
      const file = join(this.#clone, name);
      const before = edit.length === 0 ? "" : readFileSync(file, "utf8");
      const after = edit(before);
      if (after === before) throw new Error(`the edit of ${name} changed nothing`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, after);
    }
    this.#git("add", "-A");
    this.#git("commit", "-q", "-m", message);
    this.#git("push", "-q", "origin", branch);
    return this.#git("rev-parse", "HEAD");
  }

  /** Makes the ref under which GitHub offers a pull request: what merging the branch would give. */
  pullRequest(number: number, branch: string): string {
    const ref = `refs/pull/${number}/merge`;
    this.#git("switch", "-q", "--detach", "main");
    this.#git("merge", "-q", "--no-ff", "-m", `Merge ${branch} into main`, branch);
    this.#git("push", "-q", "--force", "origin", `HEAD:${ref}`);
    return ref;
  }

  /** Merges a branch into main; the commit of the merge. */
  merge(branch: string): string {
    this.#git("switch", "-q", "main");
    this.#git("merge", "-q", "--no-ff", "-m", `Merge ${branch}`, branch);
    this.#git("push", "-q", "origin", "main");
    return this.#git("rev-parse", "HEAD");
  }

  /** Takes a merge back on main; the commit that does. */
  revert(merge: string): string {
    this.#git("switch", "-q", "main");
    this.#git("revert", "-m", "1", "--no-edit", merge);
    this.#git("push", "-q", "origin", "main");
    return this.#git("rev-parse", "HEAD");
  }

  dispose(): void {
    rmSync(dirname(this.url), { recursive: true, force: true });
  }

  #git(...args: string[]): string {
    return git(this.#clone, ...args);
  }
}

/** Changes the text of a file; one without a parameter writes a new file. */
export type Edit = (before: string) => string;

function git(folder: string, ...args: string[]): string {
  const author = ["-c", "user.name=Team", "-c", "user.email=team@localhost"];
  return execFileSync("git", [...author, ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}
