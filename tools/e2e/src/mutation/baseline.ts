import { changed, type Edit } from "./edit.ts";
import { textOf, type Sources } from "./sources.ts";

/** The layers, each after those that it reads. */
export const LAYERS = ["network", "data", "compute", "observability"] as const;
export type LayerName = (typeof LAYERS)[number];

/** Folder of a layer's files that are no code, in the workspaces that are edited. */
export function filesFolder(layer: string): string {
  return `apps/${layer}/src/files`;
}

/** Whether a file is among what `baseline` adds. */
export function baselineFile(path: string): boolean {
  return /^apps\/[^/]+\/src\/files(\/|\.ts$)/.test(path);
}

/**
 * What is added to a workspace before it is deployed and edited: every layer imports a JSON file, reads one, lists a
 * folder and one with folders in it, and takes a file that is not there.
 */
export function baseline(sources: Sources): Edit {
  const files = LAYERS.flatMap((layer) => {
    const entry = `apps/${layer}/index.ts`;
    const folder = filesFolder(layer);
    return [
      [entry, usingFiles(textOf(sources, entry))],
      [`apps/${layer}/waivers.ts`, withoutKey(textOf(sources, `apps/${layer}/waivers.ts`))],
      [`apps/${layer}/src/files.ts`, PROGRAM],
      [`${folder}/imported.json`, json({ "files-imported": `imported by ${layer}`, kept: "yes" })],
      [`${folder}/read.json`, json({ "files-read": `read by ${layer}`, "files-kept": "yes" })],
      ...["one", "two", "three"].map((name) => [`${folder}/listed/${name}.txt`, `${name}\n`]),
      [`${folder}/deep/here.txt`, "here\n"],
      [`${folder}/deep/below/there.txt`, "there\n"],
    ];
  });
  return { title: "files that the layers read", files: Object.fromEntries(files) };
}

function usingFiles(text: string): string {
  const options = "const opts = { provider: layerProvider() };\n";
  const place = text.indexOf(options) + options.length;
  const lastImport = text.lastIndexOf("\nimport ") + 1;
  if (place < options.length || lastImport === 0) throw new Error(`unexpected program:\n${text}`);
  return changed(text, [
    {
      start: lastImport,
      end: lastImport,
      text: `import { logGroupOfFiles } from "./src/files.ts";\n`,
    },
    { start: place, end: place, text: "  logGroupOfFiles(opts);\n" },
  ]);
}

/** A key of its own would be one more resource in each layer. */
function withoutKey(text: string): string {
  const table = "waiverTable([\n";
  const place = text.indexOf(table) + table.length;
  if (place < table.length) throw new Error(`unexpected waivers:\n${text}`);
  return changed(text, [{ start: place, end: place, text: WAIVER }]);
}

const WAIVER = `  {
    rule: "log-group-key",
    environments: ["local"],
    resources: ["files"],
    reason: "It carries what the files say, and no log.",
    expires: "2999-12-31",
  },
`;

const PROGRAM = `import { existsSync, readdirSync, readFileSync } from "node:fs";

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import imported from "./files/imported.json" with { type: "json" };

const at = (name: string) => new URL(\`./files/\${name}\`, import.meta.url);

/** A log group that carries what the files beside the program say. */
export function logGroupOfFiles(opts: pulumi.CustomResourceOptions) {
  const read = JSON.parse(readFileSync(at("read.json"), "utf8")) as Record<string, string>;
  const listed = readdirSync(at("listed/")).sort().join("+");
  const deep = readdirSync(at("deep/"), { recursive: true, encoding: "utf8" }).sort().join("+");
  const optional = existsSync(at("optional.txt")) ? readFileSync(at("optional.txt"), "utf8") : "none";
  const tags = { ...imported, ...read, listed, deep, optional: optional.trim() };
  return new aws.cloudwatch.LogGroup("files", { tags, retentionInDays: 365 }, opts);
}
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
