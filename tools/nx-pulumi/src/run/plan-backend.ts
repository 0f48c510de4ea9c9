import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Key of a state that holds nothing, made once with the passphrase below; the sandbox has the same. */
const SALT = "v1:zoxZQm6ITdc=:v1:o+4TKul9kx862C0y:IsXKGzGoGB4e2haRemYrWNUrxfe/Wg==";
const PASSPHRASE = "sandbox";

/**
 * A backend on this machine with an empty stack, in which the engine can plan a layer that was never deployed. The
 * layer's real backend stays as it is: a plan may have no right to write there, and would leave a stack behind.
 *
 * @param folder absolute folder for such backends
 * @returns variables of the engine
 */
export function planBackend(
  folder: string,
  layer: string,
  environment: string,
): Readonly<Record<string, string>> {
  write(folder, ".pulumi/meta.yaml", "version: 1\n");
  const latest = {
    manifest: { time: new Date(0).toISOString(), magic: "", version: "" },
    secrets_providers: { type: "passphrase", state: { salt: SALT } },
  };
  const state = {
    version: 3,
    checkpoint: { stack: `organization/${layer}/${environment}`, latest },
  };
  write(folder, `.pulumi/stacks/${layer}/${environment}.json`, JSON.stringify(state));
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
  };
}

/** As a whole, because two runs may plan at once. */
function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
