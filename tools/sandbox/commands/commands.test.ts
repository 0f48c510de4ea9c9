import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { ensureSandbox } from "../lifecycle/sandbox.ts";
import { sandboxStatus } from "../lifecycle/status.ts";
import { stopSandbox } from "../lifecycle/stop.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { duration, shellLines, statusText } from "./status-text.ts";

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.STRATA_SANDBOX_DIR = folder;
});

afterEach(async () => {
  await stopSandbox(folder, () => {});
  delete process.env.STRATA_SANDBOX_DIR;
});

function command(name: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: undefined };
  return spawnSync(process.execPath, [file, ...args], { encoding: "utf8", env });
}

it("start, status, reset and stop do what they say", async () => {
  expect(command("status").stdout).toMatch(/^The sandbox is not running\.\n/);
  const started = command("start");
  expect(started.stdout).toMatch(/^sandbox: emulator started, .*\nThe sandbox is running: /);

  const first = await sandboxStatus(folder);
  const status = command("status");
  expect(status.stdout).toContain(first.running && first.endpoint);
  expect(status.stdout).toContain("Nothing is deployed.");

  expect(command("reset").stdout).toMatch(/^sandbox: stopped .*\nsandbox: emulator started, .*\n$/);
  expect(command("stop").stdout).toMatch(/^sandbox: stopped \(process \d+\)\n$/);
  expect(command("stop")).toMatchObject({ status: 0, stdout: "sandbox: not running\n" });
});

it("standard output is nothing but JSON with --json", async () => {
  const started = command("start", "--json");
  expect(started.stderr).toMatch(/^sandbox: emulator started/);
  expect(JSON.parse(started.stdout)).toMatchObject({ running: true, folder, deployed: [] });
  const { uptimeSeconds, ...status } = JSON.parse(command("status", "--json").stdout) as {
    uptimeSeconds: number;
  };
  expect(uptimeSeconds).toEqual(expect.any(Number));
  expect(await sandboxStatus(folder)).toMatchObject(status);
});

it.each(["--jsn", "json"])("refuses the argument %s, with what is allowed", (argument) => {
  const { status, stderr, stdout } = command("stop", argument);
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`'${argument}'.*The only option is --json\\.\n$`));
  expect(stdout).toBe("");
});

it("fails with one message and no stack trace", () => {
  process.env.STRATA_SANDBOX_DIR = "/dev/null/nowhere";
  const { status, stderr } = command("start");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^.*ENOTDIR.*\n$/);
  process.env.STRATA_SANDBOX_DIR = folder;
});

it("shows lines that point AWS clients at the sandbox", async () => {
  const sandbox = await ensureSandbox({ root: folder, report: () => {} });
  expect(shellLines(sandbox)).toEqual([
    "unset AWS_PROFILE AWS_SESSION_TOKEN",
    `export AWS_ENDPOINT_URL=${sandbox.endpoint}`,
    "export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1",
    "export AWS_ACCESS_KEY_ID=sandbox",
    "export AWS_SECRET_ACCESS_KEY=sandbox",
  ]);
  const layer = { layer: "network", environment: "local", resources: 1, updatedAt: "then" };
  const text = statusText({ running: true, ...sandbox, uptimeSeconds: 61, deployed: [layer] });
  expect(text).toContain("up 1 min");
  expect(text).toMatch(/Deployed:\n {2}network +local +1 resource +then$/);
});

it.each([
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [3599, "59 min"],
  [3600, "1 h 0 min"],
  [90_061, "25 h 1 min"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
