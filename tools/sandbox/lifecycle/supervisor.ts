/**
 * `node supervisor.ts COMMAND ARGS…` runs a command in this process's own group and ends the group
 * when standard input ends, which happens when the process that started the supervisor ends, in
 * whatever way. Started by `command.ts`.
 */
import { spawn, spawnSync } from "node:child_process";

const NOT_FOUND = 127;

const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], windowsHide: true });
child.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(NOT_FOUND);
});
child.once("exit", (code) => process.exit(code ?? 1));

process.stdin.once("end", endAll).once("error", endAll).resume();

function endAll(): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    process.exit(1);
  }
  // A negative id names the group; it contains this process too.
  process.kill(-process.pid, "SIGKILL");
}
