import { resetSandbox } from "../lifecycle/stop.ts";
import { main } from "./command.ts";

await main(async ({ root, report }) => {
  await resetSandbox(root, report);
});
