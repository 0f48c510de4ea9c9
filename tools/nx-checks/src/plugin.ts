import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import {
  createNodesFromFiles,
  type CreateNodes,
  type PostTasksExecution,
  type TargetConfiguration,
} from "@nx/devkit";

/**
 * Infers `typecheck` and `format` for every folder with a `tsconfig.json`.
 *
 * `@nx/js/typescript` infers a type check through `tsc --build`, which cannot be used where nothing is
 * ever emitted: this workspace runs its TypeScript directly.
 */
export const createNodes: CreateNodes = [
  "{apps,libs,tools}/**/tsconfig.json",
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const root = dirname(file);
        return { projects: { [root]: { root, targets: checkTargets() } } };
      },
      files,
      options,
      context,
    ),
];

/** Leaves the outcome of every task of an Nx run where `npm run check` adds them up. */
export const postTasksExecution: PostTasksExecution = (
  _options,
  { taskResults, workspaceRoot },
) => {
  const folder = join(workspaceRoot, ".reports");
  const outcomes = Object.entries(taskResults).map(([task, { status }]) => ({ task, status }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tasks.json"), JSON.stringify(outcomes));
};

function checkTargets(): Record<string, TargetConfiguration> {
  return {
    typecheck: {
      command: "tsc --noEmit --project tsconfig.json",
      options: { cwd: "{projectRoot}" },
      cache: true,
      inputs: ["checks", "^sources"],
      outputs: [],
      metadata: {
        description: "Checks the types of the project, tests included",
        technologies: ["typescript"],
      },
    },
    format: {
      // Markdown is the task of `workspace:format`: Nx does not hash what .nxignore names.
      command: 'prettier --check . "!**/*.md"',
      options: { cwd: "{projectRoot}" },
      cache: true,
      inputs: [
        "sources",
        "{workspaceRoot}/.prettierrc.json",
        "{workspaceRoot}/.prettierignore",
        { externalDependencies: ["prettier"] },
      ],
      outputs: [],
      metadata: { description: "Fails on a file that prettier would change" },
    },
  };
}
