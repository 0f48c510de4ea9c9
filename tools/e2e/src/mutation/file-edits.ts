import { dirname, join } from "node:path/posix";

import { LAYERS } from "./baseline.ts";
import { changed, type Edit } from "./edit.ts";
import { anyFiles, LIBRARIES } from "./program-edits.ts";
import { relativeImports } from "./program-places.ts";
import type { Random } from "./random.ts";
import { textOf, type Sources } from "./sources.ts";

/** A source file of a layer or a library under another name, with all that name it. */
export function renamedAndMended(sources: Sources, random: Random, turn: number): Edit {
  const { file, users } = random.pick(importedFiles(sources, turn));
  const other = file.replace(/\.ts$/, "-of-old.ts");
  const base = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const mended = users.map((user) => {
    const text = textOf(sources, user);
    const places = relativeImports(text).filter(({ path }) => join(dirname(user), path) === file);
    const changes = places.map(({ path, start, end }) => {
      return { start, end, text: path.replace(base(file), base(other)) };
    });
    return [user, changed(text, changes)] as const;
  });
  return {
    title: `${file} → ${base(other)}, and where it is imported (${users.length} files)`,
    files: { ...Object.fromEntries(mended), ...moved(sources, file, other) },
  };
}

/** A file of a layer or a library under another name, and nobody knows. */
export function renamedOnly(sources: Sources, random: Random, turn: number): Edit {
  const file = random.pick(filesOf(sources, turn));
  const other = file.replace(/(\.[^./]*)?$/, (ending) => `-of-old${ending}`);
  return {
    title: `${file} → ${other.slice(other.lastIndexOf("/") + 1)}`,
    files: moved(sources, file, other),
  };
}

/** A source file that others import is gone. */
export function importedDeleted(sources: Sources, random: Random, turn: number): Edit {
  const { file } = random.pick(importedFiles(sources, turn));
  return { title: `${file} is deleted`, files: { [file]: undefined } };
}

/** A file of a layer or a library is gone: a test, a README, settings, whatever it is. */
export function anyDeleted(sources: Sources, random: Random, turn: number): Edit {
  const file = random.pick(filesOf(sources, turn));
  return { title: `${file} is deleted`, files: { [file]: undefined } };
}

/** Every file of a layer, of one after the other, or by turns of a library or of a contract. */
function filesOf(sources: Sources, turn: number): string[] {
  const contracts = LAYERS.map((layer) => `libs/contracts/${layer}`);
  const others = [...LIBRARIES, ...contracts];
  const half = Math.floor(turn / 2);
  const folder =
    turn % 2 === 0 ? `apps/${LAYERS[half % LAYERS.length]}` : others[half % others.length];
  return [...sources.keys()].filter((path) => path.startsWith(`${folder}/`));
}

/** Source files that a program of the same project imports, and all files that import them. */
function importedFiles(sources: Sources, turn: number) {
  const all = [...sources.keys()].filter((path) => path.endsWith(".ts"));
  const imports = new Map<string, string[]>();
  for (const user of all.filter((path) => /^(apps|libs)\//.test(path))) {
    for (const { path } of relativeImports(textOf(sources, user))) {
      const file = join(dirname(user), path);
      imports.set(file, [...(imports.get(file) ?? []), user]);
    }
  }
  return anyFiles(sources, turn).flatMap((file) => {
    const users = [...new Set(imports.get(file) ?? [])];
    return users.some((user) => !user.endsWith(".test.ts")) ? [{ file, users }] : [];
  });
}

function moved(sources: Sources, file: string, other: string): Edit["files"] {
  return { [file]: undefined, [other]: textOf(sources, file) };
}
