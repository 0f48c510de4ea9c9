import type * as pulumi from "@pulumi/pulumi";

/**
 * Whether another layer publishes anything in a list, which decides whether something is made for it. A preview may not
 * know the list yet; then there is something in it, since an empty list is always known.
 */
export async function hasItems(list: pulumi.Output<readonly string[]>): Promise<boolean> {
  const value = await (list as unknown as PartlyKnown).promise(true);
  return !Array.isArray(value) || value.length > 0;
}

/** An Output with what is not in its type: its value while it is unknown, for which `apply` does not run. */
interface PartlyKnown {
  promise(withUnknowns: true): Promise<unknown>;
}
