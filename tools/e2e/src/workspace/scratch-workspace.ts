import { execFile, spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { copyWorkspace } from "@strata/nx-pulumi/testing/workspace-copy";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const run = promisify(execFile);

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly stdout: string;
}

/** A command that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when the output holds this text; rejects when the command ends without it. */
  sees(text: string | RegExp): Promise<void>;
}

/** A copy of this workspace as it stands, uncommitted work included, with a sandbox of its own. */
export class ScratchWorkspace {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<ScratchWorkspace> {
    const root = mkdtempSync(join(tmpdir(), "strata-e2e-"));
    await copyWorkspace(ROOT, root);
    return new ScratchWorkspace(root);
  }

  /**
   * One whose `local` makes what the seed makes: a third of the resources, for tests of what a run does and not of what
   * is deployed.
   */
  static async ofSeed(): Promise<ScratchWorkspace> {
    const workspace = await ScratchWorkspace.create();
    for (const layer of ["network", "data", "compute", "observability"]) {
      const folder = join(workspace.root, "apps", layer);
      copyFileSync(join(folder, "Pulumi.seed.yaml"), join(folder, "Pulumi.local.yaml"));
      workspace.edit(`apps/${layer}/waivers.ts`, (text) =>
        text.replaceAll(/"local",? ?/g, "").replaceAll('"seed"', '"seed", "local"'),
      );
    }
    return workspace;
  }

  /** Runs `nx` to its end, as a person or CI would: without a terminal. */
  async nx(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(join(this.root, "node_modules", ".bin", "nx"), args, {
      cwd: this.root,
      env: {
        ...surroundings(),
        PATH: `${join(this.root, "node_modules", ".bin")}:${process.env.PATH}`,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    return watch(child);
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), "utf8");
  }

  /** Changes a file; a change that changes nothing is a mistake of the test. */
  edit(file: string, change: (text: string) => string): void {
    const before = this.read(file);
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${file} changed nothing`);
    writeFileSync(join(this.root, file), after);
  }

  /** Where the sandbox is, as `sandbox:status --json` says, for the account of an environment. */
  async sandbox(environment = "local"): Promise<SandboxFacts> {
    const { stdout } = await run(
      join(this.root, "node_modules", ".bin", "node"),
      ["tools/sandbox/commands/status.ts", "--json", `--env=${environment}`],
      { cwd: this.root, env: surroundings() },
    );
    return JSON.parse(stdout) as SandboxFacts;
  }

  /** Ends the sandbox and deletes the copy. */
  async dispose(): Promise<void> {
    await this.nx(["run", "sandbox:stop"]);
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface SandboxFacts {
  readonly running: boolean;
  readonly endpoint: string;
  readonly region: string;
  readonly pid: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The environment of a person's shell: nothing of the test runner, of the Nx that runs it, or of a
 * real account.
 */
export function surroundings(): NodeJS.ProcessEnv {
  const foreign =
    /^(NX_|JEST_|NODE_OPTIONS$|NODE_ENV$|npm_|AWS_|PULUMI_|STRATA_(?!CACHE_DIR$)|LERNA_|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function watch(child: ChildProcess): Running {
  let output = "";
  let stdout = "";
  const listeners = new Set<() => void>();
  const take = (text: string) => {
    output += text;
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    take(text);
  });
  child.stderr?.setEncoding("utf8").on("data", take);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, output, stdout }));
  });
  const sees = (text: string | RegExp) => {
    const holds = () => (typeof text === "string" ? output.includes(text) : text.test(output));
    return new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without ${String(text)}:\n${output}`)), reject);
    });
  };
  return { process: child, pid: child.pid ?? 0, ended, sees };
}
