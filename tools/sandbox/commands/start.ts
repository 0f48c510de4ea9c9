import { ensureSandbox } from "../lifecycle/sandbox.ts";
import { sandboxStatus } from "../lifecycle/status.ts";
import { main } from "./command.ts";
import { statusText } from "./status-text.ts";

await main(
  async ({ root, report, signal, json, environment }) => {
    await ensureSandbox({ root, report, signal, environment });
    const status = await sandboxStatus(root, environment);
    process.stdout.write(`${json ? JSON.stringify(status, undefined, 2) : statusText(status)}\n`);
  },
  { knowsEnvironment: true },
);
