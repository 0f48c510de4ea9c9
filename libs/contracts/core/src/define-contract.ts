import * as pulumi from "@pulumi/pulumi";
import { nearest } from "@strata/config";
import { z } from "zod";

import type { Contract, Received, Shape } from "./contract.ts";
import type { Problem } from "./problem.ts";
import { recordRead } from "./reads.ts";
import { plannedOutputs } from "./upstream.ts";

/** Declares what one layer promises: name, type, validator and meaning of each output. */
export function defineContract<const L extends string, S extends Shape>(
  layer: L,
  shape: S,
): Contract<L, S> {
  const keys = Object.keys(shape);

  function check<K extends keyof S & string>(key: K, value: unknown): z.output<S[K]> {
    // Only a preview holds unknowns; what they stand for is checked when it exists.
    if (pulumi.containsUnknowns(value)) return value as z.output<S[K]>;
    const result = z.safeParse(shape[key] as S[K], value);
    if (result.success) return result.data;
    const problem = z.prettifyError(result.error);
    throw new pulumi.RunError(`contract "${layer}", output "${key}": ${problem}`);
  }

  function verify(
    outputs: Readonly<Record<string, unknown>>,
    environment: string,
    wanted: readonly string[] = keys,
  ): Problem[] {
    return wanted.flatMap((key) => problemOf(key, outputs, environment) ?? []);
  }

  function problemOf(
    key: string,
    outputs: Readonly<Record<string, unknown>>,
    environment: string,
  ): Problem | undefined {
    const fix = `Run: npx nx run ${layer}:up --env=${environment}`;
    if (!Object.hasOwn(outputs, key) || outputs[key] === undefined) {
      const guess = nearest(
        key,
        Object.keys(outputs).filter((name) => !keys.includes(name)),
      );
      const hint = guess === undefined ? "" : ` (it publishes "${guess}")`;
      const message = `${layer} in environment "${environment}" does not publish "${key}"${hint}. ${fix}`;
      return { layer, key, kind: "missing", message };
    }
    try {
      check(key, outputs[key]);
      return undefined;
    } catch (error) {
      const reason = (error as Error).message;
      const message =
        `${layer} in environment "${environment}" publishes what its contract does not allow: ` +
        `${reason}. ${fix}`;
      return { layer, key, kind: "invalid", message };
    }
  }

  function publish(values: object): Received<S> {
    const given = values as Readonly<Record<string, unknown>>;
    const extra = Object.keys(given).filter((key) => !keys.includes(key));
    const missing = keys.filter((key) => given[key] === undefined);
    // The compiler has refused both; a cast gets past it, and must not get past this.
    if (extra.length + missing.length > 0) {
      const list = [
        ...missing.map((key) => `missing ${key}`),
        ...extra.map((key) => `extra ${key}`),
      ];
      throw new pulumi.RunError(
        `contract "${layer}" is not what index.ts publishes: ${list.join(", ")}. Publish exactly: ${keys.join(", ")}`,
      );
    }
    const entries = keys.map((key) => {
      const output = pulumi.output(given[key]) as unknown as pulumi.Output<unknown>;
      const checked = output.apply((value) => check(key, value));
      return [key, checked] as const;
    });
    return Object.fromEntries(entries) as Received<S>;
  }

  function read(): Received<S> {
    const environment = pulumi.getStack();
    const planned = plannedOutputs(layer, environment);
    const get =
      planned === undefined
        ? deployed(environment)
        : (key: string) => fromPlan(key, planned, environment);
    return lazily(keys, (key) => {
      recordRead(layer, key);
      return get(key);
    }) as Received<S>;
  }

  function fromPlan(
    key: string,
    planned: Readonly<Record<string, unknown>>,
    environment: string,
  ): pulumi.Output<unknown> {
    const value = planned[key];
    if (pulumi.Output.isInstance(value)) return value.apply((known) => check(key, known));
    // Thrown here and not inside an apply, where it would be an unhandled rejection.
    const problem = problemOf(key, planned, environment);
    if (problem !== undefined) throw new pulumi.RunError(problem.message);
    return pulumi.output(value);
  }

  function deployed(environment: string): (key: string) => pulumi.Output<unknown> {
    const name = `${pulumi.getOrganization()}/${layer}/${environment}`;
    // eslint-disable-next-line no-restricted-syntax -- the one place that reads another layer's state
    const stack = new pulumi.StackReference(name);
    return (key) =>
      stack.getOutput(key).apply((value: unknown) => {
        const problem = problemOf(key, { [key]: value }, environment);
        if (problem !== undefined) throw new pulumi.RunError(problem.message);
        return value;
      });
  }

  return { layer, shape, check, verify, publish, read };
}

/** An object whose values are made when they are first accessed. */
function lazily<T>(keys: readonly string[], make: (key: string) => T): Record<string, T> {
  const made = new Map<string, T>();
  const result: Record<string, T> = {};
  for (const key of keys) {
    const get = () => {
      const value = made.get(key) ?? make(key);
      made.set(key, value);
      return value;
    };
    Object.defineProperty(result, key, { get, enumerable: true });
  }
  return result;
}
