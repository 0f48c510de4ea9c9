import type { PolicyResource } from "./resource.ts";

export type Group = "security" | "house" | "aws";

/** Whether a finding stops a run or is shown as a warning. */
export type Enforcement = "mandatory" | "advisory";

/** Where a program runs. */
export interface PolicyContext {
  readonly environment: { readonly name: string; readonly kind: "sandbox" | "aws" };
  readonly region: string;
  readonly accountId: string;
  readonly layer: string;
  /** First part of every physical name; the value of the project tag. */
  readonly project: string;
}

/** What is wrong with one resource. */
export interface Problem {
  /** Input that is wrong, as Pulumi writes paths: `ingress[0].cidrBlocks`. Left out where none can be named. */
  readonly property?: string;
  /** What is wrong, as the end of a sentence that begins with the resource: "is reachable from the internet". */
  readonly message: string;
}

/** What a check returns: nothing, a sentence, one problem or more. */
export type Problems = undefined | string | Problem | readonly (string | Problem)[];

export interface StackProblem extends Problem {
  readonly resource: PolicyResource;
}

interface RuleFacts {
  /** Kebab-case, unique, and it stays: waivers name it. `rds-private`. */
  readonly id: string;
  readonly group: Group;
  readonly enforcement: Enforcement;
  /** Controls of AWS Security Hub and the like that it checks: `RDS.2`. Empty where there is none. */
  readonly controls: readonly string[];
  /** The document that says so: URL, or name of a page of AWS. */
  readonly source: string;
  /** What to do about it, as an order: "Set publiclyAccessible to false". */
  readonly fix: string;
}

/** A rule that looks at one resource at a time. */
export interface ResourceRule extends RuleFacts {
  readonly kind: "resource";
  /** Types that it looks at; it is asked about no other. */
  readonly types: readonly string[];
  readonly check: (resource: PolicyResource, context: PolicyContext) => Problems;
}

/** A rule that looks at resources together. */
export interface StackRule extends RuleFacts {
  readonly kind: "stack";
  /** Types that it reports; it is asked where one of them is there. It gets every resource of the layer. */
  readonly types: readonly string[];
  readonly checkStack: (
    resources: readonly PolicyResource[],
    context: PolicyContext,
  ) => readonly StackProblem[];
}

export type Rule = ResourceRule | StackRule;

/** Defines a rule on one resource at a time. */
export function resourceRule(rule: Omit<ResourceRule, "kind">): ResourceRule {
  return { kind: "resource", ...rule };
}

/** Defines a rule on the resources of a layer together: pairs, uniqueness, what must be there. */
export function stackRule(rule: Omit<StackRule, "kind">): StackRule {
  return { kind: "stack", ...rule };
}
