/**
 * One layer the plain way: the automation API as its documentation shows it. `plain-layer.ts
 * <up|destroy> <layer>`
 */
import { join } from "node:path";

import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { serveProvider } from "@strata/sandbox/provider";

const [operation, layer = ""] = process.argv.slice(2);
const workDir = join(import.meta.dirname, "..", "..", "..", "apps", layer);
const { default: program } = (await import(join(workDir, "index.ts"))) as {
  default: () => Promise<Record<string, unknown>>;
};
const provider = await serveProvider({
  endpoint: process.env.BENCH_ENDPOINT ?? "",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const stack = await LocalWorkspace.createOrSelectStack(
  { stackName: "local", projectName: layer, program },
  { workDir, envVars: { PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}` } },
);
if (operation === "destroy") {
  await stack.destroy();
} else {
  await stack.preview();
  await stack.up();
}
provider.close();
