import { ensureSandbox } from "../lifecycle/sandbox.ts";
import { sandboxStatus } from "../lifecycle/status.ts";
import { main } from "./command.ts";
import { statusText } from "./status-text.ts";

await main(async ({ root, report, signal, json }) => {
  await ensureSandbox({ root, report, signal });
  const status = await sandboxStatus(root);
  process.stdout.write(`${json ? JSON.stringify(status, undefined, 2) : statusText(status)}\n`);
});
