import { readdirSync, existsSync } from "node:fs";
import { join } from "node:path";

import parse from "yargs-parser";

import { OPERATIONS } from "./operation.ts";
import { environmentsOf } from "./run/run-options.ts";

/**
 * Refuses a configuration that no layer has. Nx itself falls back silently to none, and a run that was meant for
 * one environment would go to another.
 *
 * @param argv the command line of Nx, as in `process.argv`.
 * @throws Error naming the configuration and what there is.
 */
export function refuseUnknownConfiguration(argv: readonly string[], workspaceRoot: string): void {
  const { targets, configuration } = requested(argv);
  if (configuration === undefined || !targets.some((target) => target in OPERATIONS)) return;
  const known = knownEnvironments(workspaceRoot);
  if (known.includes(configuration)) return;
  throw new Error(
    `there is no configuration "${configuration}"; a layer has one for each of its Pulumi.<environment>.yaml files: ` +
      `${known.join(", ")}. Nothing was started`,
  );
}

function requested(argv: readonly string[]): {
  targets: string[];
  configuration: string | undefined;
} {
  const args = parse(argv.slice(2), {
    alias: { configuration: ["c"], targets: ["t", "target"] },
    string: ["configuration", "targets"],
    boolean: ["prod"],
    // As Nx sets it, and a flag that is not known here does not take the word behind it for its value.
    configuration: {
      "populate--": true,
      "unknown-options-as-args": true,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    },
  });
  const words = args._.map(String).filter((word) => !word.startsWith("-"));
  const flags = [args.targets ?? []].flat().flatMap((list: string) => String(list).split(/[\s,]+/));
  const task = words.find((word) => word.includes(":")) ?? "";
  const [, target, fromTask] = task.split(":");
  const named = [...flags, ...words, ...(target === undefined ? [] : [target])];
  const flag = [args.configuration ?? []].flat().at(-1) as string | undefined;
  const configuration = flag ?? (args.prod === true ? "production" : fromTask);
  return { targets: named, configuration };
}

function knownEnvironments(workspaceRoot: string): readonly string[] {
  const apps = join(workspaceRoot, "apps");
  const folders = readdirSync(apps).map((name) => join(apps, name));
  const layers = folders.filter((folder) => existsSync(join(folder, "Pulumi.yaml")));
  return [...new Set(layers.flatMap(environmentsOf))].sort();
}
