import { deployedLayers, type DeployedLayer } from "./deployed.ts";
import { readRecord } from "./emulator-record.ts";
import { lossOf, runningEmulator, sandboxOf, type Sandbox } from "./sandbox.ts";
import { sandboxFolder } from "./sandbox-folder.ts";

export type SandboxStatus =
  | {
      readonly running: false;
      readonly folder: string;
      /** What became of the last emulator, if it did not end in order. */
      readonly note?: string;
    }
  | (Sandbox & {
      readonly running: true;
      readonly uptimeSeconds: number;
      readonly deployed: readonly DeployedLayer[];
    });

/**
 * Looks, and changes nothing.
 *
 * @param environment whose account is meant. @default local
 */
export async function sandboxStatus(root: string, environment?: string): Promise<SandboxStatus> {
  const folder = sandboxFolder(root);
  const record = await readRecord(folder);
  const emulator = await runningEmulator(folder, record);
  if (emulator === undefined) {
    const note = lossOf(folder, record);
    return { running: false, folder, ...(note === undefined ? {} : { note }) };
  }
  const uptimeSeconds = Math.round((Date.now() - Date.parse(emulator.startedAt)) / 1000);
  const deployed = await deployedLayers(folder);
  return { running: true, ...sandboxOf(folder, emulator, environment), uptimeSeconds, deployed };
}
