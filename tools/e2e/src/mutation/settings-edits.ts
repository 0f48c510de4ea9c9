import ts from "typescript";
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  type Document,
  type Pair,
  type YAMLMap,
} from "yaml";

import { LAYERS } from "./baseline.ts";
import type { Edit } from "./edit.ts";
import { argumentProperties, otherText } from "./program-places.ts";
import { shown } from "./program-edits.ts";
import type { Random } from "./random.ts";
import { textOf, type Sources } from "./sources.ts";

type Setting = Pair<Scalar<string>, unknown>;

/** Another value of one setting. */
export function settingChanged(sources: Sources, random: Random, turn: number): Edit {
  const { file, document, settings } = settingsOf(sources, layerOf(turn), "local");
  const { key, value } = random.pick(settings.items);
  const before = shown(JSON.stringify(value));
  change(value, random);
  return written(file, document, `${key.value} ${before} → ${shown(JSON.stringify(value))}`);
}

/** A setting that had its default, or one that the layer does not know. */
export function settingAdded(sources: Sources, random: Random, turn: number): Edit {
  const layer = layerOf(turn);
  const { file, document, settings } = settingsOf(sources, layer, "local");
  const optional = defaults(textOf(sources, `apps/${layer}/src/settings.ts`)).filter(
    ([key]) => !settings.has(key),
  );
  const isUnknown = optional.length === 0 || random.below(6) === 0;
  const [key, usual] = isUnknown ? ["unheardOf", 1] : random.pick(optional);
  const value = other(usual, random);
  settings.set(document.createNode(key) as never, document.createNode(value) as never);
  return written(file, document, `${key}: ${String(value)} is added`);
}

/** A setting that is not given any more. */
export function settingRemoved(sources: Sources, random: Random, turn: number): Edit {
  const { file, document, settings } = settingsOf(sources, layerOf(turn), "local");
  const { key } = random.pick(settings.items);
  settings.delete(key);
  return written(file, document, `${key.value} is removed`);
}

/** The same settings in another order, with a comment, or with quotes. */
export function settingsRewritten(sources: Sources, random: Random, turn: number): Edit {
  const { file, document, settings } = settingsOf(sources, layerOf(turn), "local");
  const way = random.pick(["another order", "a comment", "quotes"]);
  if (way === "another order") settings.items.reverse();
  if (way === "a comment") random.pick(settings.items).key.commentBefore = ` ${random.below(100)}`;
  if (way === "quotes") for (const { key } of settings.items) key.type = Scalar.QUOTE_DOUBLE;
  return written(file, document, way);
}

/** A setting of another environment. */
export function otherEnvironment(sources: Sources, random: Random, turn: number): Edit {
  const { file, document, settings } = settingsOf(sources, layerOf(turn), "dev");
  const { key, value } = random.pick(settings.items);
  change(value, random);
  return written(file, document, `${key.value} → ${shown(JSON.stringify(value))}`);
}

/** What `Pulumi.yaml` says: a description, mostly, or an option of the project. */
export function projectFile(sources: Sources, random: Random, turn: number): Edit {
  const file = `apps/${layerOf(turn)}/Pulumi.yaml`;
  const document = parseDocument(textOf(sources, file));
  const way = random.pick(["description", "author", "main"]);
  const value = way === "main" ? "./index.ts" : `As of ${random.below(100)}`;
  document.set(way, value);
  return written(file, document, `${way}: ${value}`);
}

function settingsOf(sources: Sources, layer: string, environment: string) {
  const file = `apps/${layer}/Pulumi.${environment}.yaml`;
  const document = parseDocument(textOf(sources, file));
  const settings = document.getIn(["config", `${layer}:settings`]);
  if (!isMap(settings)) throw new Error(`${file} has no settings`);
  return { file, document, settings: settings as YAMLMap & { items: Setting[] } };
}

function layerOf(turn: number): string {
  return LAYERS[turn % LAYERS.length] ?? "";
}

/** Gives a value, or one inside it, another value of its type. */
function change(value: unknown, random: Random): void {
  if (isScalar(value)) {
    value.value = other(value.value, random);
    return;
  }
  if (isSeq(value) && value.items.length > 1 && random.below(2) === 0) {
    value.items.pop();
    return;
  }
  if (isSeq(value)) return change(random.pick(value.items), random);
  if (isMap(value)) return change(random.pick(value.items).value, random);
  throw new Error(`unexpected setting ${JSON.stringify(value)}`);
}

function other(value: unknown, random: Random): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return random.pick([value + 1, value * 2, Math.max(1, value - 1)]);
  if (Array.isArray(value)) return [...value, otherText(String(value[0] ?? "a"), random)];
  return otherText(String(value), random);
}

/** Settings with a default, from the source of their schema. */
function defaults(schema: string): [string, unknown][] {
  return argumentProperties(schema, /strictObject$/).flatMap((property) => {
    if (!ts.isPropertyAssignment(property)) return [];
    const value = /\.default\((.*)\)$/.exec(property.initializer.getText())?.[1];
    return value === undefined ? [] : [[property.name.getText(), JSON.parse(value)]];
  });
}

function written(file: string, document: Document, title: string): Edit {
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return { title: `${file}: ${title}`, files: { [file]: text } };
}
