import { resolve } from "node:path";

import envPaths from "env-paths";

/**
 * A folder for what is expensive to make and the same for every clone of the user: the engine and
 * the emulator's packages.
 *
 * @default the platform's cache folder, such as `~/.cache/strata`; `STRATA_CACHE_DIR` names another
 */
export function userCache(...parts: readonly string[]): string {
  // An empty variable is one that somebody meant to unset.
  const root = process.env.STRATA_CACHE_DIR || envPaths("strata", { suffix: "" }).cache;
  return resolve(root, ...parts);
}
