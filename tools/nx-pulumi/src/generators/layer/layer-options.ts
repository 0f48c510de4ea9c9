import { Script } from "node:vm";

import { nearest } from "@strata/config";

import { identifierOf, isLayerName, LAYER_NAME_FORM } from "../../ownership/layer-name.ts";
import { isOwner, OWNER_FORM } from "../../ownership/owner.ts";

/** A layer that is to be made, checked. */
export interface LayerOptions {
  readonly name: string;
  /** Layers whose contracts it reads, in alphabetical order. */
  readonly reads: readonly string[];
  /** As GitHub writes it. */
  readonly owner: string;
}

/** What there is already. */
export interface Existing {
  /** Layers with a contract. */
  readonly layers: readonly string[];
  /** Names of all projects of the workspace. */
  readonly projects: readonly string[];
  /** Folders where a layer or a contract would be, whatever is in them. */
  readonly folders: readonly string[];
  readonly defaultOwner: string;
}

/** With `strata-local-` in front and Pulumi's suffix behind, IAM's 64 characters leave 18 for what the role is for. */
const MAX_LENGTH = 24;

/**
 * The root package, the folder of what all contracts are made with, and what the program of a layer calls something
 * else: one that reads a layer has a constant with its name.
 */
const RESERVED = [
  /^(strata|core)$/,
  /^contract-|-contract$|-settings$/,
  /^(settings|opts|log|load-settings|layer-provider)$/,
];

/**
 * Checks what Nx hands over.
 *
 * @throws Error listing each problem, with what is allowed
 */
export function layerOptions(
  raw: Readonly<Record<string, unknown>>,
  existing: Existing,
): LayerOptions {
  const { name = "", reads = "", owner = existing.defaultOwner, ...unknown } = raw;
  const options = {
    name: String(name),
    reads: listed(String(reads)),
    owner: String(owner),
  };
  const problems = [
    ...Object.keys(unknown).map((key) => `there is no option --${key}; options: --reads, --owner`),
    ...nameProblems(options.name, existing),
    ...options.reads.flatMap((layer) => readProblems(layer, existing)),
    ...(isOwner(options.owner) ? [] : [`--owner is ${OWNER_FORM}, not "${options.owner}"`]),
  ];
  if (problems.length === 0) return options;
  const list = problems.map((line) => `✖ ${line}`).join("\n");
  throw new Error(
    `no layer was made\n${list}\nfor example: npx nx g @strata/nx-pulumi:layer jobs --reads=network`,
  );
}

function listed(text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  return [...new Set(words)].filter((word) => word !== "").sort();
}

function nameProblems(name: string, { projects, folders }: Existing): string[] {
  if (name === "") return ["the name of the layer is missing"];
  if (!isLayerName(name)) return [`the name of a layer has ${LAYER_NAME_FORM}, unlike "${name}"`];
  if (name.length > MAX_LENGTH) {
    return [
      `the name of a layer has at most ${MAX_LENGTH} characters, "${name}" has ${name.length}`,
    ];
  }
  if (RESERVED.some((pattern) => pattern.test(name)) || !isIdentifier(name)) {
    return [`"${name}" is reserved: choose another name`];
  }
  const taken = [
    ...[name, `contract-${name}`].filter((project) => projects.includes(project)),
    ...[`apps/${name}`, `libs/contracts/${name}`].filter((folder) => folders.includes(folder)),
  ];
  if (taken.length === 0) return [];
  return [`"${name}" is taken, there is ${taken.join(", ")} already: choose another name`];
}

/** Words of the language (`delete`, `new`) cannot name the function that a program is. */
function isIdentifier(name: string): boolean {
  try {
    // Compiled and never run.
    new Script(`"use strict"; async () => { let ${identifierOf(name)}; }`);
    return true;
  } catch {
    return false;
  }
}

function readProblems(layer: string, { layers }: Existing): string[] {
  if (layers.includes(layer)) return [];
  const guess = nearest(layer, layers);
  const hint = guess === undefined ? "" : `, did you mean "${guess}"?`;
  return [`--reads: there is no layer "${layer}"${hint} Layers: ${layers.join(", ")}`];
}
