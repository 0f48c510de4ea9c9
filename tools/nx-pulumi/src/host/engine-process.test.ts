import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { eventually, isRunning } from "@strata/sandbox/testing/eventually";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { EngineProcess } from "./engine-process.ts";

/** Node running these lines stands for the engine: what is tested is how a process is held, not what it does. */
async function engineRunning(source: string): Promise<{ engine: EngineProcess; logFile: string }> {
  const folder = await temporaryFolder();
  const logFile = join(folder, "network.log");
  const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" }, logFile };
  return { engine: new EngineProcess(process.execPath, ["--eval", source], options), logFile };
}

const WAITS = "setInterval(() => {}, 1e6);";

it.each([0, 1, 255])("gives the exit code %i", async (code) => {
  const { engine } = await engineRunning(`process.exitCode = ${code}`);
  expect(await engine.exit()).toBe(code);
});

it("gives no exit code when a signal ended it", async () => {
  const { engine } = await engineRunning(WAITS);
  engine.kill();
  expect(await engine.exit()).toBeNull();
});

it("tells how it ended also to those who ask late, and more than once", async () => {
  const { engine } = await engineRunning("process.exitCode = 3");
  expect(await engine.exit()).toBe(3);
  expect(await engine.exit()).toBe(3);
});

it("keeps the end of what was printed on both streams", async () => {
  const { engine } = await engineRunning(
    'console.log("x".repeat(100_000)); console.log("out"); console.error("err");',
  );
  await engine.exit();
  expect(engine.tail).toMatch(/xxx/);
  expect(engine.tail).toContain("out");
  expect(engine.tail).toContain("err");
  expect(engine.tail.length).toBeLessThanOrEqual(4000);
});

it("writes the command and all that was printed to the log", async () => {
  const { engine, logFile } = await engineRunning(
    'console.log("out ü"); console.error("err"); console.log("y".repeat(50_000));',
  );
  await engine.exit();
  const log = await readFile(logFile, "utf8");
  expect(log).toMatch(/^\$ pulumi --eval /);
  expect(log).toContain("out ü\n");
  expect(log).toContain("err\n");
  expect(log).toContain("y".repeat(50_000));
});

it("adds to the log of an earlier command", async () => {
  const folder = await temporaryFolder();
  const logFile = join(folder, "network.log");
  const options = { cwd: folder, env: process.env, logFile };
  for (const text of ["one", "two"]) {
    const source = `console.log(${JSON.stringify(text)})`;
    await new EngineProcess(process.execPath, ["--eval", source], options).exit();
  }
  expect(await readFile(logFile, "utf8")).toMatch(/^one$[^]*^two$/m);
});

it("is waited for although its log cannot be written", async () => {
  const folder = await temporaryFolder();
  const options = { cwd: folder, env: process.env, logFile: join(folder, "missing", "log") };
  const source = "console.log('out'); process.exitCode = 4";
  const engine = new EngineProcess(process.execPath, ["--eval", source], options);
  expect(await engine.exit()).toBe(4);
  expect(engine.tail).toContain("out");
});

it("passes an interruption on once, and waits for the end", async () => {
  const { engine } = await engineRunning(
    `process.on("SIGINT", () => { console.log("interrupted"); process.exitCode = 7; clearInterval(t); });
     const t = setInterval(() => {}, 1e6); console.log("ready");`,
  );
  await eventually(() => engine.tail.includes("ready"));
  engine.interrupt();
  expect(await engine.exit()).toBe(7);
  expect(engine.tail.match(/interrupted/g)).toHaveLength(1);
});

it("is in a group of its own, which a Ctrl-C in the terminal does not reach", async () => {
  const { engine } = await engineRunning(WAITS);
  const stat = readFileSync(`/proc/${engine.pid}/stat`, "utf8");
  const group = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2];
  engine.kill();
  await engine.exit();
  expect(Number(group)).toBe(engine.pid);
  expect(await isRunning(engine.pid ?? 0)).toBe(false);
});

it("gets nothing on its standard input, so that it can never ask", async () => {
  const { engine } = await engineRunning(
    'process.stdin.on("end", () => console.log("no input")).resume();',
  );
  expect(await engine.exit()).toBe(0);
  expect(engine.tail).toBe("no input");
});

describe("an engine that cannot be started", () => {
  const start = async (binary: string) => {
    const folder = await temporaryFolder();
    const options = { cwd: folder, env: process.env, logFile: join(folder, "log") };
    return new EngineProcess(binary, ["up"], options);
  };

  it("fails by name, and does not hang", async () => {
    const engine = await start("/nonexistent/pulumi");
    expect(engine.pid).toBeUndefined();
    await expect(engine.exit()).rejects.toThrow(
      /^cannot start the engine \/nonexistent\/pulumi: .*ENOENT/,
    );
  });

  it("fails also for one who asks late", async () => {
    const engine = await start("/nonexistent/pulumi");
    await expect(engine.exit()).rejects.toThrow("cannot start");
    await expect(engine.exit()).rejects.toThrow("cannot start");
  });

  it("fails when the file is no program", async () => {
    const file = join(await temporaryFolder(), "pulumi");
    await writeFile(file, "not a program", { mode: 0o644 });
    const engine = await start(file);
    await expect(engine.exit()).rejects.toThrow(/cannot start the engine .*EACCES/);
  });
});
