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
  let parsed: Checkpoint;
  try {
    parsed = JSON.parse(text) as Checkpoint;
  } catch (error) {
    throw new Error(`the state at ${where} is damaged: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const resources = parsed.checkpoint?.latest?.resources ?? [];
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = Object.entries(stack?.outputs ?? {});
  return {
    outputs: Object.fromEntries(
      outputs.map(([key, value]) => [key, isSecret(value) ? SECRET : value]),
    ),
    resourceCount: resources.length,
  };
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value;
}
