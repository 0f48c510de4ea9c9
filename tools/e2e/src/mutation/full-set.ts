import {
  outputAdded,
  outputRemoved,
  outputRenamed,
  outputRetyped,
  tightened,
} from "./contract-edits.ts";
import { absentFile, jsonFile, listedFile, startScript } from "./data-file-edits.ts";
import type { Edit } from "./edit.ts";
import { anyDeleted, importedDeleted, renamedAndMended, renamedOnly } from "./file-edits.ts";
import { document, formatting, manifest, test, toolFile } from "./idle-edits.ts";
import {
  comment,
  layerLogic,
  layerValue,
  libraryStatement,
  libraryValue,
  typeOnly,
} from "./program-edits.ts";
import { Random } from "./random.ts";
import {
  otherEnvironment,
  projectFile,
  settingAdded,
  settingChanged,
  settingRemoved,
  settingsRewritten,
} from "./settings-edits.ts";
import type { Sources } from "./sources.ts";
import { importedUpgraded, toolUpgraded, upgradeDemanded } from "./version-edits.ts";

/**
 * Draws one edit of a kind.
 *
 * @param turn counts the edits of the kind, so that layers and libraries take turns
 */
type Draw = (sources: Sources, random: Random, turn: number) => Edit | Promise<Edit>;

/** Draws the edits whose table is in the docs; another one draws others of the same kinds. */
export const SEED = 4;

/** Every kind of edit, how many there are of it in the full set, and how one is drawn. */
export const KINDS = {
  "value in a layer's code": [56, layerValue],
  "operator, condition or property in a layer's code": [20, layerLogic],
  "value in a library": [16, libraryValue],
  "statement in a library": [4, libraryStatement],
  "contract: validator takes less": [6, tightened],
  "contract: output added": [6, outputAdded],
  "contract: output renamed": [6, outputRenamed],
  "contract: output removed": [4, outputRemoved],
  "contract: output of another type": [6, outputRetyped],
  "setting changed": [24, settingChanged],
  "setting added": [8, settingAdded],
  "setting removed": [8, settingRemoved],
  "settings in another order or form": [4, settingsRewritten],
  "setting of another environment": [6, otherEnvironment],
  "Pulumi.yaml": [4, projectFile],
  "start script of the instances": [6, startScript],
  "JSON file that is imported or read": [8, jsonFile],
  "file in a folder that is listed": [8, listedFile],
  "file that was looked for comes": [3, absentFile],
  "version that programs import": [3, importedUpgraded],
  "version that no program imports": [3, toolUpgraded],
  "version demanded, not installed": [4, upgradeDemanded],
  "source renamed, imports mended": [6, renamedAndMended],
  "file renamed": [6, renamedOnly],
  "imported source deleted": [5, importedDeleted],
  "any file deleted": [6, anyDeleted],
  "package.json of a layer or library": [6, manifest],
  "type or annotation": [6, typeOnly],
  comment: [6, comment],
  formatting: [5, formatting],
  test: [4, test],
  document: [4, document],
  "file of the tools": [6, toolFile],
} as const satisfies Record<string, readonly [count: number, draw: Draw]>;

/** Kinds that no program reads anything of. */
export const IDLE: readonly Kind[] = [
  "settings in another order or form",
  "setting of another environment",
  "version that no program imports",
  "version demanded, not installed",
  "source renamed, imports mended",
  "type or annotation",
  "comment",
  "formatting",
  "test",
  "document",
  "file of the tools",
];

/** What was edited. */
export type Kind = keyof typeof KINDS;

/** An edit of the full set. */
export interface DrawnEdit extends Edit {
  readonly kind: Kind;
}

/**
 * All edits of a seed: the same for the same sources. Nothing is chosen by what it does; only what would change no
 * byte, or is there already, is drawn again.
 */
export async function fullSet(sources: Sources, seed: number): Promise<readonly DrawnEdit[]> {
  const all: DrawnEdit[] = [];
  for (const [name, [count, draw]] of Object.entries(KINDS)) {
    const random = new Random(seed, name);
    const titles = new Set<string>();
    for (let turn = 0; titles.size < count; turn += 1) {
      if (turn > 100 * count) throw new Error(`there are no ${count} edits of the kind "${name}"`);
      const edit = await draw(sources, random, turn);
      const isSame = Object.entries(edit.files).every(([path, text]) => sources.get(path) === text);
      if (isSame || titles.has(edit.title)) continue;
      titles.add(edit.title);
      all.push({ kind: name as Kind, ...edit });
    }
  }
  return all;
}

/** Some edits of the full set: one of each kind, and others as they come. At least as many as there are kinds. */
export function sampleOf(
  all: readonly DrawnEdit[],
  count: number,
  seed: number,
): readonly DrawnEdit[] {
  const mixed = new Random(seed, "sample").shuffled(all);
  const first = mixed.filter((edit, i) => mixed.findIndex(({ kind }) => kind === edit.kind) === i);
  const others = mixed.filter((edit) => !first.includes(edit));
  return [...first, ...others.slice(0, Math.max(0, count - first.length))];
}
