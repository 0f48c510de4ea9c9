import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where a clone stands; undefined where it is none, or has no commit yet. */
export async function gitCommit(
  root: string,
): Promise<{ readonly sha: string; readonly clean: boolean } | undefined> {
  const git = async (...args: string[]) => (await run("git", ["-C", root, ...args])).stdout.trim();
  try {
    const [sha, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("status", "--porcelain", "--untracked-files=normal"),
    ]);
    return { sha, clean: changes === "" };
  } catch {
    return undefined;
  }
}
