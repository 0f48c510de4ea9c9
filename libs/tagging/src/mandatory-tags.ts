import * as pulumi from "@pulumi/pulumi";
import { project } from "@strata/config";

/** Tags of one resource. AWS: at most 50, keys up to 128 and values up to 256 characters. */
export type Tags = Readonly<Record<string, string>>;

/** What every taggable resource carries. Six keys, as many as Security Hub's tag controls can demand. */
export interface MandatoryTags extends Tags {
  readonly project: string;
  readonly environment: string;
  readonly layer: string;
  readonly owner: string;
  readonly "managed-by": string;
  readonly repository: string;
}

/** The mandatory tags of a layer in an environment. */
export function mandatoryTags(layer: string, environment: string): MandatoryTags {
  return {
    project: project.name,
    environment,
    layer,
    owner: project.owner,
    "managed-by": "pulumi",
    repository: project.repository,
  };
}

/** The mandatory tags of the layer that is running. */
export function layerTags(): MandatoryTags {
  return mandatoryTags(pulumi.getProject(), pulumi.getStack());
}

/** Adds the mandatory tags to a caller's. Ours win: a caller can add a tag and cannot erase one. */
export function withTags(callerTags: Tags = {}): Tags {
  return { ...callerTags, ...layerTags() };
}
