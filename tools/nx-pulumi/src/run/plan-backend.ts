import { pathToFileURL } from "node:url";

import { PASSPHRASE, writeEmptyStack } from "./empty-stack.ts";

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
  writeEmptyStack(folder, { layer, environment, replaces: true });
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
  };
}
