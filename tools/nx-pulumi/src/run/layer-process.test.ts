import { randomUUID } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { eventually, isRunning } from "@strata/sandbox/testing/eventually";
import { fakeExecutable } from "@strata/sandbox/testing/fake-executable";
import { script, specifier } from "@strata/sandbox/testing/script";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import type { Job } from "../host/message.ts";
import { LayerProcess, type Progress } from "./layer-process.ts";

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
    plannedUpstream: {},
    logFile: join(projectFolder, "engine.log"),
  };
}

/** The layer's process, and every line it printed. */
function start({ operation, projectFolder }: Job): { process: LayerProcess; printed: string[] } {
  const printed: string[] = [];
  return {
    process: new LayerProcess(operation, projectFolder, (line) => printed.push(line)),
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

const nothing = (): void => {};

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
    expect(outcome).toEqual({
      success: false,
      interrupted: false,
      changes: {},
      reads: [],
      failure: "error: no such stack",
    });
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
    expect(await running).toEqual({
      success: false,
      interrupted: false,
      changes: {},
      reads: [],
      failure: "the process of the layer ended unexpectedly",
    });
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
    await process.run(job, (progress) => told.push(progress));
    expect([...printed].sort()).toEqual([" three", "one", "two"]);
    expect(told).toEqual([]);
  });

  it("finishes and ends when the run that started it is killed", async () => {
    const job = await layerWith(WORKS);
    const run = script(
      `import { LayerProcess } from ${specifier("./layer-process.ts", import.meta.url)};
       const job = ${JSON.stringify(job)};
       await new LayerProcess(job.operation, job.projectFolder, () => {}).run(job, () => {});`,
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
       new LayerProcess(${JSON.stringify(job.operation)}, ${JSON.stringify(job.projectFolder)}, () => {});
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

function ancestorsOf(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  return parent <= 1 ? [parent] : [parent, ...ancestorsOf(parent)];
}
