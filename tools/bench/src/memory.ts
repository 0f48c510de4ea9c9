import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Milliseconds between two looks. */
const PACE = 50;

/**
 * The most memory that all processes of a workspace took together while some work went on, in bytes; the emulator is
 * left out.
 * Linux only, as `/proc` is.
 *
 * @param root absolute folder that their command line or working folder names
 */
export async function memoryOf(root: string, work: () => Promise<void>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentSize(root));
  }, PACE);
  try {
    await work();
    return peak;
  } finally {
    clearInterval(timer);
  }
}

function residentSize(root: string): number {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .reduce((sum, pid) => sum + sizeOf(pid, root), 0);
}

function sizeOf(pid: string, root: string): number {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const isOurs = command.includes(root) || readlinkSync(`/proc/${pid}/cwd`).startsWith(root);
    if (!isOurs || command.includes("serve.py")) return 0;
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    return pages * 4096;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
