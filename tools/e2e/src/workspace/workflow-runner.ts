import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { parse } from "yaml";

import { expand, holds, type Contexts, type JobStatus } from "./expression.ts";
import { surroundings } from "./scratch-workspace.ts";

/** How one step has ended, in GitHub's words. */
export interface StepResult {
  readonly name: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly output: string;
}

export interface JobResult {
  /** `skipped`: its condition did not hold. */
  readonly result: "success" | "failure" | "skipped";
  readonly steps: readonly StepResult[];
  /** All that the steps printed. */
  readonly output: string;
  /** What GitHub would show as the summary of the job. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Values of the job's matrix, before one of them was chosen. */
  readonly matrix: Readonly<Record<string, unknown>>;
}

export interface JobRequest {
  /** Such as `deploy.yml`. */
  readonly workflow: string;
  readonly job: string;
  /** What is checked out: a commit, or a ref of the origin such as `refs/pull/1/merge`. */
  readonly ref: string;
  /** `github`, `vars`, `needs`. `steps`, and `matrix`, are the runner's. */
  readonly contexts: Contexts;
  /** Taken in place of the values of the matrix. */
  readonly matrix?: Readonly<Record<string, string>>;
  /** Taken in place of outputs of steps: `{ "environments.list": "local" }`. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/** Two actions stand for themselves: what they do on a runner is done here, or is there already. */
const CHECKOUT = "actions/checkout@";
/** Node, the packages and the caches. Instead of `npm ci` there are the workspace's own packages. */
const PREPARE = "./.github/actions/prepare";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly if?: string;
        readonly env?: Readonly<Record<string, string>>;
        readonly outputs?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
        readonly steps: readonly Step[];
      }
    >
  >;
}

/** A machine that runs jobs of the workflows: their own shell steps, with bash, in a clean clone of the origin. */
export class WorkflowRunner {
  readonly #root: string;
  readonly #origin: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param root absolute folder of a clone, with packages installed
   * @param origin path of the repository that it is a clone of
   * @param env variables of the machine, beside those of a person's shell
   */
  constructor(root: string, origin: string, env: NodeJS.ProcessEnv) {
    this.#root = root;
    this.#origin = origin;
    this.#env = env;
  }

  async run(request: JobRequest): Promise<JobResult> {
    this.#checkOut(request.ref);
    const file = join(this.#root, ".github", "workflows", request.workflow);
    const workflow = parse(readFileSync(file, "utf8")) as Workflow;
    const job = workflow.jobs[request.job];
    if (job === undefined) throw new Error(`${request.workflow} has no job ${request.job}`);
    if (workflow.defaults?.run?.shell !== "bash") throw new Error("this runner knows bash only");

    const nothing = { steps: [], output: "", summary: "", outputs: {}, matrix: {} };
    if (!holds(job.if, request.contexts, "success")) return { result: "skipped", ...nothing };
    const matrix = Object.fromEntries(
      Object.entries(job.strategy?.matrix ?? {}).map(([name, value]) => [
        name,
        typeof value === "string" ? expand(value, request.contexts) : value,
      ]),
    );
    const started = { ...request.contexts, matrix: { ...request.matrix }, steps: {} };
    const env = { ...values(workflow.env, started), ...values(job.env, started) };
    const done = await this.#steps(job.steps, started, env, request.outputs ?? {});
    const contexts = { ...started, steps: done.steps };
    return {
      result: done.status === "success" ? "success" : "failure",
      steps: done.results,
      output: done.results.map(({ output }) => output).join(""),
      summary: done.summary,
      outputs: values(job.outputs, contexts),
      matrix,
    };
  }

  async #steps(
    steps: readonly Step[],
    started: Contexts,
    jobEnv: Readonly<Record<string, string>>,
    givenOutputs: Readonly<Record<string, string>>,
  ) {
    let status: JobStatus = "success";
    let env = { ...jobEnv };
    let summary = "";
    const results: StepResult[] = [];
    const known: Record<string, { outcome: string; outputs: Record<string, string> }> = {};
    for (const step of steps) {
      const contexts = { ...started, steps: known };
      const name = step.name ?? step.uses ?? step.run ?? "";
      let outcome: StepResult["outcome"] = "skipped";
      let output = "";
      let outputs: Record<string, string> = {};
      if (holds(step.if, contexts, status)) {
        if (step.run === undefined) refuseUnknownAction(step.uses ?? "");
        else {
          const ran = await this.#script(step.run, { ...env, ...values(step.env, contexts) });
          env = { ...env, ...ran.env };
          summary += ran.summary;
          ({ output, outputs } = ran);
          if (ran.code !== 0) status = "failure";
          outcome = ran.code === 0 ? "success" : "failure";
        }
        if (step.run === undefined) outcome = "success";
      }
      if (step.id !== undefined) {
        const own = Object.entries(givenOutputs).flatMap(([key, value]) => {
          const [id, output] = key.split(".");
          return id === step.id && output !== undefined ? [[output, value] as const] : [];
        });
        known[step.id] = { outcome, outputs: { ...outputs, ...Object.fromEntries(own) } };
      }
      results.push({ name, outcome, output });
    }
    return { status, results, summary, steps: known };
  }

  /** Runs a step as GitHub runs one with `shell: bash`. */
  async #script(script: string, env: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), "strata-step-"));
    const files = { env: "GITHUB_ENV", output: "GITHUB_OUTPUT", summary: "GITHUB_STEP_SUMMARY" };
    const paths = Object.entries(files).map(([name, variable]) => {
      writeFileSync(join(folder, name), "");
      return [variable, join(folder, name)] as const;
    });
    writeFileSync(join(folder, "script.sh"), script);
    try {
      const args = ["--noprofile", "--norc", "-eo", "pipefail", join(folder, "script.sh")];
      const child = spawn("bash", args, {
        cwd: this.#root,
        env: {
          ...surroundings(),
          CI: "true",
          GITHUB_ACTIONS: "true",
          ...this.#env,
          ...env,
          ...Object.fromEntries(paths),
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
      const [code] = (await once(child, "close")) as [number | null];
      const text = (name: string) => readFileSync(join(folder, name), "utf8");
      return {
        code,
        output: stripVTControlCharacters(output),
        env: variables(text("env")),
        outputs: variables(text("output")),
        summary: text("summary"),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** What `actions/checkout` does with `fetch-depth: 0`, on a machine that has nothing but packages. */
  #checkOut(ref: string): void {
    for (const name of readdirSync(this.#root)) {
      if (name === "node_modules" || name === ".git") continue;
      rmSync(join(this.#root, name), { recursive: true, force: true });
    }
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: this.#root, encoding: "utf8", stdio: "pipe" });
    git("fetch", "-q", "--prune", this.#origin, "+refs/heads/*:refs/remotes/origin/*");
    if (ref.startsWith("refs/")) git("fetch", "-q", this.#origin, ref);
    git("checkout", "-q", "--force", "--detach", ref.startsWith("refs/") ? "FETCH_HEAD" : ref);
  }
}

function values(
  env: Readonly<Record<string, string>> | undefined,
  contexts: Contexts,
): Record<string, string> {
  const entries = Object.entries(env ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, String(expand(String(value), contexts))]),
  );
}

/** `NAME=value` a line; what has several lines is written otherwise, which nothing here does. */
function variables(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`not NAME=value: ${line}`);
      return [name, value];
    }),
  );
}

function refuseUnknownAction(uses: string): void {
  if (uses.startsWith(CHECKOUT) || uses === PREPARE) return;
  throw new Error(`this runner does not know the action ${uses}`);
}
