import { filesFolder, LAYERS } from "./baseline.ts";
import type { Edit } from "./edit.ts";
import { otherText } from "./program-places.ts";
import { shown } from "./program-edits.ts";
import type { Random } from "./random.ts";
import { textOf, type Sources } from "./sources.ts";

const START_SCRIPT = "apps/compute/src/user-data.sh";

/** A line of the start script of the instances. */
export function startScript(sources: Sources, random: Random): Edit {
  const lines = textOf(sources, START_SCRIPT).split("\n");
  const at = random.pick([...lines.keys()].filter((i) => lines[i]?.trim() !== ""));
  const before = lines[at] ?? "";
  const after = random.pick([undefined, otherText(before, random), `${before}\n# checked`]);
  const text = lines.flatMap((line, i) => (i === at ? (after ?? []) : line)).join("\n");
  return {
    title: `${START_SCRIPT}:${at + 1}: ${shown(before)} → ${shown(after ?? "")}`,
    files: { [START_SCRIPT]: text },
  };
}

/** A JSON file that a program imports, or one that it reads. */
export function jsonFile(sources: Sources, random: Random, turn: number): Edit {
  const file = `${folderOf(Math.floor(turn / 2))}/${turn % 2 === 0 ? "imported" : "read"}.json`;
  const content = JSON.parse(textOf(sources, file)) as Record<string, string>;
  const key = random.pick(Object.keys(content));
  const way = random.pick(["value", "value", "key", "removal", "order"]);
  const entries = Object.entries(content).flatMap(([name, value]) => {
    if (name !== key || way === "order") return [[name, value]];
    if (way === "removal") return [];
    return [way === "key" ? [`${name}-2`, value] : [name, otherText(value, random)]];
  });
  const ordered = way === "order" ? entries.reverse() : entries;
  return {
    title: `${file}: ${way === "order" ? "another order" : `${way} of ${key}`}`,
    files: { [file]: `${JSON.stringify(Object.fromEntries(ordered), undefined, 2)}\n` },
  };
}

/** A file that comes into a folder which a program lists, goes from it, or has other content. */
export function listedFile(sources: Sources, random: Random, turn: number): Edit {
  const [place, existing] = random.pick([
    ["listed", "one.txt"],
    ["deep", "here.txt"],
    ["deep/below", "there.txt"],
  ] as const);
  const folder = `${folderOf(turn)}/${place}`;
  const old = `${folder}/${existing}`;
  const way = random.pick(["comes", "comes", "goes", "has other content"]);
  const path = way === "comes" ? `${folder}/new-${random.below(100)}.txt` : old;
  const text = way === "goes" ? undefined : "new\n";
  return { title: `${path} ${way}`, files: { [path]: text } };
}

/** A file that a program looks for, and that was not there when it was deployed. */
export function absentFile(_sources: Sources, random: Random, turn: number): Edit {
  const path = `${folderOf(turn)}/optional.txt`;
  return { title: `${path} comes`, files: { [path]: `there ${random.below(100)}\n` } };
}

function folderOf(turn: number): string {
  return filesFolder(LAYERS[turn % LAYERS.length] ?? "");
}
