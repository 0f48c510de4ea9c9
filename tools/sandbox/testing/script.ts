import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** Another process that runs a few lines of a test, because the promise is about processes. */
export interface Script {
  readonly child: ChildProcess;
  /** Everything it printed so far, by lines. */
  readonly lines: readonly string[];
  /** The first line, past or to come, that matches. Rejects if the process ends without it. */
  line(pattern: RegExp): Promise<string>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Runs ES module source under Node. Standard output and standard error are read together. */
export function script(source: string, env: NodeJS.ProcessEnv = {}): Script {
  // NODE_OPTIONS of jest are not for it.
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: undefined, ...env },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = () => waiting.forEach((check) => check());
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      lines.push(line);
      look();
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? 0));
  });
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        const found = lines.find((one) => pattern.test(one));
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
      void ended.then((how) =>
        reject(new Error(`ended (${how}) without ${pattern}:\n${lines.join("\n")}`)),
      );
    });
  return { child, lines, line, ended };
}

/** Quotes a file beside `base` as an import specifier. */
export function specifier(path: string, base: string): string {
  return JSON.stringify(new URL(path, base).href);
}
