import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { FileState } from "./file-state.ts";
import { takeOverDeadLocks } from "./stack-lock.ts";

/** A backend with one lock of this owner on network in dev. */
async function locked(owner: object): Promise<{ state: FileState; file: string }> {
  const root = await temporaryFolder();
  const folder = join(root, ".pulumi", "locks", "organization", "network", "dev");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "0d2c7d6e.json");
  writeFileSync(
    file,
    JSON.stringify({ username: "me", timestamp: "2026-01-01T00:00:00Z", ...owner }),
  );
  return { state: new FileState(pathToFileURL(root).href), file };
}

/** The id of a process that has ended. */
function deadPid(): number {
  return Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
}

it("takes over the lock of a process that has ended, and says whose it was", async () => {
  const pid = deadPid();
  const { state, file } = await locked({ pid, hostname: hostname() });
  const said: string[] = [];
  await takeOverDeadLocks(state, "network", "dev", (line) => said.push(line));
  expect(existsSync(file)).toBe(false);
  expect(said).toEqual([expect.stringContaining(`lock of process ${pid} of me on ${hostname()}`)]);
});

it.each([
  ["a process that lives", { pid: process.pid, hostname: hostname() }],
  ["a process of another machine", { pid: deadPid(), hostname: "elsewhere.invalid" }],
])("respects the lock of %s, and says what to do", async (_, owner) => {
  const { state, file } = await locked(owner);
  await expect(takeOverDeadLocks(state, "network", "dev", () => {})).rejects.toThrow(
    /^network is being changed in dev by process \d+ of me on .*run the same command again/,
  );
  expect(existsSync(file)).toBe(true);
});

it("finds nothing to take over where nothing is locked", async () => {
  const { state, file } = await locked({ pid: deadPid(), hostname: hostname() });
  await takeOverDeadLocks(state, "network", "prod", () => {});
  await takeOverDeadLocks(state, "data", "dev", () => {});
  expect(existsSync(file)).toBe(true);
});
