import { randomUUID } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * Where the sandbox of a clone keeps its files.
 *
 * @default `.strata/sandbox` in the clone; `STRATA_SANDBOX_DIR` names another
 */
export function sandboxFolder(root: string): string {
  return resolve(process.env.STRATA_SANDBOX_DIR || join(root, ".strata", "sandbox"));
}

/** Pulumi's state, which lives and dies with the emulator. */
export function stateFolder(folder: string): string {
  return join(folder, "state");
}

/** One command at a time starts or stops the emulator. */
export function lockPath(folder: string): string {
  return join(folder, "emulator.lock");
}

export function logPath(folder: string): string {
  return join(folder, "emulator.log");
}

const FORGOTTEN = "state.forgotten-";

/** Removes the state at once, as far as any reader can tell. */
export async function forgetState(folder: string): Promise<void> {
  const aside = join(folder, `${FORGOTTEN}${randomUUID()}`);
  await rename(stateFolder(folder), aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  for (const name of await readdir(folder)) {
    if (name.startsWith(FORGOTTEN)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
