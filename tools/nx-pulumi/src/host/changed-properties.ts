import type { PropertyDiff, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import type { PropertyChange } from "../report/run-report.ts";
import { hasUnknown } from "../gate/gate.ts";

/** Key of Pulumi's special objects: secrets, assets, references. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Steps that change an existing resource; what is new or gone as a whole has no property of its own to show. */
const COMPARED = ["update", "replace", "create-replacement", "refresh"];

/** What differs in a step, property by property. Values that are secret or unknown are left out. */
export function changedProperties(metadata: StepEventMetadata): PropertyChange[] {
  const { op } = metadata;
  if (!COMPARED.includes(op)) return [];
  // The engine sends null for what it does not know.
  const [detailedDiff, diffs, keys] = [
    metadata.detailedDiff ?? {},
    metadata.diffs ?? [],
    metadata.keys ?? [],
  ];
  const found: [string, Pick<PropertyDiff, "diffKind" | "inputDiff">][] =
    Object.keys(detailedDiff).length === 0
      ? diffs.map((path) => [
          path,
          { diffKind: "update" as PropertyDiff["diffKind"], inputDiff: true },
        ])
      : Object.entries(detailedDiff);
  return found.map(([path, { diffKind, inputDiff }]) => {
    const [kind = "update"] = diffKind.split("-") as PropertyChange["kind"][];
    const replaces = diffKind.endsWith("-replace") || keys.includes(path);
    const old = inputDiff ? metadata.old?.inputs : metadata.old?.outputs;
    return {
      path,
      kind,
      replaces,
      ...shown("before", valueAt(old, path)),
      ...shown("after", valueAfter(metadata.new, path, !inputDiff && kind !== "delete")),
    };
  });
}

function shown(name: "before" | "after", value: unknown): Partial<PropertyChange> {
  if (value === undefined || hasUnknown(value)) return {};
  if (JSON.stringify(value).includes(SIGNATURE)) return {};
  return { [name]: value as PropertyChange["before"] };
}

/** What the program leaves out is no input; a look at the cloud finds its value in the state that it has read. */
function valueAfter(after: StepEventMetadata["new"], path: string, orInState: boolean): unknown {
  const input = valueAt(after?.inputs, path);
  return input === undefined && orInState ? valueAt(after?.outputs, path) : input;
}

/** Follows a path as Pulumi writes it: `tags.Name`, `ingress[0].fromPort`, `tags["a.b"]`. */
function valueAt(from: unknown, path: string): unknown {
  const steps = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  let here = from;
  for (const [, quoted, index, word] of steps) {
    if (typeof here !== "object" || here === null) return undefined;
    const key = quoted?.replaceAll('\\"', '"') ?? index ?? word ?? "";
    here = Object.hasOwn(here, key) ? (here as Record<string, unknown>)[key] : undefined;
  }
  return here;
}
