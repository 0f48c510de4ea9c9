import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { withLock } from "../lifecycle/lock.ts";
import { userCache } from "../lifecycle/user-cache.ts";
import { build } from "./build.ts";
import { download } from "./download.ts";
import { EXECUTABLE, isExecutable, versionOf } from "./executable.ts";
import { onPath } from "./on-path.ts";
import { pinnedVersion } from "./pinned-version.ts";

/** A pulumi binary that fits, and how it was come by. */
export interface Engine {
  /** Absolute path of the executable. */
  readonly path: string;
  /** Without the `v`. */
  readonly version: string;
  readonly source: "path" | "cache" | "download" | "build";
}

interface FindOptions {
  /** Receives a line for what takes time, and one for what was found. */
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the engine, or makes it: a compatible `pulumi` on PATH (same major, at least the pinned
 * version), the one cached for the user, the official download, a build from source (about five
 * minutes, once).
 *
 * @throws when every way failed, with the reason of each
 */
export async function findEngine({ report, signal }: FindOptions): Promise<Engine> {
  const pinned = await pinnedVersion();
  const { found, refused } = await onPath(pinned, signal);
  if (found !== undefined) return announced({ ...found, source: "path" }, report);
  for (const reason of refused) {
    report(`engine: ${reason}; ${pinned} or newer of the same major is needed`);
  }

  const cached: Engine = { path: cachedPath(pinned), version: pinned, source: "cache" };
  if (await isExecutable(cached.path)) return announced(cached, report);

  const lock = userCache("engine", `${pinned}.lock`);
  const onWait = () => report("engine: another process is getting it; waiting");
  return withLock(lock, { onWait, signal }, async () => {
    if (await isExecutable(cached.path)) return announced(cached, report);
    const ways = [refused[0] ?? "no pulumi on PATH", `none cached in ${userCache("engine")}`];
    return announced(await obtain(pinned, ways, report, signal), report);
  });
}

function cachedPath(version: string): string {
  return userCache("engine", version, EXECUTABLE);
}

/** Downloads or builds into the cache. The caller holds the lock. */
async function obtain(
  version: string,
  failed: readonly string[],
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<Engine> {
  const cache = userCache("engine");
  const target = join(cache, version);
  const reasons = [...failed];
  await removeUnfinished(cache, version);
  const scratch = join(cache, `${version}.${randomUUID()}`);
  try {
    for (const source of ["download", "build"] as const) {
      report(`engine: ${intent(source, version)}`);
      await mkdir(scratch, { recursive: true });
      try {
        const make = source === "download" ? download : build;
        const folder = await make({ version, scratch, report, signal });
        await verify(join(folder, EXECUTABLE), version, signal);
        await rename(folder, target);
        return { path: join(target, EXECUTABLE), version, source };
      } catch (error) {
        signal?.throwIfAborted();
        reasons.push(`${source}: ${(error as Error).message}`);
        report(`engine: ${reasons.at(-1)}`);
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  throw new Error(
    [
      `No Pulumi engine ${version} could be had:`,
      ...reasons.map((line) => `  - ${line}`),
      "One of these is enough: access to get.pulumi.com, Go with access to a module proxy, or a " +
        "pulumi of that version on PATH.",
    ].join("\n"),
  );
}

function intent(source: "download" | "build", version: string): string {
  if (source === "download") return `downloading pulumi v${version}`;
  return `building pulumi v${version} from source, about five minutes on two cores, only this once`;
}

/** What does not run must not get into the cache, where nobody would look at it again. */
async function verify(path: string, version: string, signal?: AbortSignal): Promise<void> {
  const actual = await versionOf(path, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new Error(`what came out ${(error as Error).message}`);
  });
  if (actual !== version) throw new Error(`what came out is ${actual}`);
}

/** What killed processes and interrupted copies left. */
async function removeUnfinished(cache: string, version: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const ours = name === version || name.startsWith(`${version}.`);
    if (ours && name !== `${version}.lock`) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function announced(engine: Engine, report: (line: string) => void): Engine {
  report(`engine: pulumi v${engine.version} (${engine.source}: ${engine.path})`);
  return engine;
}
