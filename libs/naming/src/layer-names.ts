import * as pulumi from "@pulumi/pulumi";
import { environment, project } from "@strata/config";

import { fitName } from "./fit-name.ts";
import { nameRules, type NameKind } from "./name-rules.ts";

/** Names of one layer in one environment. */
export interface LayerNames {
  /** The whole name, for what another layer or AWS has to find: log groups, alarms, buckets, RDS. */
  fixed(kind: NameKind, role: string): string;
  /**
   * Logical name of a resource whose name Pulumi makes: the suffix that it appends fits as well.
   * Preferred, since a fixed name makes a replacement delete the old resource first.
   */
  base(kind: NameKind, role: string): string;
  /** Bucket names are unique in the whole of AWS: account and region are part of them. */
  bucket(role: string): string;
  /** The `Name` tag of what has no name. */
  tag(role: string): { readonly Name: string };
}

/** Names of the layer that is running, in the environment that it is running for. */
export function layerNames(): LayerNames {
  const stack = pulumi.getStack();
  const parts = { project: project.name, environment: stack, layer: pulumi.getProject() };
  const fixed = (kind: NameKind, role: string) => fitName(kind, { ...parts, role });
  return {
    fixed,
    base: (kind, role) => fitName(kind, { ...parts, role }, nameRules[kind].suffix),
    bucket(role) {
      const { accountId, region } = environment(stack);
      return fixed("bucket", `${role}-${accountId}-${region}`);
    },
    tag: (role) => ({ Name: fixed("nameTag", role) }),
  };
}
