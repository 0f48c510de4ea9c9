import { processesOf, type OwnProcess } from "./workspace/processes.ts";
import { ScratchWorkspace, type Running } from "./workspace/scratch-workspace.ts";

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
});

afterEach(() => workspace.nx(["run", "sandbox:stop"]));
afterAll(() => workspace.dispose());

/** How a command is ended: to whom the signal goes, and which. */
const ENDS: readonly [string, (run: Running) => void][] = [
  ["Ctrl-C in the terminal", ({ pid }) => process.kill(-pid, "SIGINT")],
  ["SIGINT to nx", ({ pid }) => process.kill(pid, "SIGINT")],
  ["SIGTERM to nx", ({ pid }) => process.kill(pid, "SIGTERM")],
  ["SIGKILL to nx", ({ pid }) => process.kill(pid, "SIGKILL")],
  ["SIGKILL to nx and its group", ({ pid }) => process.kill(-pid, "SIGKILL")],
  ["SIGKILL to the layer's process", () => killMatching(/layer-host\.ts up /)],
  ["SIGKILL to the engine", () => killMatching(/pulumi up/)],
];

it.each(ENDS)("%s leaves only the sandbox behind, and the next run goes on", async (_name, end) => {
  const run = workspace.start(["run", "network:up", "--verbose"]);
  // The plan is over: of that, no step has a line.
  await run.sees("network: create aws:ec2/vpc:Vpc main");
  expect(matching(/pulumi up/)).not.toEqual([]);
  end(run);
  const { code } = await run.ended;
  expect(code).not.toBe(0);
  await eventually(() => others().length === 0);
  expect(processesOf(workspace.root).filter(isEmulator)).toHaveLength(1);
  const next = await workspace.nx(["run", "network:up"]);
  expect(next.output).toContain("network: done");
  expect(next.code).toBe(0);
});

it("stops with nothing left when the emulator is stopped", async () => {
  await workspace.nx(["run", "sandbox:start"]);
  expect(processesOf(workspace.root).filter(isEmulator)).toHaveLength(1);
  await workspace.nx(["run", "sandbox:stop"]);
  expect(processesOf(workspace.root)).toEqual([]);
});

it("starts clean, and says so, when the emulator has died", async () => {
  const first = await workspace.nx(["run", "network:up"]);
  expect(first.code).toBe(0);
  process.kill((await workspace.sandbox()).pid, "SIGKILL");
  const second = await workspace.nx(["run", "network:up"]);
  expect(second.output).toMatch(/no longer running.*Starting clean/);
  expect(second.output).toContain("network: done");
  expect(second.code).toBe(0);
});

function isEmulator({ command }: OwnProcess): boolean {
  return command.includes("serve.py");
}

function others(): OwnProcess[] {
  return processesOf(workspace.root).filter((one) => !isEmulator(one));
}

function matching(pattern: RegExp): OwnProcess[] {
  return processesOf(workspace.root).filter(({ command }) => pattern.test(command));
}

function killMatching(pattern: RegExp): void {
  const found = matching(pattern);
  if (found.length === 0) throw new Error(`no process matches ${String(pattern)}`);
  for (const { pid } of found) process.kill(pid, "SIGKILL");
}

/** Waits for what the operating system does in its own time; bounded by the test's timeout. */
async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
