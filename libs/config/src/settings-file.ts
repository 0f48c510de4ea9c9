import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type * as yaml from "yaml";

const WORKSPACE = join(import.meta.dirname, "..", "..", "..");

/** Tells where a setting stands, as `apps/network/Pulumi.local.yaml:7`; undefined if that is not known. */
export type LineOf = (path: readonly PropertyKey[]) => string | undefined;

/** Settings file of a layer in an environment, relative to the workspace. */
export function settingsFile(layer: string, environment: string): string {
  return `apps/${layer}/Pulumi.${environment}.yaml`;
}

/**
 * Finds the lines of settings, for messages: only then the file is read. Of a setting that is missing, the line of what
 * it belongs to.
 */
export function linesIn(layer: string, environment: string, workspace: string = WORKSPACE): LineOf {
  const file = settingsFile(layer, environment);
  let lineAt: ((path: readonly PropertyKey[]) => number | undefined) | undefined;
  return (path) => {
    lineAt ??= linesOfText(textOf(join(workspace, file)));
    const line = lineAt(["config", `${layer}:settings`, ...path]);
    return line === undefined ? undefined : `${file}:${line}`;
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Settings can come from elsewhere, and the message is worth having without a line.
    return "";
  }
}

/** A node, and where in the text its key or itself begins. */
type Found = readonly [node: unknown, offset: number | undefined];

function linesOfText(text: string) {
  // Not imported above: a program that runs well has no use for it.
  const { LineCounter, isMap, isScalar, isSeq, parseDocument } = createRequire(import.meta.url)(
    "yaml",
  ) as typeof yaml;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });

  return (path: readonly PropertyKey[]): number | undefined => {
    let node: unknown = document.contents;
    let offset: number | undefined;
    // The first two steps lead to the settings; without them there is no line.
    let steps = 0;
    for (const step of path) {
      const next = isMap(node) ? inMap(node, step) : isSeq(node) ? inList(node, step) : undefined;
      if (next === undefined) break;
      [node, offset] = next;
      steps++;
    }
    return steps < 2 || offset === undefined ? undefined : lineCounter.linePos(offset).line;
  };

  function inMap({ items }: yaml.YAMLMap, step: PropertyKey): Found | undefined {
    const pair = items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair === undefined ? undefined : [pair.value, (pair.key as yaml.Scalar).range?.[0]];
  }

  function inList({ items }: yaml.YAMLSeq, step: PropertyKey): Found | undefined {
    const item = items[Number(step)] as yaml.Node | undefined;
    return item === undefined ? undefined : [item, item.range?.[0]];
  }
}
