import { appendFileSync } from "node:fs";
import { join } from "node:path";

import type { ExecutorContext } from "@nx/devkit";
import * as z from "zod";

import { checkedExecutor } from "../checked-executor.ts";
import { layerGraph } from "../layer-graph.ts";
import { placeName, placeOf, type Place } from "../place.ts";
import { DEFAULT_ENVIRONMENT, environmentsOf } from "../run/run-options.ts";
import { deployedAhead, deployedBase, type DeployedLayer } from "./deployed-base.ts";
import { layerSources } from "./layer-sources.ts";
import { recordedDeployments } from "./recorded-deployments.ts";

const FORWARD_ONLY = "forward-only";

const baseOptions = z.strictObject({
  env: z.string().min(1).default(DEFAULT_ENVIRONMENT),
  sandbox: z.boolean().default(false),
  [FORWARD_ONLY]: z.boolean().default(false),
});

/**
 * Target `base` of the workspace: prints `NX_BASE=<id>`, with which `nx affected` selects what differs from what is
 * deployed in an environment. In a job of GitHub Actions the steps that follow have it as a variable.
 */
export const base = checkedExecutor(baseOptions, async (options, context) => {
  const place = placeOf(options);
  const where = placeName(place);
  const layers = await layersOf(context, place);
  if (options[FORWARD_ONLY]) await refuseToGoBack(context.root, layers, where);
  const { base: id, reasons } = await deployedBase(context.root, layers);
  for (const reason of reasons) console.error(`${where}: ${reason}`);
  const { GITHUB_ENV = "" } = process.env;
  if (GITHUB_ENV !== "") appendFileSync(GITHUB_ENV, `NX_BASE=${id}\n`);
  console.log(`NX_BASE=${id}`);
});

/** The layers that have settings for the environment. */
async function layersOf(
  { projectGraph, root }: ExecutorContext,
  place: Place,
): Promise<readonly DeployedLayer[]> {
  const { environment: env } = place;
  const layers = [...layerGraph(projectGraph).values()].filter((layer) =>
    environmentsOf(join(root, layer.root)).includes(env),
  );
  const { openEnvironment } = await import("../environment-access.ts");
  const report = (line: string) => console.error(line);
  const { signal } = new AbortController();
  const { store } = await openEnvironment(place, {
    root,
    report,
    signal,
    layers: layers.map(({ name }) => name),
  });
  const names = layers.map(({ name }) => name);
  const deployments = await recordedDeployments(store, names, env);
  return layers.map(({ name, root: folder }) => ({
    name,
    root: folder,
    uses: layerSources(projectGraph, name),
    deployed: deployments.get(name) ?? { unknown: "it is not deployed" },
  }));
}

async function refuseToGoBack(
  root: string,
  layers: readonly DeployedLayer[],
  where: string,
): Promise<void> {
  const ahead = await deployedAhead(root, layers);
  if (ahead.length === 0) return;
  throw new Error(
    `${ahead.join(", ")}: deployed in ${where} from a newer commit than this one, which deploying this one would ` +
      `take back; --${FORWARD_ONLY} refuses that. Deploy the newer commit, or revert what it changed and deploy the ` +
      "revert",
  );
}
