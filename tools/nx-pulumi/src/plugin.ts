import { dirname, join } from "node:path";

import {
  createNodesFromFiles,
  type CreateNodes,
  type PreTasksExecution,
  type TargetConfiguration,
} from "@nx/devkit";

import { OPERATIONS, type Operation } from "./operation.ts";
import { refuseUnknownConfiguration } from "./requested-configuration.ts";
import { environmentsOf } from "./run/run-options.ts";

/** Every `Pulumi.yaml` is a layer: its folder gets the targets of a layer, one configuration an environment. */
export const createNodes: CreateNodes = [
  "apps/*/Pulumi.yaml",
  (files, options, context) => {
    // Those of all layers for each: where one is missing, Nx would fall back to none, and the run go elsewhere.
    const folders = files.map((file) => join(context.workspaceRoot, dirname(file)));
    const targets = layerTargets([...new Set(folders.flatMap(environmentsOf))].sort());
    return createNodesFromFiles(
      (file) => ({ projects: { [dirname(file)]: { root: dirname(file), targets } } }),
      files,
      options,
      context,
    );
  },
];

/**
 * Runs in Nx's own process, before any task: the last place where a mistyped configuration can be
 * seen, and the terminal.
 */
export const preTasksExecution: PreTasksExecution = (_options, { argv, workspaceRoot }) => {
  refuseUnknownConfiguration(argv, workspaceRoot);
  process.env.STRATA_TERMINAL_COLUMNS = process.stdout.isTTY ? String(process.stdout.columns) : "";
};

function layerTargets(environments: readonly string[]): Record<string, TargetConfiguration> {
  const configurations = Object.fromEntries(environments.map((env) => [env, { env }]));
  const entries = Object.entries(OPERATIONS) as [Operation, string][];
  return Object.fromEntries(
    entries.map(([operation, description]) => [
      operation,
      {
        executor: `@strata/nx-pulumi:${operation}`,
        // It talks to the cloud, whose answer no cache knows.
        cache: false,
        configurations,
        metadata: {
          description,
          technologies: ["pulumi"],
          help: {
            command: `npx nx run <layer>:${operation} --help`,
            example: { options: { env: "local" } },
          },
        },
      },
    ]),
  );
}
