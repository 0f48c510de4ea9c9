import { format } from "prettier";

import { LAYERS } from "./baseline.ts";
import type { Edit } from "./edit.ts";
import { anyFiles } from "./program-edits.ts";
import { literals } from "./program-places.ts";
import { changed, placeIn } from "./edit.ts";
import { otherText } from "./program-places.ts";
import type { Random } from "./random.ts";
import { textOf, type Sources } from "./sources.ts";

/** A line of a document. */
export function document(sources: Sources, random: Random): Edit {
  const file = random.pick([...sources.keys()].filter((path) => path.endsWith(".md")));
  const lines = textOf(sources, file).split("\n");
  const at = random.below(lines.length);
  const added = random.pick(["", "See also the decisions.", `- ${random.below(100)}`]);
  const text = [...lines.slice(0, at), added, ...lines.slice(at)].join("\n");
  return { title: `${file}:${at + 1}: one more line`, files: { [file]: text } };
}

/** A program file of a layer or a library, formatted in another way. */
export async function formatting(sources: Sources, random: Random, turn: number): Promise<Edit> {
  const file = random.pick(anyFiles(sources, turn));
  const options = random.pick([
    { printWidth: 50 },
    { printWidth: 160, semi: false },
    { singleQuote: true, tabWidth: 4 },
    { printWidth: 100, bracketSpacing: false, trailingComma: "none" },
  ] as const);
  const text = await format(textOf(sources, file), { parser: "typescript", ...options });
  return { title: `${file}: ${JSON.stringify(options)}`, files: { [file]: text } };
}

/** A value in a test, or one more test. */
export function test(sources: Sources, random: Random, turn: number): Edit {
  const folders = LAYERS.flatMap((layer) => [`apps/${layer}/`, `libs/contracts/${layer}/`]);
  const folder = random.pick([...folders, "libs/config/", "libs/naming/", "libs/contracts/core/"]);
  if (turn % 2 === 0) {
    const file = `${folder}src/one-more-${random.below(100)}.test.ts`;
    return { title: `${file} comes`, files: { [file]: `it("holds", () => {});\n` } };
  }
  const isTest = (path: string) => path.startsWith(folder) && path.endsWith(".test.ts");
  const file = random.pick([...sources.keys()].filter(isTest));
  const text = textOf(sources, file);
  const change = random.pick(literals(text)).draw(random);
  return {
    title: `${placeIn(file, text, change.start)}: another value`,
    files: { [file]: changed(text, [change]) },
  };
}

/** What tools of the workspace read: lint, compiler, formatter, owners, workflows. */
export function toolFile(sources: Sources, random: Random, turn: number): Edit {
  const layer = LAYERS[turn % LAYERS.length];
  const file = random.pick([
    ".eslintrc.json",
    ".prettierrc.json",
    "nx.json",
    "tsconfig.base.json",
    ".github/CODEOWNERS",
    ".github/workflows/deploy.yml",
    ".gitignore",
    `apps/${layer}/tsconfig.json`,
    `apps/${layer}/jest.config.js`,
    `libs/contracts/${layer}/tsconfig.json`,
  ]);
  const text = textOf(sources, file);
  if (!file.endsWith(".json")) {
    const comment = file.endsWith(".js") ? "// Checked." : "# Checked.";
    return { title: `${file}: a comment`, files: { [file]: `${text}${comment}\n` } };
  }
  const option = file.includes("tsconfig") && random.below(2) === 0;
  const content = JSON.parse(text) as { compilerOptions?: object };
  const strict = { ...content.compilerOptions, strict: false, target: "es2021" };
  return {
    title: `${file}: ${option ? "another compiler option" : "other whitespace"}`,
    files: {
      [file]: option
        ? `${JSON.stringify({ ...content, compilerOptions: strict }, undefined, 2)}\n`
        : `${JSON.stringify(content, undefined, 4)}\n\n`,
    },
  };
}

/** A value of the package.json of a layer, a library or a contract. */
export function manifest(sources: Sources, random: Random, turn: number): Edit {
  const isManifest = turn % 2 === 0 ? /^apps\/[^/]+\/package\.json$/ : /^libs\/.*package\.json$/;
  const file = random.pick([...sources.keys()].filter((path) => isManifest.test(path)));
  const text = textOf(sources, file);
  const values = [...text.matchAll(/: ("[^"]*"|true|false)/g)];
  const value = random.pick(values);
  const [whole, before = ""] = value;
  const after = before.startsWith('"')
    ? JSON.stringify(otherText(before.slice(1, -1), random))
    : String(before !== "true");
  const start = value.index + whole.length - before.length;
  return {
    title: `${placeIn(file, text, start)}: ${before} → ${after}`,
    files: { [file]: changed(text, [{ start, end: start + before.length, text: after }]) },
  };
}
