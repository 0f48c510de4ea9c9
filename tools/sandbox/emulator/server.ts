import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { emulatorPackages } from "./packages.ts";
import { findPython } from "./python.ts";

/** How long the emulator lives. */
export type Life =
  /**
   * On its own, as long as `emulator.json` in `folder` names it; errors go to the open file `log`.
   */
  | { readonly folder: string; readonly log: number }
  /** With this process, however it ends. */
  | "with this process";

export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Ends a server that lives with this process, and waits for its end. */
  stop(): Promise<void>;
}

interface StartOptions {
  /** The words by which the server can be told from any other on its port. */
  readonly generation: string;
  readonly life: Life;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const LAUNCHER = fileURLToPath(new URL("./serve.py", import.meta.url));

/**
 * The variables of the platform that a Python needs; nothing of the caller's AWS, moto or Python
 * settings gets in.
 */
const PASSED = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "LANG"];

/**
 * Starts the emulator, installing it first if need be. It answers requests when the promise
 * resolves.
 */
export async function startServer(options: StartOptions): Promise<Server> {
  const { generation, life, signal } = options;
  const python = await findPython(signal);
  const packages = await emulatorPackages(python, options);
  signal?.throwIfAborted();

  const alone = life !== "with this process";
  // Without the user's and the machine's packages: only what is pinned can be imported.
  const args = ["-I", "-S", LAUNCHER, "--packages", packages, "--generation", generation];
  args.push(...(alone ? ["--folder", life.folder] : ["--while-stdin-open"]));
  const child = spawn(python.executable, args, {
    stdio: alone ? ["ignore", "pipe", life.log] : ["pipe", "pipe", "pipe"],
    env: Object.fromEntries(PASSED.map((name) => [name, process.env[name]])),
    // Not the clone, which could then not be deleted on Windows.
    cwd: packages,
    // A group of its own: signals of a terminal do not reach it.
    detached: true,
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const errors = lastLines(child.stderr);
  // The group: an emulator that lives on its own is not the process that was started, but a child
  // of it.
  const kill = () => {
    try {
      if (process.platform === "win32") child.kill();
      else process.kill(-(child.pid as number), "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  signal?.addEventListener("abort", kill, { once: true });
  try {
    const { pid, port } = await announcement(child.stdout as Readable, () =>
      startFailure(packages, errors),
    );
    return {
      pid,
      port,
      stop: async () => {
        child.ref();
        kill();
        await ended;
      },
    };
  } catch (error) {
    kill();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", kill);
    // The emulator must not keep this process alive.
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      (stream as { unref?: () => void } | null)?.unref?.();
    }
  }
}

async function announcement(
  output: Readable,
  failure: () => Error,
): Promise<{ pid: number; port: number }> {
  for await (const line of createInterface({ input: output })) {
    return JSON.parse(line) as { pid: number; port: number };
  }
  throw failure();
}

function startFailure(packages: string, errors: readonly string[]): Error {
  const said = errors.map((line) => `\n  ${line}`).join("");
  return new Error(
    "The emulator ended while it was starting. " +
      `If its packages are damaged, delete ${packages} and run the command again.${said}`,
  );
}

/** The last lines of a stream, for a message. Read to the end, so that the pipe never fills. */
function lastLines(stream: Readable | null, count = 20): readonly string[] {
  const lines: string[] = [];
  if (stream === null) return lines;
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(line);
    if (lines.length > count) lines.shift();
  });
  return lines;
}
