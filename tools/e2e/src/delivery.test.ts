import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { backendDigests } from "./workspace/backend.ts";
import { cloudOf } from "./workspace/cloud.ts";
import { FakeGitHub } from "./workspace/fake-git-hub.ts";
import { Origin, type Edit } from "./workspace/origin.ts";
import { endings, lastReport } from "./workspace/run-report.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";
import { WorkflowRunner, type JobResult } from "./workspace/workflow-runner.ts";

/*
 * The workflows' own shell steps, on a history of their own. Three things are not GitHub's: the environment is the
 * sandbox in place of the real ones, `gh` is a program that keeps comments in a file, and the packages are there
 * instead of being installed.
 */

const ALL = ["network", "data", "compute", "observability"];
const REPOSITORY = "acme/strata";
const MAIN = "refs/heads/main";
/** The real ones, as the job that lists them hands them on. */
const ENVIRONMENTS = '["dev","staging","prod"]';

let workspace: ScratchWorkspace;
let origin: Origin;
let gitHub: FakeGitHub;
let runner: WorkflowRunner;
let cloud: string;
let machine: NodeJS.ProcessEnv;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  origin = Origin.create(workspace.root);
  // Outside of the clone, which every job gets anew.
  cloud = mkdtempSync(join(tmpdir(), "strata-cloud-"));
  gitHub = new FakeGitHub(join(cloud, "bin"));
  machine = {
    PATH: `${gitHub.folder}${delimiter}${process.env.PATH}`,
    STRATA_SANDBOX_DIR: join(cloud, ".strata", "sandbox"),
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://localhost",
    GITHUB_RUN_ID: "1",
    RUNNER_TEMP: cloud,
  };
  runner = new WorkflowRunner(workspace.root, origin.url, machine);
});

afterAll(async () => {
  await workspace.nx(["run", "sandbox:stop"], machine);
  await workspace.dispose();
  origin.dispose();
  rmSync(cloud, { recursive: true, force: true });
});

const vars = { STRATA_CD: "on" };

function pushed() {
  return { github: { ref: MAIN, token: "token", repository: REPOSITORY }, vars };
}

function pullRequest(number: number, from: string = REPOSITORY) {
  const pull = { number, head: { repo: { full_name: from } } };
  const github = { token: "token", repository: REPOSITORY, base_ref: "main" };
  return { github: { ...github, event: { pull_request: pull } }, vars };
}

interface Deployment extends JobResult {
  /** By the report: how each layer of the run ended. Empty if no layer was selected. */
  readonly ended: readonly string[];
  /** Layers whose state is another one now. */
  readonly changed: readonly string[];
}

/** The job that deploys to an environment, here the sandbox. */
async function deploy(ref: string): Promise<Deployment> {
  const before = states();
  const job = await runner.run({
    workflow: "deploy.yml",
    job: "deploy",
    ref,
    contexts: { ...pushed(), needs: { environments: { outputs: { json: ENVIRONMENTS } } } },
    matrix: { environment: "local" },
  });
  const after = states();
  return {
    ...job,
    ended: reported("up") ? endings(lastReport(workspace, "up")) : [],
    changed: ALL.filter((layer) => before[layer] !== after[layer]),
  };
}

/** Previews of a pull request from a branch, and what its comment then says. */
async function preview(number: number, branch: string) {
  const ref = origin.pullRequest(number, branch);
  const before = states();
  const job = await runner.run({
    workflow: "pull-request.yml",
    job: "preview",
    ref,
    contexts: pullRequest(number),
    outputs: { "environments.list": "local" },
  });
  expect(states()).toEqual(before);
  const comments = gitHub.posts().filter((post) => post.number === number);
  return {
    ...job,
    comments,
    ended: reported("preview") ? endings(lastReport(workspace, "preview")) : [],
  };
}

function reported(operation: string): boolean {
  return existsSync(join(workspace.root, ".strata", "reports", "local", `${operation}.json`));
}

/** Digest of each layer's state. */
function states(): Readonly<Record<string, string | undefined>> {
  const digests = existsSync(join(cloud, ".strata")) ? backendDigests(cloud) : {};
  return Object.fromEntries(
    ALL.map((layer) => [layer, digests[`.pulumi/stacks/${layer}/local.json`]]),
  );
}

const stepsOf = ({ steps }: JobResult) => steps.map(({ name, outcome }) => `${outcome}: ${name}`);

const append =
  (text: string): Edit =>
  (before) =>
    `${before}${text}`;
const replace =
  (part: string, other: string): Edit =>
  (before) =>
    before.replace(part, other);

let mergeOfCompute: string;

it("the real environments come out of the table, for the matrix", async () => {
  const job = { workflow: "deploy.yml", job: "environments", ref: MAIN };
  const environments = (switches: object) =>
    runner.run({ ...job, contexts: { ...pushed(), vars: switches } });
  expect((await environments(vars)).outputs).toEqual({ json: ENVIRONMENTS });
  expect((await environments({})).result).toBe("skipped");
});

it("the first deployment deploys everything, and says why", async () => {
  const job = await deploy(MAIN);
  expect(stepsOf(job)).toEqual([
    expect.stringMatching(/^success: actions\/checkout@/),
    "success: ./.github/actions/prepare",
    "success: Find what is deployed",
    "success: Deploy what differs from it",
    "success: Report",
  ]);
  expect(job.matrix).toEqual({ environment: ["dev", "staging", "prod"] });
  expect(job.output).toContain("local: network: counts as changed: it is not deployed");
  expect(job.ended).toEqual(ALL.map((layer) => `${layer} done`));
  expect(job.changed).toEqual(ALL);
  expect(job.summary).toMatch(/<!-- strata:up:local -->[^]*network/);
});

it("a second run of the same deploys nothing, and says so", async () => {
  const job = await deploy(MAIN);
  expect(job.result).toBe("success");
  expect(job).toMatchObject({ ended: [], changed: [] });
  expect(job.summary).toContain("No layer is affected: nothing differs from what is deployed.");
});

describe("a pull request that changes compute", () => {
  beforeAll(() => {
    origin.commit("feature", "Larger fleet", {
      "apps/compute/Pulumi.local.yaml": replace("maxSize: 4", "maxSize: 5"),
    });
  });

  it("previews compute alone, in one comment, and changes nothing", async () => {
    const job = await preview(1, "feature");
    expect(job.result).toBe("success");
    expect(job.ended).toEqual(["compute done"]);
    expect(job.comments).toHaveLength(1);
    expect(job.comments[0]?.body).toMatch(/^<!-- strata:previews -->\n[^]*1 of 1 layer/);
    expect(job.comments[0]?.body).toContain("maxSize");
    expect(gitHub.calls()).toEqual([
      `GET repos/${REPOSITORY}/issues/1/comments`,
      `POST repos/${REPOSITORY}/issues/1/comments`,
    ]);
  });

  it("edits its comment in place when the branch goes on", async () => {
    origin.commit("feature", "Even larger", {
      "apps/compute/Pulumi.local.yaml": replace("maxSize: 5", "maxSize: 6"),
    });
    const { comments } = await preview(1, "feature");
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toMatch(/maxSize[^\n]*6/);
    expect(gitHub.calls().at(-1)).toBe(`PATCH repos/${REPOSITORY}/issues/comments/1`);
  });

  it("deploys compute alone when it is merged", async () => {
    mergeOfCompute = origin.merge("feature");
    const job = await deploy(mergeOfCompute);
    expect(job).toMatchObject({ result: "success", ended: ["compute done"], changed: ["compute"] });
    expect(lastReport(workspace, "up").commit).toBe(mergeOfCompute);
  });
});

describe("documents alone", () => {
  beforeAll(() => {
    origin.commit("documents", "Say more", {
      "README.md": append("\nMore.\n"),
      "apps/network/README.md": append("\nMore.\n"),
      "docs/more.md": () => "# More\n",
    });
  });

  const checks = () =>
    runner.run({
      workflow: "pull-request.yml",
      job: "checks",
      ref: origin.pullRequest(2, "documents"),
      contexts: pullRequest(2),
    });

  it("affect no check but that of their format", async () => {
    const job = await checks();
    expect(stepsOf(job).slice(-3)).toEqual([
      "success: Generated files are what their sources say",
      "success: Format of documents and of the root",
      "success: Affected checks",
    ]);
    expect(job.steps.at(-1)?.output).toContain("No tasks were run");
  });

  it("fail the check of their format, though Nx hashes none of them", async () => {
    origin.commit("documents", "Badly", { "apps/network/README.md": append("*  More.\n") });
    const job = await checks();
    expect(stepsOf(job).slice(-2)).toEqual([
      "failure: Format of documents and of the root",
      "skipped: Affected checks",
    ]);
    expect(job.output).toContain("apps/network/README.md");
    origin.commit("documents", "Well", { "apps/network/README.md": replace("*  More.\n", "") });
  });

  it("preview nothing, and the comment says so", async () => {
    const { result, ended, comments } = await preview(2, "documents");
    expect(result).toBe("success");
    expect(ended).toEqual([]);
    expect(comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/### Strata preview of local\n\nNo layer is affected/),
    ]);
  });

  it("deploy nothing", async () => {
    const job = await deploy(origin.merge("documents"));
    expect(job).toMatchObject({ result: "success", ended: [], changed: [] });
  });
});

describe("a change whose output another layer reads", () => {
  it("deploys the layer, and names the reader that has to follow", async () => {
    origin.commit("larger-database", "Larger database", {
      "apps/data/Pulumi.local.yaml": replace("db.t3.micro", "db.t3.small"),
    });
    const job = await deploy(origin.merge("larger-database"));
    expect(job).toMatchObject({ result: "success", ended: ["data done"], changed: ["data"] });
    expect(job.summary).toMatch(/observability[^\n]*dbMaxConnections/);
  });

  it("deploys the reader with the next run", async () => {
    const job = await deploy(MAIN);
    expect(job.output).toContain(
      "local: observability: counts as changed: outputs that it reads have changed: data.dbMaxConnections",
    );
    expect(job).toMatchObject({ ended: ["observability done"], changed: ["observability"] });
  });
});

it("a change of a contract selects its readers, and the gate finds nothing to do for them", async () => {
  origin.commit("contract", "Say what it is", {
    "libs/contracts/network/src/network-contract.ts": append("// More.\n"),
    "apps/network/src/vpc.ts": append("// More.\n"),
  });
  const merged = origin.merge("contract");
  const job = await deploy(merged);
  expect(job.ended).toEqual(ALL.map((layer) => `${layer} unchanged`));
  expect(job.changed).toEqual([]);
  const again = await deploy(merged);
  expect(again).toMatchObject({ result: "success", ended: [], changed: [] });
});

it("a revert deploys what it takes back, and nothing else", async () => {
  const job = await deploy(origin.revert(mergeOfCompute));
  expect(job).toMatchObject({ result: "success", ended: ["compute done"], changed: ["compute"] });
  const { changes } = lastReport(workspace, "up").layers[0] ?? { changes: [] };
  expect(changes).toMatchObject([{ properties: [{ path: "maxSize", before: 6, after: 4 }] }]);
});

describe("a deployment that fails half-way", () => {
  let merge: string;

  it("fails the job, with the report in its summary", async () => {
    // One of the account: what there is of AWS's own, a rule knows, and would stop the run before it begins.
    origin.commit("broken", "Attach a policy that does not exist", {
      "apps/compute/Pulumi.local.yaml": replace("maxSize: 4", "maxSize: 7"),
      "apps/compute/src/instance-role.ts": replace(
        "this.arn = role.arn;",
        `new aws.iam.RolePolicyAttachment(
      \`\${name}-missing\`,
      { role: role.name, policyArn: "arn:aws:iam::123456789012:policy/missing" },
      { parent: this },
    );
    this.arn = role.arn;`,
      ),
    });
    merge = origin.merge("broken");
    const job = await deploy(merge);
    expect(job).toMatchObject({ result: "failure", ended: ["compute failed"] });
    expect(stepsOf(job).slice(-2)).toEqual([
      "failure: Deploy what differs from it",
      "success: Report",
    ]);
    expect(job.summary).toMatch(/compute[^]*failed/);
  });

  it("leaves the base where it was: a merge of something else tries it again", async () => {
    origin.commit("retention", "Keep logs longer", {
      "apps/observability/Pulumi.local.yaml": replace(
        "logRetentionDays: 7",
        "logRetentionDays: 14",
      ),
    });
    const job = await deploy(origin.merge("retention"));
    expect(job.result).toBe("failure");
    expect(job.ended).toEqual(["compute failed", "observability skipped"]);
  });

  it("is made good by its revert, though the code is then what was deployed before", async () => {
    const job = await deploy(origin.revert(merge));
    expect(job.output).toContain(
      "local: compute: counts as changed: its state has changed since its last successful up",
    );
    expect(job).toMatchObject({
      result: "success",
      ended: ["compute done", "observability done"],
      changed: ["compute", "observability"],
    });
  });
});

it("refuses to take an environment back to an older commit than it has", async () => {
  const job = await deploy(mergeOfCompute);
  expect(stepsOf(job).slice(-3)).toEqual([
    "failure: Find what is deployed",
    "skipped: Deploy what differs from it",
    "success: Report",
  ]);
  expect(job.output).toMatch(/compute.*: deployed in local from a newer commit than this one/);
  expect(job.changed).toEqual([]);
  expect(job.summary).toContain("There is no report: a step failed before.");
});

it("gives a pull request from a fork no preview, and says why", async () => {
  const contexts = pullRequest(3, "somebody/strata");
  const ref = MAIN;
  const run = (job: string) => runner.run({ workflow: "pull-request.yml", job, ref, contexts });
  expect((await run("preview")).result).toBe("skipped");
  const said = await run("preview-of-fork");
  expect(said.result).toBe("success");
  expect(said.summary).toContain("A pull request from a fork gets no credentials");
});

describe("every night", () => {
  const drift = () =>
    runner.run({
      workflow: "drift.yml",
      job: "drift",
      ref: MAIN,
      contexts: { ...pushed(), needs: { environments: { outputs: { json: ENVIRONMENTS } } } },
      matrix: { environment: "local" },
    });
  const issues = () => gitHub.posts().filter(({ kind }) => kind === "issue");

  it("no drift is no issue", async () => {
    expect((await drift()).result).toBe("success");
    expect(issues()).toEqual([]);
  });

  it("drift fails the job and opens one issue, which the next night edits", async () => {
    const { ec2 } = cloudOf(await sandbox());
    const { Vpcs = [] } = await ec2.describeVpcs({});
    const ours = Vpcs.find(({ Tags = [] }) => Tags.some(({ Value }) => Value === "strata"));
    await ec2.createTags({ Resources: [ours?.VpcId ?? ""], Tags: [{ Key: "by", Value: "hand" }] });
    const job = await drift();
    expect(job.result).toBe("failure");
    expect(job.steps.at(-1)).toMatchObject({ outcome: "success" });
    expect(issues()).toMatchObject([{ title: "Drift in local", state: "open" }]);
    expect(issues()[0]?.body).toMatch(/network[^]*by/);
    await drift();
    expect(issues()).toHaveLength(1);
  });

  it("the issue is closed when the drift is gone", async () => {
    await workspace.nx(["run", "network:refresh"], machine);
    await workspace.nx(["run", "network:up"], machine);
    expect((await drift()).result).toBe("success");
    expect(issues()).toMatchObject([{ state: "closed" }]);
  });
});

/** Where the sandbox is, as `sandbox:status --json` says. */
async function sandbox() {
  const { stdout } = await workspace.nx(["run", "sandbox:status", "--json"], machine);
  const text = stdout.slice(stdout.indexOf("\n{"), stdout.lastIndexOf("}") + 1);
  return JSON.parse(text) as Parameters<typeof cloudOf>[0];
}
