import { lockFolder, parseLock, type StackLock } from "./stack-lock.ts";
import { formatRecord, parseRecord, recordKey, type RunRecord } from "./run-record.ts";

/** A layer's recorded state in one environment, as far as Strata looks into it. */
export interface RecordedLayer {
  /** What the stack publishes; a secret one is `SECRET`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resources, the stack and its provider included. */
  readonly resourceCount: number;
}

/** Stands for the value of a secret output, which is never decrypted here. */
export const SECRET = "[secret]";

/**
 * Where the states of an environment are, in the layout of Pulumi's own object-store and file
 * backends. Strata's records lie
 * beside them, so that they are shared, backed up and deleted together.
 */
export abstract class StateStore {
  /** For messages. */
  abstract readonly url: string;

  /** Undefined when the stack was never made. */
  async read(layer: string, environment: string): Promise<RecordedLayer | undefined> {
    const key = stateKey(layer, environment);
    const text = await this.#text(key);
    return text === undefined ? undefined : parseState(text, this.place(key));
  }

  /** Undefined when the layer was never deployed by a run, or is destroyed. */
  async readRecord(layer: string, environment: string): Promise<RunRecord | undefined> {
    const key = recordKey(layer, environment);
    const text = await this.#text(key);
    return text === undefined ? undefined : parseRecord(text, this.place(key));
  }

  async writeRecord(layer: string, environment: string, record: RunRecord): Promise<void> {
    await this.put(recordKey(layer, environment), formatRecord(record));
  }

  async deleteRecord(layer: string, environment: string): Promise<void> {
    await this.delete(recordKey(layer, environment));
  }

  /** The engine's locks on the stack, dead ones included. */
  async locks(layer: string, environment: string): Promise<StackLock[]> {
    const keys = await this.list(lockFolder(layer, environment));
    const texts = await Promise.all(keys.map((key) => this.get(key)));
    return keys.flatMap((key, i) => parseLock(key, texts[i] ?? "") ?? []);
  }

  async removeLock({ key }: StackLock): Promise<void> {
    await this.delete(key);
  }

  async #text(key: string): Promise<string | undefined> {
    try {
      return await this.get(key);
    } catch (error) {
      throw unreadable(this.place(key), error);
    }
  }

  /** Where an object is, for messages. */
  protected abstract place(key: string): string;
  /** Undefined when there is no such object. */
  protected abstract get(key: string): Promise<string | undefined>;
  /** Replaces the object as a whole: a reader sees the old text or the new one. */
  protected abstract put(key: string, text: string): Promise<void>;
  /** Keys of the objects in a folder. */
  protected abstract list(folder: string): Promise<string[]>;
  /** No object is success. */
  protected abstract delete(key: string): Promise<void>;
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
