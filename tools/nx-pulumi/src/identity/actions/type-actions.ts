/** How IAM tells what belongs to the layer from what does not. */
export type Fence =
  /**
   * By the ARN, and what the grant demands itself. Names come from `@strata/naming`: they begin with project,
   * environment and layer.
   */
  | "name"
  /** It is made by this very call, and gets the tags of the layer with it. */
  | "new"
  /** It has the tags of the layer and environment. */
  | "own"
  /** It has the tags of the environment, and of the layer or of one whose contract the layer reads. */
  | "read";

/** Conditions of a statement: operator, key, value. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** Calls that are allowed on some resources. */
export interface Grant {
  /** The call changes nothing. @default false */
  readonly readOnly?: true;
  readonly actions: readonly string[];
  /**
   * ARN patterns. `{partition}`, `{region}`, `{account}` and `{boundary}` stand for those of the layer, the kind of a
   * name (`{bucket}`, see `nameRules`) for what all such names of the layer begin with, and a `*`.
   */
  readonly on: readonly string[];
  readonly fence: Fence;
  /** On top of the fence. Values have the holes of `on`. */
  readonly where?: Conditions;
}

/** What the official provider calls for one resource type or function. */
export interface TypeActions {
  /** Reading calls that are allowed on everything: IAM has nothing narrower for most, and they show no data. */
  readonly reads: readonly string[];
  readonly grants: readonly Grant[];
}

/** By type token. */
export type ActionTable = Readonly<Record<string, TypeActions>>;

const ROLE = "arn:{partition}:iam::{account}:role/{role}";

/** Handing a role of the layer to a service, and to no other. */
export function passRole(service: string): Grant {
  return {
    actions: ["iam:PassRole"],
    on: [ROLE],
    fence: "name",
    where: { StringEquals: { "iam:PassedToService": service } },
  };
}

/**
 * Tags that the layer gives to what nobody has tagged yet: its own just made, where IAM is not told by which call, or
 * what AWS made with it.
 */
export function claimed(on: readonly string[], ...actions: readonly string[]): Grant {
  return { actions, on, fence: "new", where: UNCLAIMED };
}

/** Without the tag that everything has which a layer makes. */
export const UNCLAIMED: Conditions = { Null: { "aws:ResourceTag/project": "true" } };

/** Some services need a role of their own in the account; whoever uses one first makes it. */
export function serviceLinkedRole(service: string): Grant {
  return {
    actions: ["iam:CreateServiceLinkedRole"],
    on: [`arn:{partition}:iam::{account}:role/aws-service-role/${service}/*`],
    fence: "name",
    where: { StringEquals: { "iam:AWSServiceName": service } },
  };
}
