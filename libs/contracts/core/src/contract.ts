import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

import type { SecretName } from "./secret-name.ts";

/** Name and validator of each output. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** A shape in which no name says that it holds a secret value. */
export type WithoutSecrets<S extends Shape> = {
  readonly [K in keyof S]: K extends SecretName<K>
    ? `a contract holds no secret value: publish the ARN of the secret, as ${K}Arn`
    : S[K];
};

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
   * Producer: what the entry program returns. A missing, extra or mistyped output does not compile, and each value is
   * checked once it is known. A secret is refused.
   */
  publish<V extends Published<S>>(
    values: V & { readonly [K in Exclude<keyof V, keyof S>]: never },
  ): Received<S>;

  /**
   * Reader: the outputs of the producer in the same environment. A key is fetched when it is first accessed, so only
   * keys that are used count as read. In a preview the planned outputs of the producer are used where there are any.
   *
   * An access throws a pulumi.RunError with file and line, cause and fix when there is no such output, or when the run
   * knows that the producer breaks its promise; see `withUpstream`. Without a run, a broken promise fails the Output.
   *
   * @throws pulumi.RunError when a layer reads its own contract
   */
  read(): Received<S>;
}
