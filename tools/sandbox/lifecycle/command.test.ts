import { eventually, isRunning } from "../testing/eventually.ts";
import { script, specifier } from "../testing/script.ts";
import { ask, run } from "./command.ts";

/** Prints its own pid and that of a process that it starts; both would run for ever. */
const FAMILY = `
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
  console.log("family " + process.pid + " " + child.pid);
  setInterval(() => {}, 1000);`;

const pidsIn = (line: string) => line.split(" ").slice(1).map(Number);

async function allEnd(pids: readonly number[]): Promise<void> {
  for (const pid of pids) await eventually(async () => !(await isRunning(pid)));
}

describe.each([
  ["run", run],
  ["ask", ask],
])("%s", (_, command) => {
  it("gives lines of both outputs and the exit code", async () => {
    const source = 'console.log("a\\nb"); console.error("c"); process.exitCode = 3';
    const seen: string[] = [];
    const onLine = (line: string) => void seen.push(line);
    const { code, lines } = await command(process.execPath, ["--eval", source], { onLine });
    expect(code).toBe(3);
    expect([...lines].sort()).toEqual(["a", "b", "c"]);
    expect(seen).toEqual(lines);
  });
});

it("ask fails for a program that is not there", async () => {
  await expect(ask("no-such-program", [])).rejects.toMatchObject({ code: "ENOENT" });
});

describe("run", () => {
  it("ends as under a shell for a program that is not there", async () => {
    expect(await run("no-such-program", [])).toEqual({
      code: 127,
      lines: ["spawn no-such-program ENOENT"],
    });
  });

  it("ends everything that the command started when it is aborted", async () => {
    const controller = new AbortController();
    let pids: number[] = [];
    const onLine = (line: string) => {
      pids = pidsIn(line);
      controller.abort(new Error("enough"));
    };
    const { signal } = controller;
    await expect(run(process.execPath, ["--eval", FAMILY], { signal, onLine })).rejects.toThrow(
      "enough",
    );
    expect(pids).toHaveLength(2);
    await allEnd(pids);
  });

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "ends everything that the command started when this process gets %s",
    async (signal) => {
      const owner = script(`
        import { run } from ${specifier("./command.ts", import.meta.url)};
        await run(process.execPath, ["--eval", ${JSON.stringify(FAMILY)}], { onLine: console.log });`);
      const pids = pidsIn(await owner.line(/^family/));
      expect(pids).toHaveLength(2);
      owner.child.kill(signal);
      await allEnd(pids);
    },
  );
});
