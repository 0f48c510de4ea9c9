/**
 * Runs one operation on one layer with credentials of its own, under the real engine: `node run-layer.ts <LayerRun as
 * JSON>`. A process, because credentials and a program's failures must not reach another layer.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { LocalWorkspace, type PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { serveProvider } from "@strata/sandbox/provider";

/** What is run, and how. */
export interface LayerRun {
  readonly operation: "up" | "destroy";
  readonly layer: string;
  readonly environment: string;
  /** Folder of the layer's code. */
  readonly program: string;
  /** Folder with its Pulumi.yaml and settings. */
  readonly project: string;
  readonly endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  /** Variables of the engine. */
  readonly env: Readonly<Record<string, string>>;
}

const run = JSON.parse(process.argv[2] ?? "") as LayerRun;
const provider = await serveProvider({ endpoint: run.endpoint, credentials: run.credentials });
const program = async () => {
  const file = pathToFileURL(join(run.program, "index.ts")).href;
  const { default: layer } = (await import(file)) as { default: PulumiFn };
  return layer();
};
try {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: `organization/${run.layer}/${run.environment}`, projectName: run.layer, program },
    {
      workDir: run.project,
      envVars: { ...run.env, PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}` },
    },
  );
  const options = { suppressProgress: true, color: "never" } as const;
  if (run.operation === "up") await stack.up({ ...options, refresh: false });
  else await stack.destroy(options);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  provider.close();
}
