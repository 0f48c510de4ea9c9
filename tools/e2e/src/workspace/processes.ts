import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One process of this machine that belongs to a workspace. */
export interface OwnProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * Processes whose command line, working folder or environment names this folder: the engine, layer
 * processes, Nx workers and the
 * emulator of one scratch workspace, and nobody else's. Linux only, as `/proc` is.
 */
export function processesOf(folder: string): OwnProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .flatMap((pid) => {
      const command = facts(pid, folder);
      return command === undefined ? [] : [{ pid, command }];
    });
}

function facts(pid: number, folder: string): string | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    // A zombie has ended; its parent has not looked yet.
    if (command === "") return undefined;
    const place = readlinkSync(`/proc/${pid}/cwd`);
    return command.includes(folder) || place.startsWith(folder) ? command : undefined;
  } catch {
    return undefined;
  }
}
