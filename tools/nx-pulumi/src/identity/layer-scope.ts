import { project } from "@strata/config/project";
import {
  appLogGroup,
  boundaryName,
  flowLogGroup,
  IDENTITY_PATH,
  webAclLogGroup,
  namePrefix,
  nameRules,
  partitionOf,
  type NameKind,
} from "@strata/naming";

import type { Conditions, Fence, Grant } from "./actions/type-actions.ts";
import type { LayerResources } from "./layer-resources.ts";

/** One layer in one environment, and what its program can do there. */
export interface Deployment {
  readonly layer: string;
  /** Name of the environment, and of the stack. */
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
  /** `s3://<bucket>[/<prefix>]?region=<region>`. */
  readonly backendUrl: string;
  /** What encrypts secrets in the state: `awskms://…`. */
  readonly secretsProvider: string;
  readonly resources: LayerResources;
}

/** What stands in the ARNs and conditions of one deployment. */
export class LayerScope {
  readonly partition: string;
  readonly #deployment: Deployment;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    this.partition = partitionOf(deployment.region);
  }

  /**
   * ARNs for the patterns of a grant.
   *
   * @throws Error when the names that must keep layers apart are cut before they tell them apart
   */
  resources({ on, fence }: Pick<Grant, "on" | "fence">): string[] {
    return on.flatMap((pattern) => this.#filled(pattern, fence === "name"));
  }

  /** The conditions of a grant: what its fence demands, and what it demands itself. */
  conditions({ fence, where = {} }: Pick<Grant, "fence" | "where">): Conditions {
    const demanded = Object.entries(where).map(([operator, keys]) => {
      const filled = Object.entries(keys).map(([key, value]) => {
        const values = [value].flat().flatMap((one) => this.#filled(one, false));
        return [key, typeof value === "string" && values[0] !== undefined ? values[0] : values];
      });
      return [operator, Object.fromEntries(filled) as Conditions[string]] as const;
    });
    const merged: Record<string, Record<string, string | readonly string[]>> = {};
    for (const [operator, keys] of [...fenceOf(fence, this.#deployment), ...demanded]) {
      merged[operator] = { ...merged[operator], ...keys };
    }
    return merged;
  }

  /** Names of a kind that the layer can give, as patterns. */
  names(kind: NameKind, layer = this.#deployment.layer, mustTellApart = true): string[] {
    const { environment, resources } = this.#deployment;
    const owner = { project: project.name, environment, layer };
    const { text, complete } = namePrefix(kind, owner, nameRules[kind].suffix);
    if (!complete && mustTellApart) {
      throw new Error(
        `names of the kind ${kind} have no room for "${project.name}-${environment}-${layer}-", by which a role ` +
          "is kept to its own layer: give layer or environment a shorter name",
      );
    }
    if (kind !== "logGroup") return [`${text}*`];
    // Most calls have `:*` behind the name of the group.
    const shared = resources.sharedNames.map((name) => sharedName(name)(environment));
    return [`${text}*`, ...shared.flatMap((name) => [name, `${name}:*`])];
  }

  /** Log groups that the program knows by name, its own and shared ones. */
  logGroups(): string[] {
    return this.names("logGroup").filter((name) => !name.endsWith(":*"));
  }

  #filled(pattern: string, mustTellApart: boolean): string[] {
    const { layer, environment, region, accountId } = this.#deployment;
    const values: Readonly<Record<string, () => string[]>> = {
      partition: () => [this.partition],
      region: () => [region],
      account: () => [accountId],
      boundary: () => [
        `arn:${this.partition}:iam::${accountId}:policy${IDENTITY_PATH}${boundaryName(layer, environment)}`,
      ],
    };
    const [hole, name = ""] = /\{(\w+)\}/.exec(pattern) ?? [];
    if (hole === undefined) return [pattern];
    const fill = values[name] ?? (() => this.names(name as NameKind, layer, mustTellApart));
    return fill().flatMap((value) => this.#filled(pattern.replace(hole, value), mustTellApart));
  }
}

/** Tag keys of `@strata/tagging` by which a resource is told to be of this layer. */
function fenceOf(
  fence: Fence,
  { layer, environment, resources }: Deployment,
): [string, Readonly<Record<string, string | readonly string[]>>][] {
  const tags = (kind: "RequestTag" | "ResourceTag", layers: string | readonly string[]) => ({
    [`aws:${kind}/project`]: project.name,
    [`aws:${kind}/environment`]: environment,
    [`aws:${kind}/layer`]: layers,
  });
  switch (fence) {
    case "name":
      return [];
    case "new":
      return [["StringEquals", tags("RequestTag", layer)]];
    case "own":
      return [["StringEquals", tags("ResourceTag", layer)]];
    case "read":
      return [["StringEquals", tags("ResourceTag", [layer, ...resources.reads].sort())]];
  }
}

const SHARED: Readonly<Record<string, (environment: string) => string>> = {
  appLogGroup,
  flowLogGroup,
  webAclLogGroup,
};

function sharedName(name: string): (environment: string) => string {
  const build = SHARED[name];
  if (build !== undefined) return build;
  throw new Error(
    `libs/naming/src/shared-names.ts has ${name}, which tools/nx-pulumi/src/identity/layer-scope.ts ` +
      "does not know: add it there",
  );
}
