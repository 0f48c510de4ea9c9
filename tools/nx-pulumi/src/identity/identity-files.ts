import { readdirSync, existsSync } from "node:fs";
import { join } from "node:path";

import { environments, type Environment } from "@strata/config/environments";
import { project } from "@strata/config/project";
import { namePrefix } from "@strata/naming";
import { format } from "prettier";

import { IDENTITY_FOLDER } from "./identity-folder.ts";
import { identityTemplate } from "./identity-template.ts";
import { layerResources } from "./layer-resources.ts";

/**
 * Texts of the identities of all layers in all AWS environments, by path from the root:
 * `iam/<environment>/<layer>.json`. What else lies in the folder is of a layer or environment that is gone.
 *
 * @param root absolute folder of the workspace
 * @throws Error when the program of a layer cannot be seen through, creates a type without known actions, or two layers
 *   have names that a pattern cannot tell apart
 */
export async function identityFiles(root: string): Promise<Readonly<Record<string, string>>> {
  const layers = layersOf(root);
  const targets = Object.entries(environments).filter(isAws);
  if (targets.length === 0) return {};
  refuseConfusable(layers, targets);
  const repository = `${project.organization}/${project.repository}`;
  const files: Record<string, string> = {};
  for (const layer of layers) {
    const resources = await layerResources(root, layer);
    for (const [environment, target] of targets) {
      const template = identityTemplate({ layer, environment, resources, ...target }, repository);
      files[`${IDENTITY_FOLDER}/${environment}/${layer}.json`] = await formatted(template);
    }
  }
  return files;
}

type AwsTarget = [string, Extract<Environment, { kind: "aws" }>];

function isAws(entry: [string, Environment]): entry is AwsTarget {
  return entry[1].kind === "aws";
}

function layersOf(root: string): string[] {
  return readdirSync(join(root, "apps"), { withFileTypes: true })
    .filter(({ name }) => existsSync(join(root, "apps", name, "Pulumi.yaml")))
    .map(({ name }) => name)
    .sort();
}

/** `strata-dev-data-*` would also be all of `strata-dev-data-lake-…`. */
export function refuseConfusable(layers: readonly string[], targets: readonly AwsTarget[]): void {
  const owners = targets.flatMap(([environment, { accountId }]) =>
    layers.map((layer) => {
      const { text } = namePrefix("role", { project: project.name, environment, layer });
      return { text, accountId, what: `layer "${layer}" in environment "${environment}"` };
    }),
  );
  for (const a of owners) {
    const b = owners.find(
      (other) => other !== a && other.accountId === a.accountId && other.text.startsWith(a.text),
    );
    if (b === undefined) continue;
    throw new Error(
      `all names of ${b.what} begin as those of ${a.what} do ("${a.text}"), so the role of one could change what the ` +
        "other has: rename one of them, or give the environments accounts of their own",
    );
  }
}

/** As the formatter of the workspace writes it, so that nobody's editor changes it. */
function formatted(template: object): Promise<string> {
  return format(JSON.stringify(template), { parser: "json", printWidth: 100 });
}
