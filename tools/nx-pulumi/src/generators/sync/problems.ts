import type { ProjectGraph } from "@nx/devkit";
import { parse } from "yaml";

import { layerGraph } from "../../layer-graph.ts";
import { ownerIn, type OwnedFolder, type ReadFile } from "../../ownership/folder.ts";
import { isLayerName, LAYER_NAME_FORM } from "../../ownership/layer-name.ts";
import { OWNER_FORM } from "../../ownership/owner.ts";
import { layersIn } from "./owned-folders.ts";

/** What is wrong with the folders of the layers and cannot be written by a generator, in a line each. */
export function folderProblems(folders: readonly OwnedFolder[], read: ReadFile): string[] {
  const layers = layersIn(folders);
  return folders.flatMap(({ root, kind, layer }) => {
    if (kind === "layer")
      return [...nameProblems(root, layer, read), ...ownerProblems(layer, read)];
    if (layers.includes(layer)) return [];
    return kind === "contract"
      ? `${root} is the contract of a layer that does not exist: delete it, or make apps/${layer}`
      : `${root}/package.json: there is no layer "${layer}"; layers: ${layers.join(", ")}`;
  });
}

/** What is wrong with the projects and what they import, in a line each. */
export function graphProblems(graph: ProjectGraph): string[] {
  const nodes = Object.values(graph.nodes);
  return [...nodes.flatMap(nodeProblems), ...cycleProblems(graph)];
}

function ownerProblems(layer: string, read: ReadFile): string[] {
  const { given, valid } = ownerIn(layer, read);
  if (valid !== undefined) return [];
  const file = `apps/${layer}/package.json`;
  const expected = `"strata": { "owner": … } with ${OWNER_FORM}`;
  if (given === undefined) return [`${file} names no owner: add ${expected}`];
  return [`${file}: the owner ${JSON.stringify(given)} is nobody on GitHub; expected ${expected}`];
}

/** The folder, the Pulumi project and the Nx project of a layer have one name: contracts and tags are found by it. */
function nameProblems(root: string, layer: string, read: ReadFile): string[] {
  if (!isLayerName(layer)) return [`${root}: the name of a layer has ${LAYER_NAME_FORM}`];
  const name = pulumiName(read(`${root}/Pulumi.yaml`) ?? "");
  if (name === layer) return [];
  return [`${root}/Pulumi.yaml: "name" must be the name of the folder, ${layer}`];
}

function pulumiName(text: string): unknown {
  try {
    return (parse(text) as { name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}

function nodeProblems({ name, data }: ProjectGraph["nodes"][string]): string[] {
  const tags = data.tags ?? [];
  const layer = tags.find((tag) => tag.startsWith("layer:"))?.slice("layer:".length);
  if (layer === undefined) return [];
  if (tags.includes("type:layer")) {
    const file = `${data.root}/package.json`;
    return name === layer ? [] : [`${file}: "nx.name" must be the name of the folder, ${layer}`];
  }
  if (tags.includes("type:contract") || !tags.includes("type:lib")) return [];
  return [
    `${data.root} is tagged type:lib, which every layer may import, and layer:${layer}: ` +
      `replace both tags by "strata": { "layer": "${layer}" } in its package.json`,
  ];
}

function cycleProblems(graph: ProjectGraph): string[] {
  try {
    layerGraph(graph);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
