import { status } from "@grpc/grpc-js";

import { awsCall } from "./aws-answers.ts";

/** What a program finds when it runs. */
export interface World {
  /** The layer, which is the Pulumi project. */
  readonly project: string;
  /** The environment. @default "local" */
  readonly stack?: string;
  /** The object `<project>:settings`. */
  readonly settings?: object;
  /** Deployed outputs of other layers, by layer. */
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Answers that differ from the usual ones, by token of the function; an Error is thrown. */
  readonly calls?: Readonly<Record<string, object>>;
}

/** Type of the resource that stands for another layer's outputs. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** State of a stack reference; its name is `organization/layer/environment`. */
export function referenceState(world: World, name: string): Record<string, unknown> {
  const layer = name.split("/")[1] ?? "";
  const outputs = world.outputs?.[layer];
  if (outputs === undefined) throw new Error(`the test's world has no outputs of "${layer}"`);
  return { name, outputs, secretOutputNames: [] };
}

/** What a function answers in this world. */
export function answer(world: World, token: string, inputs: Record<string, unknown>): object {
  const special = world.calls?.[token];
  if (special instanceof Error) {
    // As it arrives from an engine: the client takes the text from `details`.
    throw Object.assign(special, { code: status.UNKNOWN, details: special.message });
  }
  return { ...awsCall(token, inputs), ...special };
}
