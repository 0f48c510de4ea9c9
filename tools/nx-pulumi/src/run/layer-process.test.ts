import { randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { jest } from "@jest/globals";
import { findEngine } from "@strata/sandbox";
import { eventually, isRunning } from "@strata/sandbox/testing/eventually";
import { fakeExecutable } from "@strata/sandbox/testing/fake-executable";
import { script, specifier } from "@strata/sandbox/testing/script";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import type { Job, Outcome, Plan, Replayed, ReplayRequest } from "../host/message.ts";
import { FileState } from "../state/file-state.ts";
import { LayerProcess, type JobListener, type Progress } from "./layer-process.ts";
import { planBackend } from "./plan-backend.ts";

// A test starts up to four processes, one after the other; they end far sooner on any machine that is not overloaded.
jest.setTimeout(60_000);

/** An engine at work until it is interrupted; it says who it is, and who started it, in its working folder. */
const WORKS =
  `exec "${process.execPath}" --eval '` +
  `process.on("SIGINT", () => { require("fs").appendFileSync("interrupted", "x"); process.exit(1); });` +
  `require("fs").writeFileSync("pids.tmp", process.pid + " " + process.ppid);` +
  `require("fs").renameSync("pids.tmp", "pids"); setInterval(() => {}, 1e6);' "$@"`;

/** A layer with a name that no other process of the machine has in its command, and its job. */
async function layerWith(engine: string, program?: string): Promise<Job> {
  const layer = `layer-${randomUUID()}`;
  const projectFolder = join(await temporaryFolder(), layer);
  await mkdir(projectFolder);
  await writeFile(join(projectFolder, "package.json"), '{ "type": "module" }');
  if (program !== undefined) await writeFile(join(projectFolder, "index.ts"), program);
  return {
    layer,
    environment: "local",
    // Refreshing runs no program: the engine is the only other process.
    operation: program === undefined ? "refresh" : "up",
    projectFolder,
    engine: await fakeExecutable(join(projectFolder, "bin"), "pulumi", engine),
    engineEnv: {},
    upstream: {},
    logFile: join(projectFolder, "engine.log"),
  };
}

/** The layer's process, and every line it printed. */
function start({ operation, projectFolder }: Job): { process: LayerProcess; printed: string[] } {
  const printed: string[] = [];
  const root = dirname(projectFolder);
  return {
    process: new LayerProcess(operation, projectFolder, root, process.env, (line) =>
      printed.push(line),
    ),
    printed,
  };
}

/** Processes that have the layer's name in their command, as its own and its engine's have. */
function processesOf({ layer }: Job): string[] {
  const all = execFileSync("ps", ["-ww", "-eo", "pid=,stat=,args="], { encoding: "utf8" });
  return all.split("\n").filter((line) => line.includes(layer) && !/^\s*\d+\s+Z/.test(line));
}

async function enginePids({ projectFolder }: Job): Promise<{ engine: number; host: number }> {
  const file = join(projectFolder, "pids");
  await eventually(() => existsSync(file));
  const [engine = 0, host = 0] = readFileSync(file, "utf8").split(" ").map(Number);
  return { engine, host };
}

const nothing: JobListener = { onProgress: () => {}, onPlan: () => undefined };

/** The outcome of a job that ended before the engine had told anything. */
const NOTHING_DONE = {
  success: false,
  interrupted: false,
  changes: {},
  resources: [],
  reads: [],
  files: [],
  contract: {},
  findings: [],
};

describe("a layer process without a job", () => {
  it("ends when it is told to, also before it has loaded", async () => {
    const job = await layerWith("exit 1");
    await start(job).process.end();
    expect(processesOf(job)).toEqual([]);
  });

  it("ends once, however often it is told to", async () => {
    const job = await layerWith("exit 1");
    const { process } = start(job);
    await Promise.all([process.end(), process.end()]);
    await process.end();
    expect(processesOf(job)).toEqual([]);
  });

  it("ends when it was asked to stop first", async () => {
    const job = await layerWith("exit 1");
    const { process } = start(job);
    process.stop();
    await process.end();
    expect(processesOf(job)).toEqual([]);
  });
});

describe("a layer process at work", () => {
  it("tells why the engine failed, and leaves nothing running", async () => {
    const job = await layerWith("echo 'error: no such stack' >&2; exit 255");
    const outcome = await start(job).process.run(job, nothing);
    expect(outcome).toEqual({ ...NOTHING_DONE, failure: "error: no such stack" });
    expect(readFileSync(job.logFile, "utf8")).toMatch(/\$ pulumi refresh .*\nerror: no such stack/);
    expect(processesOf(job)).toEqual([]);
  });

  it("interrupts the engine once when it is stopped", async () => {
    const job = await layerWith(WORKS);
    const { process } = start(job);
    const running = process.run(job, nothing);
    const { engine } = await enginePids(job);
    process.stop();
    process.stop();
    expect(await running).toMatchObject({ success: false, interrupted: true });
    expect(readFileSync(join(job.projectFolder, "interrupted"), "utf8")).toBe("x");
    expect(await isRunning(engine)).toBe(false);
    expect(processesOf(job)).toEqual([]);
  });

  it("starts no engine when it is stopped before", async () => {
    const job = await layerWith(WORKS);
    const { process } = start(job);
    process.stop();
    expect(await process.run(job, nothing)).toMatchObject({ success: false, interrupted: true });
    expect(existsSync(join(job.projectFolder, "pids"))).toBe(false);
  });

  it("ends when it is stopped, also while the program is still loading", async () => {
    const job = await layerWith(WORKS, "await new Promise(() => {}); export default () => ({});");
    const { process } = start(job);
    const running = process.run(job, nothing);
    await enginePids(job);
    process.stop();
    expect(await running).toMatchObject({ success: false, interrupted: true });
    expect(processesOf(job)).toEqual([]);
  });

  it("is not ended before its work is", async () => {
    const job = await layerWith(WORKS);
    const { process } = start(job);
    const running = process.run(job, nothing);
    const { engine } = await enginePids(job);
    const ended = process.end();
    expect(await isRunning(engine)).toBe(true);
    process.stop();
    await ended;
    expect(await running).toMatchObject({ interrupted: true });
  });

  it("gives a failed outcome when it is killed, and its engine ends with it", async () => {
    const job = await layerWith(WORKS);
    const running = start(job).process.run(job, nothing);
    const { engine, host } = await enginePids(job);
    process.kill(host, "SIGKILL");
    const failure = "the process of the layer ended unexpectedly";
    expect(await running).toEqual({ ...NOTHING_DONE, failure });
    await eventually(async () => !(await isRunning(engine)));
    expect(processesOf(job)).toEqual([]);
  });

  it("fails when its folder is gone, and does not hang", async () => {
    const job = await layerWith("exit 0");
    const gone = { ...job, projectFolder: join(job.projectFolder, "gone") };
    expect(await start(gone).process.run(gone, nothing)).toMatchObject({
      success: false,
      failure: expect.stringMatching(/^the process of the layer could not be started in .*gone: /),
    });
  });

  it("fails by name when there is no engine", async () => {
    const job = { ...(await layerWith("exit 0")), engine: "/nonexistent/pulumi" };
    expect(await start(job).process.run(job, nothing)).toMatchObject({
      success: false,
      failure: expect.stringMatching(/^cannot start the engine \/nonexistent\/pulumi/),
    });
  });

  it.each([
    ["has no default export", "export const a = 1;", /index\.ts has no default export/],
    ["cannot be loaded", 'import "./missing.ts";', /Cannot find module .*missing\.ts/],
    ["throws while it is loaded", 'throw new Error("at the top");', /at the top[^]*index\.ts:1:/],
  ])("fails, with no engine left, when the program %s", async (_, program, message) => {
    const job = await layerWith(WORKS, program);
    expect(await start(job).process.run(job, nothing)).toMatchObject({
      success: false,
      failure: expect.stringMatching(message),
    });
    expect(processesOf(job)).toEqual([]);
  });

  it("passes on what the program prints, line by line, and reports nothing else", async () => {
    const program =
      'process.stdout.write("one\\ntwo"); console.error(" three"); export default () => ({});';
    const job = await layerWith("exit 9", program);
    const { process, printed } = start(job);
    const told: Progress[] = [];
    await process.run(job, { ...nothing, onProgress: (progress) => told.push(progress) });
    expect([...printed].sort()).toEqual([" three", "one", "two"]);
    expect(told).toEqual([]);
  });

  it("does not get what gives a job of GitHub Actions the role of any layer", async () => {
    const variable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
    globalThis.process.env[variable] = "a-token";
    try {
      const job = await layerWith(`echo "token: $${variable}."; exit 1`);
      await start(job).process.run(job, nothing);
      expect(readFileSync(job.logFile, "utf8")).toContain("token: .");
    } finally {
      delete globalThis.process.env[variable];
    }
  });

  it("finishes and ends when the run that started it is killed", async () => {
    const job = await layerWith(WORKS);
    const run = script(
      `import { LayerProcess } from ${specifier("./layer-process.ts", import.meta.url)};
       const job = ${JSON.stringify(job)};
       const { operation, projectFolder } = job;
       const layer = new LayerProcess(operation, projectFolder, projectFolder, () => {});
       await layer.run(job, { onProgress: () => {}, onPlan: () => undefined });`,
    );
    const { engine, host } = await enginePids(job);
    expect(await isRunning(host)).toBe(true);
    run.child.kill("SIGKILL");
    expect(await run.ended).toBe("SIGKILL");
    await eventually(async () => !(await isRunning(engine)) && !(await isRunning(host)));
    expect(readFileSync(join(job.projectFolder, "interrupted"), "utf8")).toBe("x");
    expect(processesOf(job)).toEqual([]);
  });

  it("ends when the run is killed before there was a job", async () => {
    const job = await layerWith("exit 1");
    const run = script(
      `import { LayerProcess } from ${specifier("./layer-process.ts", import.meta.url)};
       const { operation, projectFolder } = ${JSON.stringify(job)};
       new LayerProcess(operation, projectFolder, projectFolder, () => {});
       console.log("started"); setInterval(() => {}, 1e6);`,
    );
    await run.line(/started/);
    run.child.kill("SIGKILL");
    await run.ended;
    await eventually(() => processesOf(job).length === 0);
  });

  it("is no descendant of the run, whose descendants Nx kills", async () => {
    const job = await layerWith(WORKS);
    const { process } = start(job);
    const running = process.run(job, nothing);
    const { host } = await enginePids(job);
    expect(ancestorsOf(host)).not.toContain(globalThis.process.pid);
    process.stop();
    await running;
  });
});

describe("what a layer's contract promises", () => {
  const contract = `import { defineContract } from "@strata/contracts";
    import * as z from "zod";`;

  it("is told as the program declares it, before there is a job", async () => {
    const job = await layerWith("exit 1", "");
    await useWorkspacePackages(job);
    const program = `${contract}
      defineContract("${job.layer}", { vpcId: z.string(), ports: z.array(z.int()) });
      defineContract("another", { port: z.int() });
      export default () => ({});`;
    await writeFile(join(job.projectFolder, "index.ts"), program);
    const { process } = start(job);
    expect(await process.contract(job.layer)).toEqual({
      vpcId: { type: "string" },
      ports: { type: "array", items: { type: "integer" } },
    });
    await process.end();
    expect(processesOf(job)).toEqual([]);
  });

  it("is nothing where the program defines none", async () => {
    const job = await layerWith("exit 1", "export default () => ({});");
    const { process } = start(job);
    expect(await process.contract(job.layer)).toEqual({});
    await process.end();
  });

  it("is unknown where the program does not load, which the job then reports", async () => {
    const job = await layerWith(WORKS, 'import "./missing.ts";');
    const { process } = start(job);
    expect(await process.contract(job.layer)).toBeUndefined();
    const outcome = await process.run(job, nothing);
    expect(outcome.failure).toMatch(/Cannot find module .*missing\.ts/);
  });

  it("is unknown when the process is gone", async () => {
    const job = await layerWith("exit 1", "process.kill(process.pid, 'SIGKILL');");
    expect(await start(job).process.contract(job.layer)).toBeUndefined();
  });
});

const FIRST_INSTALLATION_MS = 900_000;
let realEngine: string;

beforeAll(async () => {
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  realEngine = (await findEngine({ report })).path;
}, FIRST_INSTALLATION_MS);

interface RealLayer {
  /** Its job for the real engine. */
  readonly job: Job;
  readonly store: FileState;
}

/** A layer with one component and one output. */
async function realLayer(): Promise<RealLayer> {
  const job = await layerWith("exit 1", "");
  await useWorkspacePackages(job);
  const { layer, projectFolder } = job;
  await writeFile(join(projectFolder, "Pulumi.yaml"), `name: ${layer}\nruntime: nodejs\n`);
  await writeFile(join(projectFolder, "zones.json"), '["a", "b"]');
  await writeProgram(job, `new ComponentResource("strata:test:Thing", "thing"); ${PUBLISHED}`);
  const backend = await temporaryFolder();
  const url = pathToFileURL(join(backend, "state")).href;
  await mkdir(join(backend, "state"));
  const engineEnv = {
    PULUMI_BACKEND_URL: url,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_HOME: join(backend, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SELF_MANAGED_STATE_GZIP: "false",
  };
  const logFile = join(dirname(projectFolder), ".strata", "engine.log");
  const real = { ...job, engine: realEngine, engineEnv, logFile, init: {} };
  return { job: real, store: new FileState(url) };
}

const PUBLISHED =
  'return contract.publish({ zones: JSON.parse(readFileSync("zones.json", "utf8")) });';

/** Gives a layer a program with this body; its contract has a list of zones. */
async function writeProgram({ layer, projectFolder }: Job, body: string): Promise<void> {
  const program = `import { readFileSync } from "node:fs";
    import { defineContract } from "@strata/contracts";
    import * as pulumi from "@pulumi/pulumi";
    import * as z from "zod";
    const { ComponentResource } = pulumi;
    const contract = defineContract("${layer}", { zones: z.array(z.string()) });
    export default async () => { ${body} };`;
  await writeFile(join(projectFolder, "index.ts"), program);
}

/** What the SDK looks at to say where a resource stands is code, and no file that the program reads. */
function withoutCode(files: readonly string[]): string[] {
  return files.filter((file) => !file.endsWith(".ts"));
}

describe("the plan of an up", () => {
  const stateOf = ({ layer }: Job, store: FileState) => store.read(layer, "local");

  it("is shown before anything is changed, and then carried out", async () => {
    const { job, store } = await realLayer();
    const plans: Plan[] = [];
    const told: Progress[] = [];
    let before: Promise<unknown> | undefined;
    const outcome = await start(job).process.run(job, {
      onProgress: (progress) => told.push(progress),
      onPlan: (plan) => {
        plans.push(plan);
        before = stateOf(job, store);
        expect(told).toEqual([]);
        return undefined;
      },
    });
    expect(plans).toEqual([
      {
        resources: [expect.objectContaining({ name: "thing", op: "create" })],
        outputs: { zones: ["a", "b"] },
      },
    ]);
    expect(await before).toMatchObject({ resourceCount: 0, outputs: {} });
    expect({ ...outcome, files: withoutCode(outcome.files) }).toEqual({
      success: true,
      interrupted: false,
      changes: { create: 2 },
      resources: [expect.objectContaining({ name: "thing", op: "create" })],
      outputs: { zones: ["a", "b"] },
      reads: [],
      files: [`${job.layer}/zones.json`],
      contract: { zones: { type: "array", items: { type: "string" } } },
      findings: [],
      cost: expect.objectContaining({ fixedMonthlyUsd: 0 }),
      goal: expect.objectContaining({ digest: expect.stringMatching(/^[0-9a-f]+$/) }),
    });
    expect(await stateOf(job, store)).toMatchObject({
      resourceCount: 2,
      outputs: { zones: ["a", "b"] },
    });
  });

  it("is left undone when it is refused", async () => {
    const { job, store } = await realLayer();
    const onPlan = () => "somebody reads it";
    const outcome = await start(job).process.run(job, { ...nothing, onPlan });
    expect(outcome).toMatchObject({ success: false, interrupted: false, changes: {} });
    expect(await stateOf(job, store)).toMatchObject({ resourceCount: 0, outputs: {} });
    expect(processesOf(job)).toEqual([]);
  });

  it("is left undone when the layer is stopped while it waits", async () => {
    const { job, store } = await realLayer();
    const { process } = start(job);
    const onPlan = () => void process.stop();
    const outcome = await process.run(job, { ...nothing, onPlan });
    expect(outcome).toMatchObject({ success: false, interrupted: true, changes: {} });
    expect(await stateOf(job, store)).toMatchObject({ resourceCount: 0, outputs: {} });
    expect(processesOf(job)).toEqual([]);
  });

  it("is left undone when the run goes away while it waits, and nothing is left running", async () => {
    const { job, store } = await realLayer();
    const run = script(
      `import { LayerProcess } from ${specifier("./layer-process.ts", import.meta.url)};
       const job = ${JSON.stringify(job)};
       const { operation, projectFolder } = job;
       const layer = new LayerProcess(operation, projectFolder, projectFolder, () => {});
       const onPlan = () => process.kill(process.pid, "SIGKILL");
       await layer.run(job, { onProgress: () => {}, onPlan });`,
    );
    expect(await run.ended).toBe("SIGKILL");
    await eventually(() => processesOf(job).length === 0);
    expect(await stateOf(job, store)).toMatchObject({ resourceCount: 0, outputs: {} });
    expect(await store.locks(job.layer, "local")).toEqual([]);
  });

  it("is all that a preview makes, in a backend of its own, and nobody is asked", async () => {
    const { job: up, store } = await realLayer();
    const { init: _, ...existing } = up;
    const folder = join(dirname(up.projectFolder), ".strata", "plans");
    const engineEnv = { ...up.engineEnv, ...planBackend(folder, up.layer, "local") };
    const job: Job = { ...existing, operation: "preview", engineEnv };
    const onPlan = () => "never asked";
    const outcome = await start(job).process.run(job, { ...nothing, onPlan });
    expect(outcome).toMatchObject({
      success: true,
      outputs: { zones: ["a", "b"] },
      resources: [{ name: "thing", op: "create" }],
    });
    expect(await store.layersIn("local")).toEqual([]);
  });
});

describe("a program without an engine", () => {
  let deployed: RealLayer;
  let request: ReplayRequest;
  let first: Outcome;

  beforeAll(async () => {
    deployed = await realLayer();
    const { job, store } = deployed;
    first = await start(job).process.run(job, nothing);
    const resources = (await store.readResources(job.layer, "local")) ?? {};
    request = {
      layer: job.layer,
      environment: "local",
      config: {},
      resources,
      goal: first.goal!,
      upstream: {},
    };
  });

  const THING = 'new ComponentResource("strata:test:Thing", "thing");';

  /** What a program with this body asks for now. */
  async function replayed(body: string): Promise<Replayed | undefined> {
    const { job } = deployed;
    await writeProgram(job, body);
    const { process } = start(job);
    try {
      return await process.replay(request);
    } finally {
      await process.end();
    }
  }

  it("asks for what it asked when it was deployed, and tells what else a run would", async () => {
    const log = readFileSync(deployed.job.logFile, "utf8");
    const found = await replayed(`${THING} ${PUBLISHED}`);
    expect(found?.goal).toEqual(first.goal);
    expect(found?.contract).toEqual(first.contract);
    expect(found?.reads).toEqual([]);
    expect(withoutCode(found?.files ?? [])).toEqual(withoutCode(first.files));
    expect(readFileSync(deployed.job.logFile, "utf8")).toBe(log);
    expect(processesOf(deployed.job)).toEqual([]);
  });

  it.each([
    [
      "in other words",
      `const type = "strata:test:Thing"; new ComponentResource(type, "thing"); ${PUBLISHED}`,
    ],
    [
      "with a value that comes later",
      `${THING} const zones = pulumi.output(["a", "b"]); return contract.publish({ zones });`,
    ],
  ])("asks for the same %s", async (_, body) => {
    expect((await replayed(body))?.goal?.digest).toBe(first.goal?.digest);
  });

  it.each([
    ["publishes another value", `${THING} return contract.publish({ zones: ["a", "c"] });`],
    ["has a resource less", PUBLISHED],
    [
      "gives a resource another option",
      `new ComponentResource("strata:test:Thing", "thing", {}, { protect: true }); ${PUBLISHED}`,
    ],
  ])("asks for something else when it %s", async (_, body) => {
    const found = await replayed(body);
    expect(found?.goal?.digest).toMatch(/./);
    expect(found?.goal?.digest).not.toBe(first.goal?.digest);
  });

  it.each([
    [
      "asks for a resource that is not deployed",
      `${THING} new ComponentResource("strata:test:Thing", "other"); ${PUBLISHED}`,
    ],
    [
      "gives a resource another name",
      `new ComponentResource("strata:test:Thing", "renamed"); ${PUBLISHED}`,
    ],
    ["fails", 'throw new Error("no")'],
    ["rejects something", `void Promise.reject(new Error("no")); ${THING} ${PUBLISHED}`],
    ["does not load", "} nonsense {"],
  ])("cannot tell what it asks for when it %s", async (_, body) => {
    expect(await replayed(body)).toBeUndefined();
  });

  it("can be given to an engine afterwards, in the same process", async () => {
    const { job, store } = await realLayer();
    await start(job).process.run(job, nothing);
    const { init: _, ...existing } = job;
    await writeProgram(job, `${THING} return contract.publish({ zones: ["new"] });`);
    const resources = (await store.readResources(job.layer, "local")) ?? {};
    const { process } = start(job);
    const before = await process.replay({ ...request, layer: job.layer, resources });
    const outcome = await process.run(existing, nothing);
    expect(outcome).toMatchObject({ success: true, outputs: { zones: ["new"] } });
    expect(outcome.goal).toEqual(before?.goal);
  });

  it("tells nothing when the process is gone", async () => {
    const { process } = start(deployed.job);
    await process.end();
    expect(await process.replay(request)).toBeUndefined();
  });
});

/** Lets the program of a temporary layer import what the workspace has installed. */
async function useWorkspacePackages({ projectFolder }: Job): Promise<void> {
  const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
  await symlink(installed, join(dirname(projectFolder), "node_modules"), "dir");
}

function ancestorsOf(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  return parent <= 1 ? [parent] : [parent, ...ancestorsOf(parent)];
}
