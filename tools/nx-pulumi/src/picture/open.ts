import { pathToFileURL } from "node:url";

import { sandboxStatus } from "@strata/sandbox";
import * as z from "zod";

import { checkedExecutor } from "../checked-executor.ts";
import { layerGraph } from "../layer-graph.ts";
import { placeName, placeOf, placeOptions, usesSandbox, type Place } from "../place.ts";
import { DEFAULT_ENVIRONMENT, requireEnvironment } from "../run/run-options.ts";
import { FileState } from "../state/file-state.ts";
import type { StateStore } from "../state/state-store.ts";
import { deployedPicture } from "./deployed-picture.ts";
import { ownerOf } from "./owner-of.ts";
import { writePicture } from "./picture-file.ts";

const options = z.strictObject({
  env: z.string().min(1).default(DEFAULT_ENVIRONMENT),
  sandbox: z.boolean().default(false),
});

/**
 * Target `open` of the sandbox: writes one page that shows everything that is deployed in an environment, and prints
 * its address. Starts nothing and changes nothing.
 */
export const open = checkedExecutor(options, async (given, { root, projectGraph }) => {
  requireEnvironment(given.env, [], root);
  const place = placeOf(given);
  const graph = layerGraph(projectGraph, root);
  const picture = await deployedPicture({
    place,
    store: await storeOf(place, root, [...graph.keys()]),
    at: new Date().toISOString(),
    ownerOf: (layer) => ownerOf(root, graph, layer),
  });
  if (picture.layers.length === 0) {
    throw new Error(
      `nothing is deployed in ${placeName(place)}: npx nx run-many -t up ${placeOptions(place)}`,
    );
  }
  console.log(pathToFileURL(writePicture(root, picture)).href);
});

async function storeOf(place: Place, root: string, layers: readonly string[]): Promise<StateStore> {
  if (usesSandbox(place)) {
    const sandbox = await sandboxStatus(root);
    if (sandbox.running) return new FileState(sandbox.backendUrl);
    throw new Error(
      `the sandbox does not run, so nothing is deployed in ${placeName(place)}: ` +
        `npx nx run-many -t up ${placeOptions(place)}`,
    );
  }
  const { openEnvironment } = await import("../environment-access.ts");
  const { signal } = new AbortController();
  const report = (line: string) => console.error(line);
  const access = await openEnvironment(place, { root, report, signal, layers });
  return access.store;
}
