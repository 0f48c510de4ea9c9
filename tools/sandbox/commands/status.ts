import { sandboxStatus } from "../lifecycle/status.ts";
import { main } from "./command.ts";
import { statusText } from "./status-text.ts";

await main(
  async ({ root, json, environment }) => {
    const status = await sandboxStatus(root, environment);
    const text = json ? JSON.stringify(status, undefined, 2) : statusText(status);
    process.stdout.write(`${text}\n`);
  },
  { knowsEnvironment: true },
);
