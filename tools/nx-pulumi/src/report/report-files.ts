import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { markdownReport } from "./markdown.ts";
import { reportStem } from "./report-stem.ts";
import type { RunReport } from "./run-report.ts";

/** Absolute paths of the files of one report. */
export interface ReportFiles {
  readonly json: string;
  readonly markdown: string;
}

/**
 * Leaves the report of a run in `.strata/reports/<environment>/<operation>.json` and `.md`, in place of
 * the one before. A reader sees the old file or the new one, never a part. Of an environment of a real account in the
 * sandbox they lie apart, in `<environment>-in-sandbox`.
 *
 * @param root Absolute folder of the workspace.
 * @throws Error naming the file that could not be written.
 */
export function writeReport(root: string, report: RunReport): ReportFiles {
  const stem = join(root, ...reportStem(report).split("/"));
  const files = { json: `${stem}.json`, markdown: `${stem}.md` };
  replaceFile(files.json, `${JSON.stringify(report, undefined, 2)}\n`);
  replaceFile(files.markdown, markdownReport(report));
  return files;
}

function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(`the report ${file} could not be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
