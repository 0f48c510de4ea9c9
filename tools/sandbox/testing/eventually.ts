import { setTimeout as delay } from "node:timers/promises";

import { ask } from "../lifecycle/command.ts";

/**
 * Waits for something that gives no event, such as the end of a process that is not a child. The
 * test's own limit ends it.
 */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(10);
}

/**
 * Whether a process exists and has not ended; one that waits for its parent to notice its end has
 * ended.
 */
export async function isRunning(pid: number): Promise<boolean> {
  const { lines } = await ask("ps", ["-o", "stat=", "-p", String(pid)]);
  return lines.some((line) => /^\s*[^Z\s]/.test(line));
}
