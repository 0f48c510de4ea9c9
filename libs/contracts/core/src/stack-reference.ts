import * as pulumi from "@pulumi/pulumi";

const references = new WeakMap<object, Map<string, pulumi.StackReference>>();

/** Reference of the running program to another layer's stack: one, however often and wherever it is read. */
export function stackReference(layer: string, environment: string): pulumi.StackReference {
  const name = `${pulumi.getOrganization()}/${layer}/${environment}`;
  const program = pulumi.runtime.getStackResource() ?? {};
  const known = references.get(program) ?? new Map<string, pulumi.StackReference>();
  references.set(program, known);
  // eslint-disable-next-line no-restricted-syntax -- the one place that reads another layer's state
  const reference = known.get(name) ?? new pulumi.StackReference(name);
  known.set(name, reference);
  return reference;
}
