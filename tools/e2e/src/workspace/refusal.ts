import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { backendDigests } from "./backend.ts";
import { inventory, type Cloud } from "./cloud.ts";
import type { Ended, ScratchWorkspace } from "./scratch-workspace.ts";

/** Runs a command that must be refused: it fails, without a stack trace, and touches neither a state nor the cloud. */
export async function refused(
  workspace: ScratchWorkspace,
  cloud: Cloud,
  args: readonly string[],
): Promise<Ended> {
  const before = { states: backendDigests(workspace.root), cloud: await inventory(cloud) };
  const ended = await workspace.nx(args);
  expect(ended.code).not.toBe(0);
  expect(backendDigests(workspace.root)).toEqual(before.states);
  expect(await inventory(cloud)).toEqual(before.cloud);
  expect(ended.output).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  return ended;
}

/** How files are changed, by file. */
export type Edits = Readonly<Record<string, (text: string) => string>>;

/** Does something with some files changed, and changes them back. */
export async function withEdits(
  workspace: ScratchWorkspace,
  edits: Edits,
  work: () => Promise<void>,
): Promise<void> {
  const before = Object.keys(edits).map((file) => [file, workspace.read(file)] as const);
  try {
    for (const [file, edit] of Object.entries(edits)) workspace.edit(file, edit);
    await work();
  } finally {
    for (const [file, text] of before) writeFileSync(join(workspace.root, file), text);
  }
}
