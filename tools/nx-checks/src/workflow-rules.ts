import { parseDocument, visit, isScalar, isPair } from "yaml";

/** What `parseDocument` makes of a workflow, as far as the rules look into it. */
interface Workflow {
  readonly on?: string | readonly string[] | Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: Concurrency;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs?: Readonly<Record<string, Job>>;
}

interface Job {
  readonly "runs-on"?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly concurrency?: Concurrency;
  readonly environment?: string;
  readonly steps?: readonly Step[];
}

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
}

type Concurrency = { readonly group?: string; readonly "cancel-in-progress"?: unknown };

/** Events whose jobs have the rights of the repository while they handle what anybody sends. */
const DANGEROUS_EVENTS = ["pull_request_target", "workflow_run", "issue_comment"];

const PINNED = /^actions\/[\w.-]+(\/[\w.-]+)*@[0-9a-f]{40}$/;
const VERSION = /^ v\d+\.\d+\.\d+$/;

/**
 * What is wrong with a workflow of GitHub Actions, or with a composite action: rules that keep the rights of a job
 * small, and what runs in it known.
 *
 * @param targets names of the Nx targets that there are; those of the workspace's own project as `workspace:<target>`
 */
export function workflowProblems(text: string, targets: ReadonlySet<string>): string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return document.errors.map(({ message }) => message);
  const workflow = document.toJS() as Workflow & { readonly runs?: { steps?: readonly Step[] } };
  const steps = [
    ...Object.values(workflow.jobs ?? {}).flatMap((job) => job.steps ?? []),
    ...(workflow.runs?.steps ?? []),
  ];
  return [
    ...unpinned(document),
    ...steps.flatMap((step) => stepProblems(step, targets)),
    ...(/\bsecrets\.|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)/.test(text)
      ? ["it uses a long-lived secret: a job takes a role with its own token"]
      : []),
    ...(workflow.runs === undefined ? wholeProblems(workflow) : []),
  ];
}

function wholeProblems(workflow: Workflow): string[] {
  const { on = [] } = workflow;
  const events = typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on);
  return [
    ...events
      .filter((event) => DANGEROUS_EVENTS.includes(event))
      .map((event) => `it runs on ${event}, with the rights of the repository`),
    ...(JSON.stringify(workflow.permissions) === "{}" ? [] : ["its own permissions are not {}"]),
    ...(workflow.defaults?.run?.shell === "bash"
      ? []
      : ["its default shell is not bash, so a failure in a pipe would pass"]),
    ...Object.entries(workflow.jobs ?? {}).flatMap(([name, job]) =>
      jobProblems(job, workflow).map((problem) => `job ${name}: ${problem}`),
    ),
  ];
}

function jobProblems(job: Job, workflow: Workflow): string[] {
  const { permissions, environment } = job;
  const problems: string[] = [];
  if (typeof permissions !== "object") problems.push("it does not name its permissions");
  if (typeof job["timeout-minutes"] !== "number") problems.push("it has no timeout-minutes");
  if (!/-\d/.test(job["runs-on"] ?? "")) problems.push("its runner has no version");
  const mayHaveToken = typeof permissions === "object" && permissions["id-token"] === "write";
  const concurrency = job.concurrency ?? workflow.concurrency;
  if (mayHaveToken && concurrency?.group === undefined) {
    problems.push("it may take roles, and has no concurrency group");
  }
  if (environment !== undefined) {
    const { group = "", "cancel-in-progress": cancels } = job.concurrency ?? {};
    if (!group.includes(environment))
      problems.push("its concurrency group is not its environment's");
    if (cancels !== false) problems.push("a running deployment could be cancelled for another");
  }
  return problems;
}

function stepProblems(step: Step, targets: ReadonlySet<string>): string[] {
  const { uses = "", run = "", name = run.split("\n")[0] } = step;
  const problems: string[] = [];
  if (run.includes("${{")) {
    problems.push(
      `step "${name}": an expression inside a script can hold code; pass it through env`,
    );
  }
  for (const target of targetsOf(run)) {
    if (!targets.has(target)) problems.push(`step "${name}": there is no Nx target "${target}"`);
  }
  if (uses.startsWith("actions/checkout@")) {
    if (step.with?.["persist-credentials"] !== false) {
      problems.push("checkout: the token stays in the clone without persist-credentials: false");
    }
    if (step.with?.["fetch-depth"] !== 0) {
      problems.push("checkout: without fetch-depth: 0 the commits to compare with are missing");
    }
  }
  return problems;
}

/** `uses` of an action that is neither of this repository nor pinned by its commit, with the version beside it. */
function unpinned(document: ReturnType<typeof parseDocument>): string[] {
  const problems: string[] = [];
  visit(document, (_, node) => {
    if (!isPair(node) || !isScalar(node.key) || node.key.value !== "uses") return;
    if (!isScalar(node.value)) return;
    const { value, comment } = node.value;
    const uses = String(value);
    if (uses.startsWith("./")) return;
    if (!PINNED.test(uses))
      problems.push(`${uses} is not an action of GitHub pinned by its commit`);
    else if (!VERSION.test(comment ?? "")) problems.push(`${uses} has no comment with its version`);
  });
  return problems;
}

/** Names of the Nx targets that a script runs: `workspace:base`, `up`. */
function targetsOf(run: string): readonly string[] {
  const calls = [...run.matchAll(/\bnx (run-many|run|affected)\b([^\n;|&)]*)/g)];
  return calls.flatMap(([, command, rest = ""]) => {
    const words = rest.trim().split(/\s+/);
    if (command === "run") return words.slice(0, 1);
    const start = words.indexOf("-t") + 1;
    if (start === 0) return ["-t"];
    const end = words.findIndex((word, i) => i > start && word.startsWith("-"));
    return words.slice(start, end < 0 ? words.length : end);
  });
}
