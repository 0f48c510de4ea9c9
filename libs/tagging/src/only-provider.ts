import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { callerOf, type Place } from "@strata/config";

const PROVIDER = "pulumi:providers:aws";

const ADVICE =
  "layerProvider() of @strata/tagging makes the one of a layer: region, account guard, default tags. Call it once in " +
  'index.ts and hand its result on, as "provider" or through a parent that has it.';

/** Where a program has made its provider, by its stack. */
const makers = new WeakMap<object, Place>();

/**
 * Remembers that the running program makes its provider.
 *
 * @throws pulumi.RunError when it has made one before
 */
export function claimProvider(): void {
  const program = pulumi.runtime.getStackResource();
  if (program === undefined) return;
  const place = callerOf(import.meta.dirname);
  const first = makers.get(program);
  if (first !== undefined) {
    throw refused(place, `makes a second AWS provider, after the one of ${first() ?? "index.ts"}`);
  }
  makers.set(program, place);
}

/** A transformation that refuses another AWS provider than the layer's, and a resource of AWS without the layer's. */
export function onlyProvider(ours: aws.Provider): pulumi.ResourceTransformation {
  return ({ type, name, opts }) => {
    const place = callerOf(import.meta.dirname);
    if (type === PROVIDER) throw refused(place, `makes an AWS provider of its own, "${name}"`);
    if (!type.startsWith("aws:")) return undefined;
    const used = providerOf(type, opts);
    if (used === ours) return undefined;
    const which = used === undefined ? "no provider" : "another provider than the layer's";
    throw refused(place, `makes ${type} "${name}" with ${which}`);
  };
}

/** The provider that the SDK will take: the resource's own, or its parent's. */
function providerOf(type: string, opts: pulumi.CustomResourceOptions) {
  return opts.provider ?? opts.parent?.getProvider(type);
}

function refused(place: Place, what: string): pulumi.RunError {
  return new pulumi.RunError(`${place() ?? pulumi.getProject()} ${what}\n${ADVICE}`);
}
