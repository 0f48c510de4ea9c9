/** A layer's recorded state in one environment, as far as Strata looks into it. */
export interface RecordedLayer {
  /** What the stack publishes; a secret one is `SECRET`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resources, the stack and its provider included. */
  readonly resourceCount: number;
}

/** Stands for the value of a secret output, which is never decrypted here. */
export const SECRET = "[secret]";

/** Where the states of an environment are, in the layout of Pulumi's own object-store and file backends. */
export interface StateStore {
  /** For messages. */
  readonly url: string;
  /** Undefined when the stack was never made. */
  read(layer: string, environment: string): Promise<RecordedLayer | undefined>;
}

/** Key of a stack's state below the backend's root. */
export function stateKey(layer: string, environment: string): string {
  return `.pulumi/stacks/${layer}/${environment}.json`;
}

interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly {
        readonly type: string;
        readonly outputs?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

/** @throws Error naming the place, when the text is no state. */
export function parseState(text: string, where: string): RecordedLayer {
  let parsed: Checkpoint | null;
  try {
    parsed = JSON.parse(text) as Checkpoint | null;
  } catch (error) {
    throw damaged(where, (error as Error).message, error);
  }
  // Also a stack that has nothing has a checkpoint: without one, it would look as if nothing were deployed.
  const checkpoint = parsed?.checkpoint ?? undefined;
  if (checkpoint === undefined) throw damaged(where, "it has no checkpoint");
  const resources = checkpoint.latest?.resources ?? [];
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = Object.entries(stack?.outputs ?? {});
  return {
    outputs: Object.fromEntries(
      outputs.map(([key, value]) => [key, isSecret(value) ? SECRET : value]),
    ),
    resourceCount: resources.length,
  };
}

/** What to throw when a state may exist and cannot be got. */
export function unreadable(where: string, cause: unknown): Error {
  const { name, message } = cause as Error;
  return new Error(`cannot read the state at ${where}: ${name}: ${message}`, { cause });
}

function damaged(where: string, problem: string, cause?: unknown): Error {
  const repair =
    "restore it from a backup, such as the .json.bak beside it, or an older version of the object";
  return new Error(`the state at ${where} is damaged: ${problem}; ${repair}`, { cause });
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value;
}
