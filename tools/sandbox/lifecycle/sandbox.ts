import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { environment } from "@strata/config/environments";

import { credentialsFor } from "./account.ts";
import { startServer } from "../emulator/server.ts";
import {
  readRecord,
  recordPath,
  removeRecord,
  writeRecord,
  type EmulatorRecord,
  type StartedEmulator,
} from "./emulator-record.ts";
import { livenessOf } from "./liveness.ts";
import { withLock } from "./lock.ts";
import { forgetState, lockPath, logPath, sandboxFolder, stateFolder } from "./sandbox-folder.ts";

/** A running sandbox: the emulated AWS, and the Pulumi state that belongs to it. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`, for every AWS service. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** The key says which account is meant; the secret is not checked. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly folder: string;
  /** For `PULUMI_BACKEND_URL`; the folder exists. */
  readonly backendUrl: string;
  /** For `PULUMI_HOME`; the folder exists. */
  readonly pulumiHome: string;
  /** For `PULUMI_CONFIG_PASSPHRASE`. It guards nothing: what is in the sandbox is not secret. */
  readonly passphrase: string;
}

export interface SandboxOptions {
  /** Root of the clone. */
  readonly root: string;
  /**
   * Receives a line for what takes time and for what a user should know. Silent when the sandbox
   * runs already.
   */
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Whose account and region are asked for. @default local */
  readonly environment?: string;
}

/**
 * Starts the emulator or finds the running one. If the last one died, everything it held is gone,
 * and the Pulumi state that speaks of it is removed with a line that says so.
 *
 * @throws if the emulator can be neither installed nor started, or hangs
 */
export async function ensureSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { root, report, signal, environment: name } = options;
  const folder = sandboxFolder(root);
  const running = await runningEmulator(folder);
  if (running !== undefined) return describe(folder, running, name);

  const onWait = () => report("sandbox: another command is starting or stopping it; waiting");
  return withLock(lockPath(folder), { onWait, signal }, async () => {
    const record = await readRecord(folder);
    const started = await runningEmulator(folder, record);
    if (started !== undefined) return describe(folder, started, name);
    const loss = lossOf(folder, record);
    if (loss !== undefined) report(`sandbox: ${loss} Starting clean.`);
    return describe(folder, await start(folder, report, signal), name);
  });
}

/** The emulator of this folder, if it serves. */
export async function runningEmulator(
  folder: string,
  record?: EmulatorRecord,
): Promise<StartedEmulator | undefined> {
  const known = record ?? (await readRecord(folder));
  if (known.kind !== "started") return undefined;
  const liveness = await livenessOf(known.emulator);
  if (liveness === "silent") {
    throw new Error(
      `The sandbox's emulator (process ${known.emulator.pid}, port ${known.emulator.port}) ` +
        "does not answer. Start it anew, empty, with: npx nx run sandbox:reset",
    );
  }
  return liveness === "serving" ? known.emulator : undefined;
}

/** What a user has to know about a sandbox that does not run, if anything was lost. */
export function lossOf(folder: string, record: EmulatorRecord): string | undefined {
  switch (record.kind) {
    case "unreadable":
      return (
        `${recordPath(folder)} cannot be read, ` +
        "so no emulator is known and what it held is forgotten."
      );
    case "started": {
      const { pid, startedAt } = record.emulator;
      return (
        `the emulator (process ${pid}, started ${startedAt}) is no longer running, ` +
        "and everything that was deployed into it is gone with it."
      );
    }
    default:
      return undefined;
  }
}

/** The caller holds the lock. */
async function start(
  folder: string,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<StartedEmulator> {
  const identity = { generation: randomUUID(), startedAt: new Date().toISOString() };
  // In this order: from the first line on, an emulator of a killed start can no longer take its
  // place; and no emulator ever meets the state of another.
  await writeRecord(folder, identity);
  await forgetState(folder);
  // The last one's log says why it died.
  await rename(logPath(folder), `${logPath(folder)}.old`).catch(() => {});
  const log = await open(logPath(folder), "w");
  try {
    const { generation } = identity;
    const life = { folder, log: log.fd };
    const { pid, port } = await startServer({ generation, life, report, signal });
    report(`sandbox: emulator started, http://127.0.0.1:${port} (process ${pid})`);
    return { ...identity, pid, port };
  } catch (error) {
    await removeRecord(folder);
    throw signal?.aborted ? error : await withLog(error as Error, folder);
  } finally {
    await log.close();
  }
}

async function withLog(error: Error, folder: string): Promise<Error> {
  const log = (await readFile(logPath(folder), "utf8")).trimEnd();
  if (log === "") return error;
  const end = log.split("\n").slice(-10).join("\n  ");
  return new Error(`${error.message}\n${logPath(folder)} ends with:\n  ${end}`, { cause: error });
}

async function describe(
  folder: string,
  emulator: StartedEmulator,
  environmentName?: string,
): Promise<Sandbox> {
  const pulumiHome = join(folder, "pulumi-home");
  await Promise.all([stateFolder(folder), pulumiHome].map((it) => mkdir(it, { recursive: true })));
  return sandboxOf(folder, emulator, environmentName);
}

/**
 * Everything about a running sandbox, without touching anything.
 *
 * @param name environment whose account is meant
 */
export function sandboxOf(
  folder: string,
  { pid, port, startedAt }: StartedEmulator,
  name = "local",
): Sandbox {
  const { region, accountId } = environment(name);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region,
    accountId,
    credentials: credentialsFor(accountId),
    pid,
    startedAt,
    folder,
    backendUrl: pathToFileURL(stateFolder(folder)).href,
    pulumiHome: join(folder, "pulumi-home"),
    passphrase: "sandbox",
  };
}
