import * as pulumi from "@pulumi/pulumi";

/**
 * The items of a list that another layer publishes. In a preview each may be known only after the deployment; how many
 * there are is known all the same, and so is how many resources are made for them.
 *
 * @param what the list in the words of the user, for the error
 * @throws pulumi.RunError when not even that is known
 */
export async function publishedItems(
  what: string,
  list: pulumi.Output<readonly string[]>,
): Promise<pulumi.Output<string>[]> {
  const items = await withUnknowns(list);
  if (Array.isArray(items)) return items.map((item: string) => pulumi.output(item));
  throw unknown(what);
}

/**
 * A list that another layer publishes, where resources are named after the items.
 *
 * @param what the list in the words of the user, for the error
 * @throws pulumi.RunError when an item is not known
 */
export async function publishedNames(
  what: string,
  list: pulumi.Output<readonly string[]>,
): Promise<readonly string[]> {
  const items = await withUnknowns(list);
  if (pulumi.containsUnknowns(items)) throw unknown(what);
  return items as readonly string[];
}

/** The value of a preview as it is. An `apply` would not run while any of it is unknown, and be awaited forever. */
function withUnknowns(output: pulumi.Output<readonly string[]>): Promise<unknown> {
  const { promise } = output as unknown as { promise(withUnknowns: true): Promise<unknown> };
  return promise.call(output, true);
}

function unknown(what: string): pulumi.RunError {
  return new pulumi.RunError(
    `${what} is not known before it is deployed, and decides which resources there are: deploy that layer first`,
  );
}
