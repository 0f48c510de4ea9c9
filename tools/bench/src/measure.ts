import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";

/** What one command cost. */
export interface Cost {
  readonly wallSeconds: number;
  /**
   * CPU of the whole machine meanwhile: every process that took part, the emulator included. Run on
   * a quiet machine.
   */
  readonly cpuSeconds: number;
}

/** Runs a command to its end. @throws Error with its output when it fails. */
export async function measure(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Cost> {
  const cpuBefore = busySeconds();
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${output}`);
  return {
    wallSeconds: (performance.now() - started) / 1000,
    cpuSeconds: busySeconds() - cpuBefore,
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

function busySeconds(): number {
  const milliseconds = cpus().reduce(
    (sum, { times }) => sum + times.user + times.nice + times.sys,
    0,
  );
  return milliseconds / 1000;
}
