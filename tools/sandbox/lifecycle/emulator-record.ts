import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An emulator that was started, as `emulator.json` has it. It may have died since. */
export interface StartedEmulator {
  /** Told by the emulator itself when asked, so that no other process is taken for it. */
  readonly generation: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly pid: number;
  /** On 127.0.0.1. */
  readonly port: number;
}

/** Left by whoever starts an emulator, before that has announced itself. */
export type StartingEmulator = Pick<StartedEmulator, "generation" | "startedAt">;

export type EmulatorRecord =
  | { readonly kind: "none" }
  | { readonly kind: "unreadable" }
  /** A start that is under way, or that was killed. */
  | { readonly kind: "starting" }
  | { readonly kind: "started"; readonly emulator: StartedEmulator };

export function recordPath(folder: string): string {
  return join(folder, "emulator.json");
}

export async function readRecord(folder: string): Promise<EmulatorRecord> {
  let text: string;
  try {
    text = await readFile(recordPath(folder), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { kind: code === "ENOENT" || code === "ENOTDIR" ? "none" : "unreadable" };
  }
  return parseRecord(text);
}

/** Of a file that anybody may have edited. */
export function parseRecord(text: string): EmulatorRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "unreadable" };
  }
  const { generation, startedAt, pid, port } = Object(value) as Record<string, unknown>;
  if (typeof generation !== "string" || typeof startedAt !== "string") {
    return { kind: "unreadable" };
  }
  if (pid === undefined && port === undefined) return { kind: "starting" };
  if (!isPositive(pid) || !isPositive(port) || port > 65535) return { kind: "unreadable" };
  return { kind: "started", emulator: { generation, startedAt, pid, port } };
}

/**
 * Atomic: a reader sees the old record or the new one. The emulator itself adds its pid and port,
 * in the same way.
 */
export async function writeRecord(folder: string, record: StartingEmulator): Promise<void> {
  const temporary = `${recordPath(folder)}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(temporary, recordPath(folder));
}

export async function removeRecord(folder: string): Promise<void> {
  await rm(recordPath(folder), { force: true });
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
