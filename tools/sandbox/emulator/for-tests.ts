import { randomUUID } from "node:crypto";

import { startServer } from "./server.ts";

/**
 * An emulator of one's own, empty, for a test run. It ends with `stop`, and with this process at
 * the latest, even when that is killed. Installs the emulator first if need be.
 */
export async function startEmulatorForTests(): Promise<{
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  stop(): Promise<void>;
}> {
  const { port, stop } = await startServer({
    generation: `tests-${randomUUID()}`,
    life: "with this process",
    report: (line) => void process.stderr.write(`${line}\n`),
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}
