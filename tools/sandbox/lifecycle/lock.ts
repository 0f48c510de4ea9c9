import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import lockfile from "proper-lockfile";

/**
 * A lock whose owner died is free after this time. Long against any pause of a busy machine: the
 * owner renews the lock from its event loop.
 */
const STALE_MS = 15_000;
const RENEW_MS = 3_000;
const RETRY_MS = 100;

/**
 * Runs `body` while holding the lock at `path`, against every process on this machine.
 *
 * A lost lock (a machine that slept) does not stop `body`: whatever is published under a lock here
 * is published by one atomic rename.
 *
 * @param onWait called once, if another process holds the lock
 */
export async function withLock<T>(
  path: string,
  options: { readonly onWait?: () => void; readonly signal?: AbortSignal | undefined },
  body: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await acquire(path, options);
  try {
    return await body();
  } finally {
    await release().catch(ignoreLostLock);
  }
}

async function acquire(
  path: string,
  options: { readonly onWait?: () => void; readonly signal?: AbortSignal | undefined },
): Promise<() => Promise<void>> {
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted();
    try {
      return await lockfile.lock(path, {
        realpath: false,
        lockfilePath: path,
        stale: STALE_MS,
        update: RENEW_MS,
        onCompromised: ignoreLostLock,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (!waited) options.onWait?.();
    await delay(RETRY_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
}

function ignoreLostLock(): void {
  // See withLock: nothing that matters depends on it.
}
