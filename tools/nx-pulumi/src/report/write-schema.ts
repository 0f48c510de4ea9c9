/** Writes `run-report.schema.json` anew: `npx node tools/nx-pulumi/src/report/write-schema.ts`. */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { format, resolveConfig } from "prettier";

import { reportSchema, SCHEMA_FILE } from "./report-schema.ts";

const file = fileURLToPath(SCHEMA_FILE);
const options = { ...(await resolveConfig(file)), filepath: file };
await writeFile(file, await format(JSON.stringify(reportSchema()), options));
console.log(`wrote ${file}`);
