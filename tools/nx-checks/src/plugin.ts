import { dirname } from "node:path";

import { createNodesFromFiles, type CreateNodes, type TargetConfiguration } from "@nx/devkit";

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

function checkTargets(): Record<string, TargetConfiguration> {
  return {
    typecheck: {
      command: "tsc --noEmit --project tsconfig.json",
      options: { cwd: "{projectRoot}" },
      cache: true,
      inputs: ["checks"],
      outputs: [],
      metadata: { description: "Checks the types of the project, tests included", technologies: ["typescript"] },
    },
    format: {
      command: "prettier --check .",
      options: { cwd: "{projectRoot}" },
      cache: true,
      inputs: [
        "{projectRoot}/**/*",
        "{workspaceRoot}/.prettierrc.json",
        "{workspaceRoot}/.prettierignore",
        { externalDependencies: ["prettier"] },
      ],
      outputs: [],
      metadata: { description: "Fails on a file that prettier would change" },
    },
  };
}
