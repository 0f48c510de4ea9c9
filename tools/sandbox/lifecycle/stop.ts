import { access } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

import { readRecord, removeRecord, type StartedEmulator } from "./emulator-record.ts";
import { isStartedAs, livenessOf } from "./liveness.ts";
import { withLock } from "./lock.ts";
import { ensureSandbox, type Sandbox } from "./sandbox.ts";
import { forgetState, lockPath, sandboxFolder } from "./sandbox-folder.ts";

/** It ends at once when asked; this long after being asked it is not going to. */
const GRACE_MS = 10_000;
/** The end of a process that is not a child gives no event. */
const LOOK_EVERY_MS = 20;

/**
 * Ends the emulator, waits for its end and removes the Pulumi state: what was deployed is gone.
 * Succeeds when nothing runs.
 */
export async function stopSandbox(root: string, report: (line: string) => void): Promise<void> {
  const folder = sandboxFolder(root);
  if (!(await exists(folder))) return report("sandbox: not running");
  const onWait = () => report("sandbox: another command is starting or stopping it; waiting");
  await withLock(lockPath(folder), { onWait }, async () => {
    const record = await readRecord(folder);
    const ended = record.kind === "started" && (await end(record.emulator));
    await removeRecord(folder);
    await forgetState(folder);
    const pid = record.kind === "started" ? record.emulator.pid : undefined;
    report(ended ? `sandbox: stopped (process ${pid})` : "sandbox: not running");
  });
}

/** Stops the emulator, if it runs, and starts an empty one. */
export async function resetSandbox(root: string, report: (line: string) => void): Promise<Sandbox> {
  await stopSandbox(root, report);
  return ensureSandbox({ root, report });
}

/** Whether there was an emulator to end. No process is touched that is not proven to be it. */
async function end(emulator: StartedEmulator): Promise<boolean> {
  const liveness = await livenessOf(emulator);
  const ours = liveness === "serving" || (liveness === "silent" && (await isStartedAs(emulator)));
  if (!ours) return false;
  kill(emulator.pid, liveness === "silent" ? "SIGKILL" : "SIGTERM");
  const asked = Date.now();
  while ((await livenessOf(emulator)) !== "gone") {
    if (Date.now() - asked > GRACE_MS) kill(emulator.pid, "SIGKILL");
    await delay(LOOK_EVERY_MS);
  }
  return true;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
