import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

import type { Problem } from "./problem.ts";

/** Name and validator of each output. */
export type Shape = Readonly<Record<string, z.ZodType>>;

type Deep<T> = T extends readonly (infer E)[]
  ? pulumi.Input<readonly pulumi.Input<E>[]>
  : T extends Readonly<Record<string, infer V>>
    ? pulumi.Input<{ readonly [K in keyof T]: pulumi.Input<V> }>
    : pulumi.Input<T>;

/** What a producer hands in: a value or an Output for each key. */
export type Published<S extends Shape> = { readonly [K in keyof S]: Deep<z.output<S[K]>> };

/** What a reader gets: a checked Output for each key. */
export type Received<S extends Shape> = {
  readonly [K in keyof S]: pulumi.Output<z.output<S[K]>>;
};

/** What one layer promises to the layers that read it. */
export interface Contract<L extends string, S extends Shape> {
  /** The producer. Its Pulumi project has the same name. */
  readonly layer: L;
  readonly shape: S;

  /**
   * Checks one value. Pure, so a broken promise is tested without a running program.
   * A value that is not known before the deployment passes.
   *
   * @throws pulumi.RunError that names producer and key
   */
  check<K extends keyof S & string>(key: K, value: unknown): z.output<S[K]>;

  /**
   * Checks deployed or planned outputs of the producer, without a running program.
   *
   * @param environment named in the messages
   * @param keys what to look at; all keys unless given
   * @returns every missing or invalid output; none when all is well
   */
  verify(
    outputs: Readonly<Record<string, unknown>>,
    environment: string,
    keys?: readonly string[],
  ): Problem[];

  /**
   * Producer: what the entry program returns. A missing, extra or mistyped output does not compile,
   * and each value is checked once it is known.
   */
  publish<V extends Published<S>>(
    values: V & { readonly [K in Exclude<keyof V, keyof S>]: never },
  ): Received<S>;

  /**
   * Reader: the outputs of the producer in the same environment. A key is fetched when it is first
   * accessed, so only keys that are used count as read, and one secret output does not mark the others.
   * In a preview the planned outputs of the producer are used where there are any.
   */
  read(): Received<S>;
}
