import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Copies a workspace as it stands, uncommitted work included and nothing that git ignores, into an empty folder, with
 * packages of its own and an empty git repository.
 *
 * @param from absolute folder of a clone in which `npm ci` was run
 * @param to absolute folder
 */
export async function copyWorkspace(from: string, to: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: from,
    maxBuffer: 64 * 1024 * 1024,
  });
  const files = listed.stdout.split("\n").filter((name) => name !== "");
  for (const file of files.filter((name) => existsSync(join(from, name)))) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(from, file), join(to, file));
  }
  // Hard links: real files, so that every package resolves inside the copy, at the price of none.
  const packages = [join(from, "node_modules"), join(to, "node_modules")];
  await run("cp", ["-al", ...packages]).catch(() => run("cp", ["-a", ...packages]));
  // The one file that npm writes in place: through a hard link it would change the original.
  const npmsList = join("node_modules", ".package-lock.json");
  rmSync(join(to, npmsList));
  cpSync(join(from, npmsList), join(to, npmsList));
  await run("git", ["init", "-q", "-b", "main"], { cwd: to });
}
