import * as pulumi from "@pulumi/pulumi";

import { awsState } from "./aws-answers.ts";
import { answer, referenceState, STACK_REFERENCE, type World } from "./world.ts";

/** One registered resource. */
export interface Seen {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: pulumi.ResourceOptions;
  /** What the recorded cloud made of it. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a program did. */
export interface Recording<T> {
  readonly result: T;
  /** Every resource but the stack and stack references, in the order in which they arrived. */
  readonly resources: readonly Seen[];
  /** Names of the stacks that were referred to. */
  readonly references: readonly string[];
}

/** Runs a program against mocks: they see the inputs, a stack transformation the options. */
export async function record<T>(
  world: World,
  program: () => T | Promise<T>,
): Promise<Recording<T>> {
  const options = new Map<string, pulumi.ResourceOptions>();
  const resources: Seen[] = [];
  const references: string[] = [];
  let finish = (): T => {
    throw new Error("the program did not run");
  };

  const newResource = ({ type, name, inputs, id }: pulumi.runtime.MockResourceArgs) => {
    if (type === "pulumi:pulumi:Stack")
      return { id: name, state: inputs as Record<string, unknown> };
    if (type === STACK_REFERENCE) {
      references.push(id ?? name);
      return { id: name, state: referenceState(world, id ?? name) };
    }
    const given = inputs as Record<string, unknown>;
    const made = awsState(type, name, given);
    resources.push({
      type,
      name,
      inputs: given,
      options: options.get(`${type} ${name}`) ?? {},
      id: made.id,
      outputs: made.state,
    });
    return made;
  };
  const call = ({ token, inputs }: pulumi.runtime.MockCallArgs) =>
    answer(world, token, inputs as Record<string, unknown>) as Record<string, unknown>;
  const stack = world.stack ?? "local";
  await pulumi.runtime.setMocks({ newResource, call }, world.project, stack, false, "organization");
  const settings = world.settings === undefined ? {} : { settings: JSON.stringify(world.settings) };
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(settings).map(([key, v]) => [`${world.project}:${key}`, v])),
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type} ${name}`, opts);
      return undefined;
    });
    try {
      const result = await program();
      finish = () => result;
    } catch (error) {
      finish = () => {
        throw error; // thrown inside the stack, it would be an unhandled rejection
      };
    }
    return {};
  });
  await pulumi.runtime.disconnect(); // waits until every registration has arrived
  return { result: finish(), resources, references };
}

/** `type name` of each resource, sorted: what must not change without an alias and a reason. */
export function identities(resources: readonly { type: string; name: string }[]): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).sort();
}

/** Inputs of each resource by `type name`, to compare two recordings. */
export function inputsByIdentity(
  resources: readonly { type: string; name: string; inputs: object }[],
): Record<string, object> {
  return Object.fromEntries(
    resources.map(({ type, name, inputs }) => [`${type} ${name}`, inputs] as const),
  );
}
