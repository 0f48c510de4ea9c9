import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { emulatorPackages } from "../emulator/packages.ts";
import { findPython } from "../emulator/python.ts";
import { eventually, isRunning } from "../testing/eventually.ts";
import { fakeExecutable } from "../testing/fake-executable.ts";
import { script, specifier } from "../testing/script.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { recordPath } from "./emulator-record.ts";
import { livenessOf } from "./liveness.ts";
import { ensureSandbox, type Sandbox } from "./sandbox.ts";
import { sandboxStatus } from "./status.ts";
import { resetSandbox, stopSandbox } from "./stop.ts";

const variables = { ...process.env };
let root: string;
let folder: string;
let said: string[];
const report = (line: string) => void said.push(line);
const ensure = () => ensureSandbox({ root, report });

beforeEach(async () => {
  delete process.env.STRATA_SANDBOX_DIR;
  root = await temporaryFolder();
  folder = join(root, ".strata", "sandbox");
  said = [];
});

afterEach(async () => {
  process.env.PATH = variables.PATH;
  await stopSandbox(root, () => {});
});

/** As the engine leaves it: state of two AWS resources, besides what Pulumi adds. */
async function deploy(layer: string): Promise<string> {
  const stacks = join(folder, "state", ".pulumi", "stacks", layer);
  await mkdir(stacks, { recursive: true });
  const types = [
    "pulumi:pulumi:Stack",
    "pulumi:providers:aws",
    "aws:ec2/vpc:Vpc",
    "aws:s3/bucket:Bucket",
  ];
  const resources = [
    ...types.map((type) => ({ type, custom: type !== "pulumi:pulumi:Stack" })),
    { type: "strata:network:Network", custom: false },
  ];
  const latest = { manifest: { time: "2026-01-02T03:04:05Z" }, resources };
  const path = join(stacks, "local.json");
  await writeFile(path, JSON.stringify({ version: 3, checkpoint: { latest } }));
  await writeFile(`${path}.bak`, "{}");
  return path;
}

async function otherServer(answer: string) {
  const server = createServer((_, response) => void response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function record(values: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(recordPath(folder), JSON.stringify(values));
}

describe("ensureSandbox", () => {
  it("starts an emulator that speaks AWS, with folders for Pulumi", async () => {
    const sandbox = await ensure();
    const { endpoint, region, credentials } = sandbox;
    const identity = await new STSClient({ endpoint, region, credentials }).send(
      new GetCallerIdentityCommand(),
    );
    expect(identity.Account).toBe(sandbox.accountId);
    expect(existsSync(fileURLToPath(sandbox.backendUrl))).toBe(true);
    expect(existsSync(sandbox.pulumiHome)).toBe(true);
    expect(sandbox.folder).toBe(folder);
    expect(said).toEqual([`sandbox: emulator started, ${endpoint} (process ${sandbox.pid})`]);
  });

  it("keeps its files where STRATA_SANDBOX_DIR says", async () => {
    const elsewhere = join(await temporaryFolder(), "a b%é");
    process.env.STRATA_SANDBOX_DIR = elsewhere;
    const sandbox = await ensure();
    expect(sandbox.folder).toBe(elsewhere);
    expect(fileURLToPath(sandbox.backendUrl)).toBe(join(elsewhere, "state"));
    await stopSandbox(root, report);
    expect(existsSync(folder)).toBe(false);
  });

  it("finds the running one, silently, and leaves its state alone", async () => {
    const first = await ensure();
    const state = await deploy("network");
    said = [];
    expect(await ensure()).toEqual(first);
    expect(existsSync(state)).toBe(true);
    expect(said).toEqual([]);
  });

  it("starts one emulator for processes that start together", async () => {
    const source = `
      import { ensureSandbox } from ${specifier("./sandbox.ts", import.meta.url)};
      const { pid } = await ensureSandbox({ root: ${JSON.stringify(root)}, report: () => {} });
      console.log("pid " + pid);`;
    const scripts = [1, 2, 3, 4].map(() => script(source));
    const pids = await Promise.all(scripts.map(({ line }) => line(/^pid /)));
    expect(new Set(pids).size).toBe(1);
  });

  it("outlives the process that started it", async () => {
    const source = `
      import { ensureSandbox } from ${specifier("./sandbox.ts", import.meta.url)};
      const { pid } = await ensureSandbox({ root: ${JSON.stringify(root)}, report: () => {} });
      console.log("pid " + pid);
      setInterval(() => {}, 1000);`;
    const starter = script(source);
    const pid = Number((await starter.line(/^pid /)).slice(4));
    starter.child.kill("SIGKILL");
    await starter.ended;
    expect((await ensure()).pid).toBe(pid);
  });

  it("starts clean, and says what is lost, after the emulator was killed", async () => {
    const first = await ensure();
    const state = await deploy("network");
    process.kill(first.pid, "SIGKILL");
    await eventually(async () => !(await isRunning(first.pid)));
    expect(await sandboxStatus(root)).toEqual({
      running: false,
      folder,
      note: expect.stringContaining(`process ${first.pid}`) as string,
    });

    said = [];
    const second = await ensure();
    expect(second.pid).not.toBe(first.pid);
    expect(existsSync(state)).toBe(false);
    expect((await readdir(folder)).filter((name) => name.startsWith("state"))).toEqual(["state"]);
    expect(said).toEqual([
      `sandbox: the emulator (process ${first.pid}, started ${first.startedAt}) is no longer running, ` +
        "and everything that was deployed into it is gone with it. Starting clean.",
      `sandbox: emulator started, ${second.endpoint} (process ${second.pid})`,
    ]);
  });

  it.each([
    ["half-written", '{"generation":"a","star'],
    ["of another shape", "[]"],
    ["with a port out of range", '{"generation":"a","startedAt":"b","pid":1,"port":70000}'],
  ])("takes a record %s for no emulator, and says so once", async (_, text) => {
    await deploy("network");
    await writeFile(recordPath(folder), text);
    const sandbox = await ensure();
    expect(said[0]).toBe(
      `sandbox: ${recordPath(folder)} cannot be read, so no emulator is known and what it held is forgotten. ` +
        "Starting clean.",
    );
    expect(said).toHaveLength(2);
    expect((await sandboxStatus(root)).running).toBe(true);
    expect(existsSync(join(fileURLToPath(sandbox.backendUrl), ".pulumi"))).toBe(false);
  });

  it("does not trust a pid and a port that belong to others by now", async () => {
    const other = await otherServer("another");
    await record({ generation: "ours", startedAt: "then", pid: process.pid, port: other.port });
    const sandbox = await ensure();
    expect(sandbox.pid).not.toBe(process.pid);
    expect(said[0]).toContain(`process ${process.pid}, started then`);
    other.close();
  });

  it("replaces one whose record was overwritten, which then ends by itself", async () => {
    const first = await ensure();
    await writeFile(recordPath(folder), "{");
    const second = await ensure();
    expect(second.pid).not.toBe(first.pid);
    await eventually(async () => !(await isRunning(first.pid)));
    expect((await ensure()).pid).toBe(second.pid);
  });

  it("leaves no emulator behind when the folder is deleted", async () => {
    const { pid } = await ensure();
    await rm(root, { recursive: true });
    await eventually(async () => !(await isRunning(pid)));
  });

  it("does not start when it was interrupted before", async () => {
    const signal = AbortSignal.abort(new Error("interrupted"));
    await expect(ensureSandbox({ root, report, signal })).rejects.toThrow("interrupted");
    expect((await sandboxStatus(root)).running).toBe(false);
  });

  it("fails with the fix when there is no Python", async () => {
    process.env.PATH = await temporaryFolder();
    await expect(ensure()).rejects.toThrow(
      /^The sandbox needs Python 3\.10 or newer with pip: none is on PATH\. Install it \(Debian.*again\.$/,
    );
    expect(await sandboxStatus(root)).toEqual({ running: false, folder });
  });

  it("fails naming each Python that will not do", async () => {
    const bin = await temporaryFolder();
    const answers = { executable: "/x", abi: "x", pip: true };
    const says = (values: object) => `echo '${JSON.stringify({ ...answers, ...values })}'`;
    await fakeExecutable(bin, "python3", says({ version: "3.9.6" }));
    await fakeExecutable(bin, "python", "echo 'not installed' >&2; exit 9");
    await fakeExecutable(bin, "python3.12", says({ version: "3.12.1", pip: false }));
    process.env.PATH = bin;
    await expect(ensure()).rejects.toThrow(
      "with pip: python3 is 3.9.6; python fails (not installed); python3.12 3.12.1 has no pip. Install it",
    );
  });

  it("fails with what pip said, and leaves nothing half-installed", async () => {
    const [bin, cache] = [await temporaryFolder(), await temporaryFolder()];
    const executable = await fakeExecutable(bin, "python3", "");
    const answer = JSON.stringify({ executable, version: "3.12.1", abi: "x", pip: true });
    const pip = "echo Collecting moto; echo 'ERROR: no route to the index' >&2; exit 1";
    await fakeExecutable(bin, "python3", `[ "$2" = -c ] && echo '${answer}' || { ${pip}; }`);
    process.env.PATH = bin;
    process.env.STRATA_CACHE_DIR = cache;
    try {
      await expect(ensure()).rejects.toThrow(/exit code 1\):\n {2}ERROR: no route to the index\n/);
      expect(await readdir(join(cache, "emulator"))).toEqual([]);
    } finally {
      restore("STRATA_CACHE_DIR");
    }
  });

  it("fails with the end of the log, and the fix, when the emulator does not come up", async () => {
    const cache = await temporaryFolder();
    const installed = await emulatorPackages(await findPython(), { report });
    const damaged = join(cache, "emulator", basename(installed));
    await mkdir(damaged, { recursive: true });
    process.env.STRATA_CACHE_DIR = cache;
    try {
      const message = await ensure().catch((error: Error) => error.message);
      expect(message).toContain(`If its packages are damaged, delete ${damaged} `);
      expect(message).toMatch(/emulator\.log ends with:\n(.*\n)+.*No module named 'werkzeug'$/);
      expect(await sandboxStatus(root)).toEqual({ running: false, folder });
    } finally {
      restore("STRATA_CACHE_DIR");
    }
  });
});

describe("stopSandbox", () => {
  it("ends the emulator and forgets the state; stopping again is no failure", async () => {
    const sandbox = await ensure();
    await deploy("network");
    said = [];
    await stopSandbox(root, report);
    expect(await isRunning(sandbox.pid)).toBe(false);
    expect(await sandboxStatus(root)).toEqual({ running: false, folder });
    expect((await readdir(folder)).sort()).toEqual(["emulator.log", "pulumi-home"]);
    await stopSandbox(root, report);
    expect(said).toEqual([`sandbox: stopped (process ${sandbox.pid})`, "sandbox: not running"]);
  });

  it("makes no folder where there was no sandbox", async () => {
    await stopSandbox(root, report);
    expect(said).toEqual(["sandbox: not running"]);
    expect(await readdir(root)).toEqual([]);
  });

  it("ends no process of others", async () => {
    const bystander = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
    const other = await otherServer("another");
    const pid = bystander.pid as number;
    await record({ generation: "ours", startedAt: "then", pid, port: other.port });
    await stopSandbox(root, report);
    expect(await isRunning(pid)).toBe(true);
    expect(said).toEqual(["sandbox: not running"]);
    bystander.kill();
    other.close();
  });
});

it("resetSandbox starts an empty one, whether one ran or not", async () => {
  const first = await resetSandbox(root, report);
  const state = await deploy("network");
  const second = await resetSandbox(root, report);
  expect(second.pid).not.toBe(first.pid);
  expect(existsSync(state)).toBe(false);
  expect(said.slice(-2)).toEqual([
    `sandbox: stopped (process ${first.pid})`,
    `sandbox: emulator started, ${second.endpoint} (process ${second.pid})`,
  ]);
});

describe("sandboxStatus", () => {
  it("tells what is deployed", async () => {
    const sandbox: Sandbox = await ensure();
    await deploy("network");
    expect(await sandboxStatus(root)).toEqual({
      running: true,
      ...sandbox,
      uptimeSeconds: expect.any(Number) as number,
      deployed: [
        { layer: "network", environment: "local", resources: 2, updatedAt: "2026-01-02T03:04:05Z" },
      ],
    });
  });

  it("makes nothing where there is no sandbox", async () => {
    expect(await sandboxStatus(root)).toEqual({ running: false, folder });
    expect(await readdir(root)).toEqual([]);
  });
});

it("a dead process is gone even if its port answers", async () => {
  const other = await otherServer("ours");
  const child = spawn(process.execPath, ["--eval", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  const dead = {
    generation: "ours",
    startedAt: "then",
    pid: child.pid as number,
    port: other.port,
  };
  expect(await livenessOf(dead)).toBe("gone");
  expect(await livenessOf({ ...dead, pid: process.pid })).toBe("serving");
  other.close();
});

function restore(name: string): void {
  const value = variables[name];
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
