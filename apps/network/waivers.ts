import type { Waiver } from "@strata/policies";

/** Exceptions from the rules of `@strata/policies`: each for one resource in one environment, until a day. */
export const waivers: readonly Waiver[] = [];
