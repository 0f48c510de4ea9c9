import * as pulumi from "@pulumi/pulumi";
import { callerOf } from "@strata/config";
import { z } from "zod";

import * as broken from "./broken-promise.ts";
import type { Access } from "./broken-promise.ts";
import { registerContract } from "./contract-registry.ts";
import type { Contract, Received, Shape, WithoutSecrets } from "./contract.ts";
import { recordRead } from "./reads.ts";
import { received } from "./received.ts";
import { stackReference } from "./stack-reference.ts";
import { upstreamOutputs, type UpstreamOutputs } from "./upstream.ts";

/**
 * Declares what one layer promises: name, type, validator and meaning of each output. An output whose name says that
 * it holds a secret value does not compile.
 *
 * @throws pulumi.RunError for a shape that no contract can have, and for a second, different contract of the layer
 */
export function defineContract<const L extends string, S extends Shape>(
  layer: L,
  shape: S & WithoutSecrets<S>,
): Contract<L, S> {
  const keys = Object.keys(shape);
  registerContract(layer, shape, callerOf(import.meta.dirname));

  function parse<K extends keyof S & string>(key: K, value: unknown): Parsed<z.output<S[K]>> {
    // Only a preview holds unknowns; what they stand for is checked when it exists.
    if (pulumi.containsUnknowns(value)) return { data: value as z.output<S[K]> };
    const { data, error } = z.safeParse(shape[key] as S[K], value);
    return error === undefined ? { data } : { fault: faultsIn(error) };
  }

  function check<K extends keyof S & string>(key: K, value: unknown): z.output<S[K]> {
    const parsed = parse(key, value);
    if ("data" in parsed) return parsed.data;
    throw new pulumi.RunError(`contract "${layer}", output "${key}": ${parsed.fault}`);
  }

  function publish(values: object): Received<S> {
    const place = callerOf(import.meta.dirname);
    const given = values as Readonly<Record<string, unknown>>;
    // The compiler has refused both; a cast gets past it, and must not get past this.
    const missing = keys.filter((key) => given[key] === undefined);
    const extra = Object.keys(given).filter((key) => !keys.includes(key));
    if (missing.length + extra.length > 0) {
      throw broken.wrongKeys(layer, place, { missing, extra, declared: keys });
    }
    return Object.fromEntries(
      keys.map((key) => {
        const output = pulumi.output(given[key]) as unknown as pulumi.Output<unknown>;
        // Asked first, and not inside an apply on the value: that does not run while the value is unknown.
        const checked = pulumi.output(pulumi.isSecret(output)).apply((secret) => {
          if (secret) throw broken.secretPublished(layer, key, place);
          return output.apply((value) => {
            const parsed = parse(key, value);
            if ("data" in parsed) return parsed.data;
            throw broken.wrongValue(layer, key, place, parsed.fault);
          });
        });
        return [key, checked];
      }),
    ) as Received<S>;
  }

  function read(): Received<S> {
    const [reader, environment] = [pulumi.getProject(), pulumi.getStack()];
    if (reader === layer) throw broken.ownContract(layer, callerOf(import.meta.dirname));
    const upstream = upstreamOutputs(layer, environment);
    const access = (key: string): Access => {
      return { reader, place: callerOf(import.meta.dirname), layer, environment, key };
    };
    return received(
      keys,
      (key) => {
        recordRead(layer, key);
        return outputFor(access(key), upstream);
      },
      (key) => {
        throw broken.unknownKey(access(key), keys);
      },
    ) as Received<S>;
  }

  function outputFor(access: Access, upstream: UpstreamOutputs | undefined) {
    // Refused here and not inside an apply, where it would be an unhandled rejection.
    if (upstream !== undefined) refuseBroken(access, upstream);
    if (upstream?.kind === "planned") return pulumi.output(upstream.outputs[access.key]);
    const output = stackReference(layer, access.environment).getOutput(access.key);
    return output.apply(async (value: unknown) => {
      if (await pulumi.isSecret(output)) throw broken.secretRead(access);
      if (value === undefined) throw broken.missingKey(access, "deployed", []);
      refuseRetyped(access, "deployed", value);
      return value;
    });
  }

  function refuseBroken(access: Access, { kind, outputs, secrets = [] }: UpstreamOutputs): void {
    const { key } = access;
    const published = [...Object.keys(outputs), ...secrets];
    if (kind === "deployed" && published.length === 0) throw broken.neverDeployed(access);
    if (secrets.includes(key)) throw broken.secretRead(access);
    if (!Object.hasOwn(outputs, key) || outputs[key] === undefined) {
      // A name that the contract has is another output, not this one under a new name.
      const undeclared = published.filter((name) => !keys.includes(name));
      throw broken.missingKey(access, kind, undeclared);
    }
    refuseRetyped(access, kind, outputs[key]);
  }

  function refuseRetyped(access: Access, kind: UpstreamOutputs["kind"], value: unknown): void {
    const parsed = parse(access.key, value);
    if ("fault" in parsed) throw broken.retypedKey(access, kind, parsed.fault);
  }

  return { layer, shape, check, publish, read };
}

type Parsed<T> = { readonly data: T } | { readonly fault: string };

/** What is wrong with a value, in one line. The value is not repeated in it. */
function faultsIn({ issues }: z.ZodError): string {
  return issues
    .map(({ message, path }) => (path.length === 0 ? message : `${message} at ${path.join(".")}`))
    .join("; ");
}
