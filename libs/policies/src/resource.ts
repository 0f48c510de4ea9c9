import { hasUnknown } from "./unknown.ts";

/** A resource as rules see it. */
export interface PolicyResource {
  /** Pulumi's name of the resource, unique in its stack. */
  readonly urn: string;
  /** Type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Logical name, as in the program. */
  readonly name: string;
  /** Inputs, with the unknown in them in a preview. Secrets are plain: no message may repeat a value. */
  readonly props: Properties;
  readonly options: PolicyOptions;
  /** URN of the parent; absent at the top. */
  readonly parent?: string;
  /** URNs of the resources that it waits for. */
  readonly dependencies: readonly string[];
  /** URNs of the resources that an input was made of, by input. Empty in recorded programs. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What the cloud answers to: id, ARN, name. Only what is known; see `refersTo`. */
  readonly identities: readonly string[];
  /** The provider that makes it; absent in recorded programs and for components. */
  readonly provider?: { readonly name: string; readonly props: Properties };
}

export type Properties = Readonly<Record<string, unknown>>;

/** Options of a resource that a rule may want to see. */
export interface PolicyOptions {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Whether an input names another resource: it was made of it, or holds its id, ARN or name. Pairs such as a bucket and
 * its public access block are found by it, also in a preview in which no id is known.
 */
export function refersTo(
  { props, propertyDependencies }: PolicyResource,
  input: string,
  target: PolicyResource,
): boolean {
  if ((propertyDependencies[input] ?? []).includes(target.urn)) return true;
  return holds(props[input], target.identities);
}

/** Whether an input cannot be known and may therefore name anything; a stack rule that misses a pair asks. */
export function mayReferToAnything(resource: PolicyResource, input: string): boolean {
  const isUntraced = (resource.propertyDependencies[input] ?? []).length === 0;
  return isUntraced && hasUnknown(resource.props[input]);
}

function holds(value: unknown, identities: readonly string[]): boolean {
  if (typeof value === "string") return identities.includes(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => holds(item, identities));
}
