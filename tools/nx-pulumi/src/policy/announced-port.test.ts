import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const LAUNCHER = join(import.meta.dirname, "announced-port.sh");

/** As the engine starts a policy pack: in a group of its own, and holding its standard input. */
async function started() {
  const child = spawn(LAUNCHER, ["127.0.0.1:1"], {
    env: { PATH: process.env.PATH, STRATA_POLICIES_PORT: "4711" },
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line");
  return { child, ended, line: String(line) };
}

it("says the port, and ends when whoever started it is gone", async () => {
  const { child, ended, line } = await started();
  expect(line).toBe("4711");
  child.stdin.destroy();
  expect(await ended).toEqual([0, null]);
});

it("ends when the engine interrupts it", async () => {
  const { child, ended } = await started();
  process.kill(-(child.pid ?? 0), "SIGINT");
  expect(await ended).toEqual([null, "SIGINT"]);
});
