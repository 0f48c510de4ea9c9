/** Writes anew what is published of the report: `npx node tools/nx-pulumi/src/report/write-published.ts`. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { format, resolveConfig } from "prettier";

import { REPORT_DOCS, withExamples } from "./report-docs.ts";
import { reportSchema, SCHEMA_FILE } from "./report-schema.ts";

await write(SCHEMA_FILE, JSON.stringify(reportSchema()));
await write(REPORT_DOCS, withExamples(await readFile(REPORT_DOCS, "utf8")));

async function write(url: URL, text: string): Promise<void> {
  const file = fileURLToPath(url);
  const options = { ...(await resolveConfig(file)), filepath: file };
  await writeFile(file, await format(text, options));
  console.log(`wrote ${file}`);
}
