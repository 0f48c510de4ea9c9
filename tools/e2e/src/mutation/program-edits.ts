import { baselineFile, LAYERS } from "./baseline.ts";
import { changed, placeIn, type Edit } from "./edit.ts";
import {
  literals,
  operators,
  properties,
  statements,
  types,
  type Place,
} from "./program-places.ts";
import type { Random } from "./random.ts";
import { programFiles, textOf, type Sources } from "./sources.ts";

/** Libraries that programs are made of, without the contracts of layers. */
export const LIBRARIES = [
  "libs/config",
  "libs/naming",
  "libs/tagging",
  "libs/contracts/core",
] as const;

type Find = (text: string) => Place[];

/** A value that a layer's code gives to a property or an argument. */
export function layerValue(sources: Sources, random: Random, turn: number): Edit {
  return somewhere(sources, layerFiles(sources, turn), literals, random);
}

/** An operator or a condition of a layer's code, or a property that is not given any more. */
export function layerLogic(sources: Sources, random: Random, turn: number): Edit {
  const find = random.pick([operators, properties]);
  return somewhere(sources, layerFiles(sources, turn), find, random);
}

/** A value in a library. */
export function libraryValue(sources: Sources, random: Random, turn: number): Edit {
  return somewhere(sources, libraryFiles(sources, turn), literals, random);
}

/** One more statement at the end of a library's module: it does nothing that shows, or refuses to load. */
export function libraryStatement(sources: Sources, random: Random, turn: number): Edit {
  const file = random.pick(libraryFiles(sources, turn));
  const statement = random.pick([
    `throw new Error("unfinished");`,
    `Object.freeze(process.versions);`,
    `const unused = ${random.below(100)};`,
  ]);
  return {
    title: `${file}: ${statement}`,
    files: { [file]: `${textOf(sources, file)}\n${statement}\n` },
  };
}

/** What only the compiler reads, in a layer or a library. */
export function typeOnly(sources: Sources, random: Random, turn: number): Edit {
  return somewhere(sources, anyFiles(sources, turn), types, random);
}

/** A comment in a layer or a library. */
export function comment(sources: Sources, random: Random, turn: number): Edit {
  return somewhere(sources, anyFiles(sources, turn), statements, random);
}

/** Program files of a layer: of one after the other. */
export function layerFiles(sources: Sources, turn: number): string[] {
  const files = programFiles(sources, `apps/${LAYERS[turn % LAYERS.length]}`);
  return files.filter((file) => !baselineFile(file));
}

/** Program files of a library: of one after the other. */
export function libraryFiles(sources: Sources, turn: number): string[] {
  return programFiles(sources, LIBRARIES[turn % LIBRARIES.length] ?? "");
}

/** Program files of layers and of libraries by turns. */
export function anyFiles(sources: Sources, turn: number): string[] {
  const half = Math.floor(turn / 2);
  return turn % 2 === 0 ? layerFiles(sources, half) : libraryFiles(sources, half);
}

/** Every place of all the files is as likely as any other. */
function somewhere(sources: Sources, files: readonly string[], find: Find, random: Random): Edit {
  const places = files.flatMap((file) =>
    find(textOf(sources, file)).map((place) => ({ file, place })),
  );
  const { file, place } = random.pick(places);
  const text = textOf(sources, file);
  const change = place.draw(random);
  const before = text.slice(change.start, change.end);
  return {
    title: `${placeIn(file, text, change.start)}: ${shown(before)} → ${shown(change.text)}`,
    files: { [file]: changed(text, [change]) },
  };
}

/** A piece of code in a title: in one line, and not all of a long one. */
export function shown(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").trim();
  return line === "" ? "nothing" : line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
