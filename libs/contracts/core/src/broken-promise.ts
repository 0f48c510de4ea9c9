import * as pulumi from "@pulumi/pulumi";
import { nearest, type Place } from "@strata/config";

import type { UpstreamOutputs } from "./upstream.ts";

/** One access of a program to an output of another layer. */
export interface Access {
  /** The layer that reads. */
  readonly reader: string;
  /** Where it reads. */
  readonly place: Place;
  /** The layer that publishes. */
  readonly layer: string;
  readonly environment: string;
  readonly key: string;
}

type Kind = UpstreamOutputs["kind"];

/** The contract has no such output: a mistake that got past the compiler. */
export function unknownKey(access: Access, declared: readonly string[]): pulumi.RunError {
  const { layer, key } = access;
  const guess = nearest(key, declared);
  return broken(
    access,
    "its contract declares no such output" +
      (guess === undefined ? `, only ${declared.join(", ")}` : `, did you mean "${guess}"?`),
    `Use a declared name, or declare "${key}" in libs/contracts/${layer} and publish it in apps/${layer}.`,
  );
}

/** The producer publishes nothing in this environment. */
export function neverDeployed(access: Access): pulumi.RunError {
  const { layer, environment } = access;
  return broken(
    access,
    `${layer} is not deployed there`,
    `Deploy it first: ${up(layer, environment)}`,
  );
}

/** The contract has the output, and the producer does not publish it. */
export function missingKey(
  access: Access,
  kind: Kind,
  published: readonly string[],
): pulumi.RunError {
  const { layer, key } = access;
  const guess = nearest(key, published);
  const hint = guess === undefined ? "" : `; it publishes "${guess}"`;
  return kind === "planned"
    ? broken(access, `${layer} plans no such output${hint}`, `Publish it in apps/${layer}.`)
    : broken(
        access,
        `the ${layer} that is deployed there does not publish it${hint}`,
        ...eitherIsOld(access, `stop reading it`),
      );
}

/** The producer publishes something else than the contract says. */
export function retypedKey(access: Access, kind: Kind, reason: string): pulumi.RunError {
  const { layer } = access;
  return kind === "planned"
    ? broken(
        access,
        `${layer} plans what the contract does not allow: ${reason}`,
        `Change what apps/${layer} publishes, or what libs/contracts/${layer} says.`,
      )
    : broken(
        access,
        `the ${layer} that is deployed there publishes what the contract here does not allow: ${reason}`,
        ...eitherIsOld(access, `take over its libs/contracts/${layer}`),
      );
}

/** The producer publishes a secret. */
export function secretRead(access: Access): pulumi.RunError {
  const { layer, environment } = access;
  return broken(
    access,
    `${layer} publishes it as a secret, which no contract holds`,
    `In apps/${layer}, keep the value in Secrets Manager and publish the ARN; read the value by it where it is used.`,
    `Then: ${up(layer, environment)}`,
  );
}

/** A program publishes other outputs than its contract declares: a mistake that got past the compiler. */
export function wrongKeys(
  layer: string,
  place: Place,
  keys: Readonly<Record<"missing" | "extra" | "declared", readonly string[]>>,
): pulumi.RunError {
  const problems = [
    ...keys.missing.map((key) => `${key} is missing`),
    ...keys.extra.map((key) => `${key} is not declared`),
  ];
  return new pulumi.RunError(
    `${place() ?? layer} publishes something else than contract "${layer}" declares: ${problems.join(", ")}\n` +
      `Publish exactly: ${keys.declared.join(", ")}`,
  );
}

/** A program publishes a value that its contract does not allow. */
export function wrongValue(
  layer: string,
  key: string,
  place: Place,
  reason: string,
): pulumi.RunError {
  return new pulumi.RunError(
    `${place() ?? layer} publishes "${key}" with a value that contract "${layer}" does not allow: ${reason}\n` +
      `Change the value, or what libs/contracts/${layer} says.`,
  );
}

/** A program publishes a secret. */
export function secretPublished(layer: string, key: string, place: Place): pulumi.RunError {
  return new pulumi.RunError(
    `${place() ?? layer} publishes a secret as "${key}", but no contract holds a secret: the state of every reader ` +
      "would hold it too.\n" +
      "Keep the value in Secrets Manager, publish the ARN of the secret, and let the reader fetch the value by it.",
  );
}

/** A layer reads what it publishes itself. */
export function ownContract(layer: string, place: Place): pulumi.RunError {
  return new pulumi.RunError(
    `${place() ?? layer} reads the contract of its own layer ${layer}. Use the resources themselves.`,
  );
}

function broken(
  { reader, place, key, layer, environment }: Access,
  cause: string,
  ...fix: string[]
) {
  const where = place() ?? reader;
  const head = `${where} reads "${key}" of ${layer} in environment "${environment}", but ${cause}`;
  return new pulumi.RunError([head, ...fix].join("\n"));
}

/** State and code disagree, and neither says which is older. */
function eitherIsOld({ reader, layer, environment }: Access, adapt: string): string[] {
  return [
    `If ${layer} was deployed from older code than this: ${up(layer, environment)}`,
    `If it was deployed from newer code: ${adapt}, then ${up(reader, environment)}`,
  ];
}

function up(layer: string, environment: string): string {
  return `npx nx run ${layer}:up --env=${environment}`;
}
