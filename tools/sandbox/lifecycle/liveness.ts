import { get } from "node:http";

import { ask } from "./command.ts";
import type { StartedEmulator } from "./emulator-record.ts";

/**
 * `serving`: the process lives and says that it is the one. `gone`: it does not live, or pid and
 * port belong to another by now.
 * `silent`: something lives at pid and port and answers nothing.
 */
export type Liveness = "serving" | "gone" | "silent";

/**
 * It answers in milliseconds. A machine so busy that this passes has a problem that the message
 * should name.
 */
const PATIENCE_MS = 60_000;

/** What became of an emulator. */
export async function livenessOf(emulator: StartedEmulator): Promise<Liveness> {
  if (!isAlive(emulator.pid)) return "gone";
  const answer = await generationAt(emulator.port);
  if (answer === "silent" || answer === "gone") return answer;
  return answer.generation === emulator.generation ? "serving" : "gone";
}

/**
 * Whether the process was started as this emulator, for one that does not answer. False where it
 * cannot be told.
 */
export async function isStartedAs({ pid, generation }: StartedEmulator): Promise<boolean> {
  const command = await ask("ps", ["-o", "args=", "-p", String(pid)]).catch(() => undefined);
  return command?.lines.some((line) => line.includes(generation)) ?? false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: a process of another user; what it answers will tell.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A resource problem of this process, not an answer of the other side. */
const OUR_FAULT = new Set(["EMFILE", "ENFILE", "ENOBUFS", "EADDRNOTAVAIL", "EACCES", "EPERM"]);

function generationAt(port: number): Promise<{ generation: string } | "gone" | "silent"> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/strata/generation", agent: false };
    const timer = setTimeout(() => {
      resolve("silent");
      request.destroy();
    }, PATIENCE_MS);
    const settle = (answer: { generation: string } | "gone") => {
      clearTimeout(timer);
      resolve(answer);
    };
    const request = get(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        // Another server, with an endless answer.
        if (text.length > 1000) request.destroy();
      });
      response.on("end", () => settle({ generation: text }));
      response.on("error", () => settle("gone"));
      response.on("close", () => settle("gone"));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (OUR_FAULT.has(error.code ?? "")) reject(error);
      else settle("gone");
    });
  });
}
