import type * as pulumi from "@pulumi/pulumi";

/**
 * Options of a resource that holds data. Protected, Pulumi refuses to delete it; and once the protection is taken off,
 * to delete it only makes Pulumi forget it, while AWS keeps it.
 */
export function stateful(isProtected: boolean): pulumi.CustomResourceOptions {
  return isProtected ? { protect: true, retainOnDelete: true } : {};
}
