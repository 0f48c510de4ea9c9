import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { lastReport } from "../workspace/run-report.ts";
import { ScratchWorkspace } from "../workspace/scratch-workspace.ts";
import { baseline, LAYERS } from "./baseline.ts";
import type { Edit } from "./edit.ts";
import { judged, judgedRefused, type Judgement } from "./judgement.ts";
import { sourcesOf, type Sources } from "./sources.ts";

const REPORT = ".strata/reports/local/preview.json";

const ENV = {
  // Each command sees the files as they are now, not as a watcher has told.
  NX_DAEMON: "false",
};

/** A workspace whose layers are deployed once, and then edited and previewed again and again. */
export class Subject {
  readonly sources: Sources;
  readonly #workspace: ScratchWorkspace;

  private constructor(workspace: ScratchWorkspace) {
    this.#workspace = workspace;
    this.sources = sourcesOf(workspace.root);
  }

  /** Makes a copy of this workspace, adds the files that its layers read, commits all and deploys it. */
  static async create(): Promise<Subject> {
    const workspace = await ScratchWorkspace.ofSeed();
    const { root } = workspace;
    write(root, baseline(sourcesOf(root)).files);
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message", "What is deployed");
    const { code, output } = await workspace.nx(["run-many", "-t", "up"], ENV);
    if (code === 0) return new Subject(workspace);
    await workspace.dispose();
    throw new Error(`what is to be edited cannot be deployed:\n${output}`);
  }

  /** Makes an edit, sees what becomes of every layer, and undoes it. */
  async judge(edit: Edit): Promise<Judgement> {
    const { root } = this.#workspace;
    write(root, edit.files);
    try {
      // Each with a cache of its own, so that they can run side by side.
      const [forced, selection] = await Promise.all([
        this.#preview("--force"),
        this.#workspace.nx(
          ["show", "projects", "--affected", "--withTarget=up", "--base=HEAD", "--json"],
          { ...ENV, NX_WORKSPACE_DATA_DIRECTORY: join(root, ".strata", "selection") },
        ),
      ]);
      const selected =
        selection.code === 0 ? new Set(JSON.parse(selection.stdout) as string[]) : undefined;
      if (forced.report !== undefined && selected !== undefined) {
        return judged({ forced: forced.report, selected });
      }
      const unforced = selected === undefined ? undefined : await this.#preview();
      const refusal = {
        ...(forced.refused === undefined ? {} : { reported: forced.refused }),
        isUnforcedToo: unforced?.report === undefined,
        edited: Object.keys(edit.files),
        ...(selected === undefined ? {} : { selected }),
      };
      return judgedRefused(refusal, LAYERS);
    } finally {
      this.#undo(edit);
    }
  }

  async dispose(): Promise<void> {
    await this.#workspace.dispose();
  }

  /** Plans all layers. No report, and no refusal in it: the run did not come so far. */
  async #preview(...options: string[]): Promise<{ report?: Report; refused?: string }> {
    rmSync(join(this.#workspace.root, REPORT), { force: true });
    const { code, output } = await this.#workspace.nx(
      ["run-many", "-t", "preview", ...options],
      ENV,
    );
    const report = this.#report();
    if (report === undefined && code === 0) throw new Error(`no report of:\n${output}`);
    if (report === undefined) return {};
    return report.refused === undefined ? { report } : { refused: report.refused };
  }

  #report(): Report | undefined {
    try {
      return lastReport(this.#workspace, "preview");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  #undo({ files }: Edit): void {
    const { root } = this.#workspace;
    const before = Object.keys(files).map((path) => [path, this.sources.get(path)] as const);
    write(root, Object.fromEntries(before));
    const left = git(root, "status", "--porcelain", "--untracked-files=all");
    if (left !== "") throw new Error(`the workspace is not as it was:\n${left}`);
  }
}

type Report = ReturnType<typeof lastReport>;

/** Writes files anew: what stands there may be a hard link to a file of the original. */
function write(root: string, files: Edit["files"]): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    rmSync(file, { force: true });
    if (text === undefined) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function git(root: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Strata", "-c", "user.email=strata@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).trim();
}
