/** One broken promise. */
export interface Problem {
  /** The producer. */
  readonly layer: string;
  readonly key: string;
  /** `missing`: not published. `invalid`: published, but not what the contract says. */
  readonly kind: "missing" | "invalid";
  /** For a person: what, where, what to do. No value is repeated in it. */
  readonly message: string;
}
