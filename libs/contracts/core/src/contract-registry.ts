import * as pulumi from "@pulumi/pulumi";
import type { Place } from "@strata/config";

import { typesOf, type OutputType, type OutputTypes } from "./contract-types.ts";
import type { Shape } from "./contract.ts";
import { canBeKey } from "./received.ts";
import { isSecretName } from "./secret-name.ts";

const contracts = new Map<string, OutputTypes>();

/** Types of the outputs of a layer's contract, if it was defined in this process. */
export function contractTypes(layer: string): OutputTypes | undefined {
  return contracts.get(layer);
}

/**
 * Called when a contract is defined.
 *
 * @throws pulumi.RunError for what no contract can promise, and for a second contract of the layer that differs
 */
export function registerContract(layer: string, shape: Shape, place: Place): void {
  const refuse = (problem: string) => {
    throw new pulumi.RunError(`${place() ?? "defineContract"}: contract "${layer}": ${problem}`);
  };
  for (const key of Object.keys(shape)) {
    if (!canBeKey(key)) refuse(`"${key}" cannot be the name of an output: use camel case`);
  }
  let types: OutputTypes = {};
  try {
    types = typesOf(shape);
  } catch (error) {
    refuse((error as Error).message);
  }
  const secret = secretIn({ properties: types });
  if (secret !== undefined) {
    refuse(
      `the name "${secret}" says that it holds a secret value, which no contract does. Publish the ARN of the ` +
        `secret, as "${secret}Arn", and let the reader fetch the value.`,
    );
  }
  const known = contracts.get(layer);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(types)) {
    refuse(`it is defined a second time, and differs. Keep the one in libs/contracts/${layer}.`);
  }
  contracts.set(layer, types);
}

/** The first name inside a type that says it holds a secret value. */
function secretIn(type: OutputType): string | undefined {
  for (const [name, inner] of Object.entries(type.properties ?? {})) {
    const found = isSecretName(name) ? name : secretIn(inner);
    if (found !== undefined) return found;
  }
  const { items, additionalProperties: others } = type;
  const parts = [type.anyOf, type.allOf, type.prefixItems].flatMap((part) => part ?? []);
  for (const part of [...parts, items, others]) {
    const found = part === undefined || part === false ? undefined : secretIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
