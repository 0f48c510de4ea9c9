import type { AwsClients } from "./aws-clients.ts";
import type { Autoname } from "./autoname.ts";
import type { Property } from "./property.ts";

/** What an operation on one resource may use. */
export interface Call {
  /** Clients of the AWS SDK for the region of this resource. */
  readonly aws: AwsClients;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /**
   * Says that the resource exists from now on, before the rest of `create` is done: if a later step fails, the engine
   * records the resource as created and tainted instead of forgetting it.
   */
  created(id: string): void;
  /**
   * Repeats a deletion that the API refuses with one of these codes while other operations of the layer go on. For the
   * calls that the official provider repeats, and no others.
   */
  untilReleased<T>(call: () => Promise<T>, ...codes: readonly string[]): Promise<T>;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** What an update is given: state and inputs as they were and as they shall be. */
export interface Change<Inputs, State> {
  readonly before: State;
  readonly inputs: Inputs;
  /** True if one of these input properties differs; with `tags: true`, tag changes show as `tagsAll`. */
  changed(...names: readonly (keyof Inputs & string)[] | readonly ["tagsAll"]): boolean;
}

/**
 * One resource type of the official provider, as a table plus the calls that make, read, change and end it.
 *
 * `Inputs` is `pulumi.Unwrap<aws….XArgs>`, `State` is `pulumi.Unwrap<aws….XState>` (type-only imports).
 * The framework does the rest: defaults, automatic names, `tagsAll`, unknowns, diff, secrets, import, errors.
 */
export interface ResourceType<Inputs extends object, State extends object> {
  /** `aws:ec2/vpc:Vpc`; the file is `provider/ec2/vpc.ts`. */
  readonly token: string;
  /** The provider's words for it in errors: "EC2 VPC" gives "creating EC2 VPC: …". */
  readonly noun: string;
  readonly properties: { readonly [K in (keyof Inputs | keyof State) & string]?: Property };
  /** How the provider names it when the program does not. */
  readonly autoname?: Autoname;
  /** It has `tags` and `tagsAll`; `read` returns all tags as `tags`, `inputs.tagsAll` is what AWS shall hold. */
  readonly tags?: true;
  /** AWS allows only one at a time, so a replacement deletes first. */
  readonly deleteBeforeReplace?: true;
  /** Rules across properties that the official provider checks before it calls AWS. Values may be unknown. */
  readonly validate?: (inputs: Partial<Inputs>) => readonly CheckFailure[];
  /** Makes it; answers the id of the official provider. */
  create(inputs: WithTagsAll<Inputs>, call: Call): Promise<string>;
  /**
   * Reads it back from AWS, all properties but `local` and `simulated` ones; undefined if it is gone.
   * `prior` is the recorded state (empty for an import).
   */
  read(id: string, call: Call, prior: Partial<State>): Promise<Partial<State> | undefined>;
  /** Absent: nothing can be changed without a replacement. */
  update?(id: string, change: Change<WithTagsAll<Inputs>, State>, call: Call): Promise<void>;
  /** Ends it. "Not found" is success. */
  delete(id: string, state: State, call: Call): Promise<void>;
  /** Import ids that are not the id: answers the id and what `read` needs to know beforehand. */
  import?(importId: string, call: Call): Promise<{ id: string; prior: Partial<State> }>;
}

export type WithTagsAll<Inputs> = Inputs & { readonly tagsAll?: Readonly<Record<string, string>> };

/** A resource type of any inputs, as the framework handles it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyResourceType = ResourceType<any, any>;

/** Declares a resource type; exported from its file as `resource`. */
export function defineResource<Inputs extends object, State extends object>(
  definition: ResourceType<Inputs, State>,
): ResourceType<Inputs, State> {
  return definition;
}
