import type { LiteralResource } from "./findings-for.ts";

/**
 * A plausible mistake that AWS refuses, or that fails only later, and that a rule finds at preview. The resources hold
 * nothing else that is wrong in the eyes of the rules of the group `aws`, and the provider's own check lets them pass.
 */
export interface Mistake {
  /** What is wrong, as a person would put it: "a subnet outside of its VPC". */
  readonly title: string;
  /** Id of the rule that finds it. */
  readonly rule: string;
  /** All that is needed to make it; the first resource that is reported is named by the rule. */
  readonly resources: readonly LiteralResource[];
}

/** Mistakes around one service. */
export interface MistakesOf {
  readonly service: string;
  readonly mistakes: readonly Mistake[];
}
