import { hostname } from "node:os";

import type { StateStore } from "./state-store.ts";

/** A lock of the engine on one stack, as its backends write it. */
export interface StackLock {
  /** Key of the lock below the backend's root. */
  readonly key: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Where the engine keeps the locks of a stack, below the backend's root. */
export function lockFolder(layer: string, environment: string): string {
  return `.pulumi/locks/organization/${layer}/${environment}`;
}

/** Undefined for what is no lock. */
export function parseLock(key: string, text: string): StackLock | undefined {
  try {
    const { pid, username, hostname: host, timestamp } = JSON.parse(text) as Partial<StackLock>;
    if (typeof pid !== "number" || typeof host !== "string") return undefined;
    return { key, pid, username: username ?? "?", hostname: host, timestamp: timestamp ?? "?" };
  } catch {
    return undefined;
  }
}

/**
 * Removes locks whose owner has ended, which the engine would respect for ever.
 *
 * @throws Error naming the owner, when it may be alive: it runs on this machine, or it ran on another one.
 */
export async function takeOverDeadLocks(
  store: Pick<StateStore, "locks" | "removeLock">,
  layer: string,
  environment: string,
  report: (line: string) => void,
): Promise<void> {
  for (const lock of await store.locks(layer, environment)) {
    const owner = `process ${lock.pid} of ${lock.username} on ${lock.hostname}, since ${lock.timestamp}`;
    if (lock.hostname !== hostname() || isAlive(lock.pid)) {
      throw new Error(
        `${layer} is being changed in ${environment} by ${owner}. ` +
          "Nothing was started; run the same command again when that has ended",
      );
    }
    await store.removeLock(lock);
    report(`${layer}: took over the lock of ${owner}, which has ended`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
