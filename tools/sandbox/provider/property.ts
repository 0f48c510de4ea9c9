import type { Value, Values } from "./value.ts";

/**
 * What the official provider knows about one property. A resource type is mostly a table of these; the facts come
 * from the documentation of AWS and of the provider, never from how the emulator behaves.
 */
export interface Property {
  /**
   * `set`: order and repetition mean nothing. `json`: a JSON document in a string, compared by content (and as IAM
   * compares policies: one string and a list of it are the same, order of strings means nothing).
   */
  readonly kind: "string" | "number" | "boolean" | "list" | "set" | "map" | "object" | "json";
  /** Element of a list, set or map. @default a string */
  readonly of?: Property;
  /** Fields of an object. */
  readonly fields?: Properties;
  readonly required?: true;
  /** Of an object: its presence says something, also where it is empty (`allow: {}`). */
  readonly block?: true;
  /** Value that the provider fills in during Check. */
  readonly default?: Value;
  /** AWS chooses when the program leaves it out, so leaving it out is never a change. */
  readonly computed?: true;
  /**
   * Inputs that cannot be set together with this one. An import records this one only where none of them has a value.
   */
  readonly conflictsWith?: readonly string[];
  /** Never an input. */
  readonly output?: true;
  /** Of an output that the official provider takes as an input too, deprecated: the type that it names instead. */
  readonly instead?: string;
  /**
   * A change means another resource, not an update: AWS has no call that changes it. A rule, where it depends on the
   * values (from `dedicated` to `default` is an update, the other way is not), is for top-level properties only.
   */
  readonly replaces?: true | ReplacementRule;
  /** Marked secret in state whatever the program says. */
  readonly secret?: true;
  /** Read by the provider itself and not held by AWS, so it lives in state only (`forceDestroy`). */
  readonly local?: true;
  /** AWS holds it, the emulator cannot: kept in state, and labelled in the report. The text says what is missing. */
  readonly simulated?: string;
  /**
   * Another way to compare, where AWS changes what it was given (`8.4` becomes `8.4.3`). `beside` is what the program
   * wants of the same object, for rules across properties (storage that may grow by itself).
   */
  readonly equal?: (before: Value, after: Value, beside: Values) => boolean;
  /**
   * An output that an update changes, so it is unknown in a preview: on every update, when one of these inputs changes,
   * or by a rule.
   */
  readonly recomputed?: true | readonly string[] | RecomputationRule;
}

/** True if this change needs another resource. `state` is the whole record. */
export type ReplacementRule = (before: Value, after: Value, state: Values) => boolean;

/** True if an update that changes these properties to these inputs makes the value unknown. */
export type RecomputationRule = (changed: readonly string[], inputs: Values) => boolean;

export type Properties = { readonly [name: string]: Property };
