/**
 * One run as the executor makes it, in a fresh process, without Nx's own start: `strata-run.ts
 * <operation> <graph.json> <layers>`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseRunOptions, progressView, Run, type Layer, type RunRequest } from "@strata/nx-pulumi";

const [operation = "", graphFile = "", layers = ""] = process.argv.slice(2);
const graph = new Map(JSON.parse(readFileSync(graphFile, "utf8")) as [string, Layer][]);
const view = progressView((text) => process.stdout.write(text));
const { success } = await new Run({
  operation: operation as RunRequest["operation"],
  graph,
  selected: layers.split(","),
  options: parseRunOptions({}),
  root: join(import.meta.dirname, "..", "..", ".."),
  view,
  onResult: () => {},
  stop: new AbortController().signal,
}).execute();
view.close();
process.exitCode = success ? 0 : 1;
