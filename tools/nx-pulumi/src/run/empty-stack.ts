import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Key of a state that holds nothing, made once with the passphrase below; the sandbox has the same. */
export const SALT = "v1:zoxZQm6ITdc=:v1:o+4TKul9kx862C0y:IsXKGzGoGB4e2haRemYrWNUrxfe/Wg==";
export const PASSPHRASE = "sandbox";

export interface EmptyStack {
  readonly layer: string;
  readonly environment: string;
  /** Whether a stack that is there already gives way. */
  readonly replaces: boolean;
}

/**
 * A stack that holds nothing, in a backend on this machine, as the engine would make it with the passphrase. The engine
 * itself would write into the layer's settings file that they are encrypted with it.
 *
 * @param folder absolute folder of the backend
 */
export function writeEmptyStack(
  folder: string,
  { layer, environment, replaces }: EmptyStack,
): void {
  write(folder, ".pulumi/meta.yaml", "version: 1\n", false);
  const latest = {
    manifest: { time: new Date(0).toISOString(), magic: "", version: "" },
    secrets_providers: { type: "passphrase", state: { salt: SALT } },
  };
  const state = {
    version: 3,
    checkpoint: { stack: `organization/${layer}/${environment}`, latest },
  };
  write(folder, `.pulumi/stacks/${layer}/${environment}.json`, JSON.stringify(state), replaces);
}

/** As a whole, because two runs may do so at once. */
function write(folder: string, file: string, text: string, replaces: boolean): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  writeFileSync(temporary, text);
  if (replaces) return renameSync(temporary, path);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
