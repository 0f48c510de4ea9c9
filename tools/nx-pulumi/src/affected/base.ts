import { appendFileSync } from "node:fs";
import { join } from "node:path";

import type { ExecutorContext } from "@nx/devkit";
import { environment as environmentNamed } from "@strata/config/environments";
import * as z from "zod";

import { layerGraph } from "../layer-graph.ts";
import { DEFAULT_ENVIRONMENT, environmentsOf } from "../run/run-options.ts";
import { deployedAhead, deployedBase, type DeployedLayer } from "./deployed-base.ts";
import { layerSources } from "./layer-sources.ts";
import { deployedFrom } from "./recorded-deployments.ts";

type Options = Readonly<Record<string, unknown>>;

const FORWARD_ONLY = "forward-only";

const baseOptions = z.strictObject({
  env: z.string().min(1).default(DEFAULT_ENVIRONMENT),
  [FORWARD_ONLY]: z.boolean().default(false),
});

/**
 * Target `base` of the workspace: prints `NX_BASE=<id>`, with which `nx affected` selects what differs from what is
 * deployed in an environment. In a job of GitHub Actions the steps that follow have it as a variable.
 */
export async function base(
  options: Options,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  try {
    const given = parseOptions(options);
    const layers = await layersOf(context, given.env);
    if (given[FORWARD_ONLY]) await refuseToGoBack(context.root, layers, given.env);
    const { base: id, reasons } = await deployedBase(context.root, layers);
    for (const reason of reasons) console.error(`${given.env}: ${reason}`);
    const variable = `NX_BASE=${id}`;
    const { GITHUB_ENV } = process.env;
    if (GITHUB_ENV !== undefined && GITHUB_ENV !== "") appendFileSync(GITHUB_ENV, `${variable}\n`);
    console.log(variable);
    return { success: true };
  } catch (error) {
    console.error((error as Error).message);
    return { success: false };
  }
}

/** @throws Error listing each problem, with what is allowed */
function parseOptions(raw: Options): z.output<typeof baseOptions> {
  // Nx hands a flag over as it was written, in camel case, or both.
  const { forwardOnly, ...rest } = raw;
  const named = forwardOnly === undefined ? rest : { ...rest, [FORWARD_ONLY]: forwardOnly };
  const result = z.safeParse(baseOptions, named);
  if (result.success) return result.data;
  throw new Error(
    `the options are invalid\n${z.prettifyError(result.error)}\nallowed: --env, --${FORWARD_ONLY}`,
  );
}

/** The layers that have settings for the environment. */
async function layersOf(
  { projectGraph, root }: ExecutorContext,
  env: string,
): Promise<readonly DeployedLayer[]> {
  environmentNamed(env);
  const layers = [...layerGraph(projectGraph).values()].filter((layer) =>
    environmentsOf(join(root, layer.root)).includes(env),
  );
  const { openEnvironment } = await import("../environment-access.ts");
  const report = (line: string) => console.error(line);
  const { signal } = new AbortController();
  const { store } = await openEnvironment(env, { root, report, signal });
  return Promise.all(
    layers.map(async (layer) => ({
      name: layer.name,
      root: layer.root,
      uses: layerSources(projectGraph, layer.name),
      deployed: await deployedFrom(store, layer.name, env),
    })),
  );
}

async function refuseToGoBack(
  root: string,
  layers: readonly DeployedLayer[],
  env: string,
): Promise<void> {
  const ahead = await deployedAhead(root, layers);
  if (ahead.length === 0) return;
  throw new Error(
    `${env} has a newer commit than this one: ${ahead.join(", ")}. Deploying this one would take it back, ` +
      `and --${FORWARD_ONLY} was given. Deploy the newer commit, or revert what it changed and deploy that`,
  );
}
