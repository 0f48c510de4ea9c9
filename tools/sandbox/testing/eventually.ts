import { setTimeout as delay } from "node:timers/promises";

import { ask } from "../lifecycle/command.ts";

/** Long for any machine: only what never happens takes this long. */
const LIMIT_MS = 45_000;

/**
 * Waits for something that gives no event, such as the end of a process that is not a child.
 *
 * @throws when it does not happen
 */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await holds())) {
    if (Date.now() - began > LIMIT_MS) throw new Error(`not within ${LIMIT_MS / 1000} s: ${holds}`);
    await delay(10);
  }
}

/**
 * Whether a process exists and has not ended; one that waits for its parent to notice its end has
 * ended.
 */
export async function isRunning(pid: number): Promise<boolean> {
  const { lines } = await ask("ps", ["-o", "stat=", "-p", String(pid)]);
  return lines.some((line) => /^\s*[^Z\s]/.test(line));
}
