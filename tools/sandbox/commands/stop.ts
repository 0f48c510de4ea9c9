import { stopSandbox } from "../lifecycle/stop.ts";
import { main } from "./command.ts";

await main(({ root, report }) => stopSandbox(root, report));
