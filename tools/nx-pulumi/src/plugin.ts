import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import {
  createNodesFromFiles,
  type CreateNodes,
  type PreTasksExecution,
  type TargetConfiguration,
} from "@nx/devkit";

import { OPERATIONS, type Operation } from "./operation.ts";
import type { ReadFile } from "./ownership/folder.ts";
import { inferredTags } from "./ownership/inferred-tags.ts";
import { refuseUnknownConfiguration } from "./requested-configuration.ts";
import { environmentsOf } from "./run/run-options.ts";
import { commandLineFacts } from "./sandbox-guard.ts";

/**
 * Every `Pulumi.yaml` is a layer: its folder gets the targets of a layer, one configuration an environment. A layer,
 * its contract and its own libraries get tags that say whose they are.
 */
export const createNodes: CreateNodes = [
  "{apps/*/Pulumi.yaml,libs/*/package.json,libs/contracts/*/package.json}",
  (files, options, context) => {
    // Those of all layers for each: where one is missing, Nx would fall back to none, and the run go elsewhere.
    const folders = files.filter(isLayer).map((file) => join(context.workspaceRoot, dirname(file)));
    const targets = layerTargets([...new Set(folders.flatMap(environmentsOf))].sort());
    const read = reader(context.workspaceRoot);
    return createNodesFromFiles(
      (file) => {
        const root = dirname(file);
        const tags = inferredTags(root, read);
        if (isLayer(file)) return { projects: { [root]: { root, tags, targets } } };
        return tags.length === 0 ? {} : { projects: { [root]: { root, tags } } };
      },
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
  const facts = commandLineFacts(argv);
  // Set and handed back: where the daemon of Nx runs this, only what is handed back reaches the run. Its types do not
  // tell that it takes variables.
  Object.assign(process.env, facts);
  return Promise.resolve(facts) as Promise<unknown> as Promise<void>;
};

function isLayer(file: string): boolean {
  return basename(file) === "Pulumi.yaml";
}

function reader(workspaceRoot: string): ReadFile {
  return (path) => {
    try {
      return readFileSync(join(workspaceRoot, path), "utf8");
    } catch {
      return undefined;
    }
  };
}

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
