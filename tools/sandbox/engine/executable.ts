import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";

import semver from "semver";

import { ask } from "../lifecycle/command.ts";

/** What the engine's file is called on this platform. */
export const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** `pulumi version` takes 0.3 s; what takes this long hangs. */
const LIMIT_MS = 60_000;

/** Whether the file can be started. An empty one is what an interrupted copy leaves. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    const { size } = await stat(path);
    return size > 0;
  } catch {
    return false;
  }
}

/**
 * What a pulumi says its version is, without the `v`.
 *
 * @throws saying how it fails, in words that follow its path
 */
export async function versionOf(path: string, signal?: AbortSignal): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, lines } = await ask(path, ["version"], { env, signal, limitMs: LIMIT_MS }).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      throw new Error(`cannot be started (${(error as Error).message})`);
    },
  );
  if (code !== 0) {
    throw new Error(`fails (${lines.at(-1) ?? `exit code ${code ?? "none: ended by a signal"}`})`);
  }
  const version = semver.valid(lines[0]);
  if (version === null) throw new Error(`does not say its version, but "${lines[0] ?? ""}"`);
  return version;
}

/**
 * Same major, and at least the pinned version: newer engines keep reading the states and speaking
 * to the SDK.
 */
export function isCompatible(version: string, pinned: string): boolean {
  return semver.major(version) === semver.major(pinned) && semver.gte(version, pinned);
}
