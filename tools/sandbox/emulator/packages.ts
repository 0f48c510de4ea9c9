import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { run } from "../lifecycle/command.ts";
import { withLock } from "../lifecycle/lock.ts";
import { userCache } from "../lifecycle/user-cache.ts";
import type { Python } from "./python.ts";

const REQUIREMENTS = fileURLToPath(new URL("./requirements.txt", import.meta.url));

/** A line of progress at most this often, and one for the end. */
const REPORT_EVERY_MS = 10_000;

interface InstallOptions {
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The folder with moto and what it imports, installed into the user's cache when it is not there
 * yet: about 45 s and 320 MB, once for all clones. The folder is named after the pinned
 * requirements and the Python that they were installed for.
 *
 * @throws with what pip said last, if it fails
 */
export async function emulatorPackages(python: Python, options: InstallOptions): Promise<string> {
  const requirements = await readFile(REQUIREMENTS);
  const hash = createHash("sha256").update(requirements).update(python.abi).digest("hex");
  const key = hash.slice(0, 16);
  const parent = userCache("emulator");
  const folder = join(parent, key);
  if (existsSync(folder)) return folder;

  const onWait = () => options.report("emulator: another process is installing it; waiting");
  await withLock(join(parent, `${key}.lock`), { ...options, onWait }, async () => {
    if (existsSync(folder)) return;
    await removeUnfinished(parent, key);
    const unfinished = join(parent, `${key}.${randomUUID()}`);
    try {
      await install(python, unfinished, options);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
  return folder;
}

/** What killed installations left. Ours alone: the caller holds the lock. */
async function removeUnfinished(parent: string, key: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${key}.`) || name === `${key}.lock`) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function install(python: Python, target: string, options: InstallOptions): Promise<void> {
  const began = Date.now();
  options.report(
    "emulator: installing moto for this user, about a minute and 320 MB, only this once",
  );
  await mkdir(target, { recursive: true });
  const pip = ["-I", "-m", "pip", "install", "--target", target, "--requirement", REQUIREMENTS];
  const verified = ["--require-hashes", "--only-binary", ":all:", "--no-deps"];
  const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"];
  const { code, lines } = await run(python.executable, [...pip, ...verified, ...quiet], {
    signal: options.signal,
    onLine: progress(began, options.report),
  });
  if (code !== 0) throw new Error(failure(python, code, lines));
  options.report(`emulator: installed in ${seconds(began)} s`);
}

function progress(began: number, report: (line: string) => void): (line: string) => void {
  let packages = 0;
  let unpacking = false;
  let reported = began;
  return (line) => {
    if (line.startsWith("Collecting ")) packages += 1;
    const turn = line.startsWith("Installing collected packages");
    unpacking ||= turn;
    if (!turn && Date.now() - reported < REPORT_EVERY_MS) return;
    reported = Date.now();
    const state = unpacking ? `unpacking ${packages} packages` : `${packages} packages fetched`;
    report(`emulator: ${state}, ${seconds(began)} s`);
  };
}

function failure(python: Python, code: number | undefined, lines: readonly string[]): string {
  const errors = lines.filter((line) => line.startsWith("ERROR"));
  const said = (errors.length > 0 ? errors : lines.slice(-5)).join("\n  ");
  return (
    `The emulator's packages could not be installed ` +
    `(pip of ${python.executable}, exit code ${code}):\n  ${said}\n` +
    "They come from the Python package index, through the proxy or mirror that pip is " +
    "configured for. Run the command again when it can be reached."
  );
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
