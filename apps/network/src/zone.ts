/** Letter of an availability zone. It is the identity of everything that lives in the zone. */
export type Zone = "a" | "b" | "c" | "d" | "e" | "f";

/** Every letter, in the order in which addresses are given out. */
export const ZONES: readonly Zone[] = ["a", "b", "c", "d", "e", "f"];
