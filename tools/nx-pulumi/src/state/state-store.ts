import { digestOf } from "../gate/digest.ts";
import { lockFolder, parseLock, type StackLock } from "./stack-lock.ts";
import { formatRecord, parseRecord, recordKey, type RunRecord } from "./run-record.ts";

/** A layer's recorded state in one environment, as far as Strata looks into it. */
export interface RecordedLayer {
  /** What the stack publishes; a secret one is `SECRET`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resources, the stack and its provider included; not what the engine keeps to read other stacks. */
  readonly resourceCount: number;
  /** The layer's own resources at the cloud. */
  readonly resources: readonly RecordedResource[];
  /** Layers of the same environment that it refers to by a stack reference, whether Strata has a record or not. */
  readonly references: readonly string[];
  /** Digest of the whole state. */
  readonly digest: string;
}

/** One resource at the cloud. */
export interface RecordedResource {
  readonly urn: string;
  /** Type token, for example `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether the engine refuses to delete it. Absent: no. */
  readonly protect?: boolean;
}

/** One resource, component or provider of a state, with `SECRET` in place of each secret. */
export interface WholeResource {
  readonly urn: string;
  readonly type: string;
  /** Absent for a component. */
  readonly id?: string;
  /** URN. */
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** URNs that an input was made of, by input. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
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
    return text === undefined ? undefined : parseState(text, this.place(key), environment);
  }

  /**
   * Every resource of a stack by URN, as its state has it; undefined when the stack is not there, or holds a secret:
   * secrets stay where they are.
   */
  async readResources(
    layer: string,
    environment: string,
  ): Promise<Readonly<Record<string, { id: string; outputs: Values }>> | undefined> {
    const key = stateKey(layer, environment);
    const text = await this.#text(key);
    if (text === undefined || text.includes(`"ciphertext"`)) return undefined;
    return Object.fromEntries(
      resourcesIn(text, this.place(key)).map(({ urn, id = "", outputs = {} }) => [
        urn,
        { id, outputs },
      ]),
    );
  }

  /** Every resource of a stack with all that its state says of it; undefined when the stack is not there. */
  async readWhole(
    layer: string,
    environment: string,
  ): Promise<readonly WholeResource[] | undefined> {
    const key = stateKey(layer, environment);
    const text = await this.#text(key);
    if (text === undefined) return undefined;
    return resourcesIn(text, this.place(key)).map(
      ({ urn, type, id, parent, inputs, outputs, propertyDependencies }) => ({
        urn,
        type,
        ...(id === undefined ? {} : { id }),
        ...(parent === undefined ? {} : { parent }),
        inputs: withoutSecrets(inputs ?? {}) as Values,
        outputs: withoutSecrets(outputs ?? {}) as Values,
        propertyDependencies: Object.fromEntries(
          Object.entries(propertyDependencies ?? {}).map(([input, urns]) => [input, urns ?? []]),
        ),
      }),
    );
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

  /** Every layer that has a stack in this environment, empty ones included, whoever deployed it. */
  async layersIn(environment: string): Promise<readonly string[]> {
    const suffix = `/${environment}.json`;
    const keys = await this.#keys(STACKS);
    return keys
      .filter((key) => key.endsWith(suffix))
      .map((key) => key.slice(STACKS.length + 1, -suffix.length))
      .sort();
  }

  /** Environments in which a layer has a stack. */
  async environmentsOf(layer: string): Promise<readonly string[]> {
    const folder = `${STACKS}/${layer}`;
    const keys = await this.#keys(folder);
    return keys.map((key) => key.slice(folder.length + 1, -".json".length)).sort();
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

  async #keys(folder: string): Promise<readonly string[]> {
    try {
      return await this.list(folder);
    } catch (error) {
      throw unreadable(this.place(folder), error);
    }
  }

  /** Where an object is, for messages. */
  protected abstract place(key: string): string;
  /** Undefined when there is no such object. */
  protected abstract get(key: string): Promise<string | undefined>;
  /** Replaces the object as a whole: a reader sees the old text or the new one. */
  protected abstract put(key: string, text: string): Promise<void>;
  /** Keys of the `.json` objects in a folder and below it. */
  protected abstract list(folder: string): Promise<string[]>;
  /** No object is success. */
  protected abstract delete(key: string): Promise<void>;
}

/** Where the engine keeps the states, below the backend's root. */
const STACKS = ".pulumi/stacks";

/** Key of a stack's state below the backend's root. */
export function stateKey(layer: string, environment: string): string {
  return `${STACKS}/${layer}/${environment}.json`;
}

/** What the engine itself keeps in order to read other stacks. */
export const TO_READ_OTHERS = ["pulumi:pulumi:StackReference", "pulumi:providers:pulumi"];

type Values = Readonly<Record<string, unknown>>;

interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly {
        readonly urn: string;
        readonly type: string;
        readonly custom?: boolean;
        readonly id?: string;
        readonly protect?: boolean;
        readonly parent?: string;
        readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
        readonly inputs?: Readonly<Record<string, unknown>>;
        readonly outputs?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

/** @throws Error naming the place, when the text is no state. */
export function parseState(text: string, where: string, environment: string): RecordedLayer {
  const resources = resourcesIn(text, where);
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = Object.entries(stack?.outputs ?? {});
  return {
    outputs: Object.fromEntries(
      outputs.map(([key, value]) => [key, isSecret(value) ? SECRET : value]),
    ),
    resourceCount: resources.filter(({ type }) => !TO_READ_OTHERS.includes(type)).length,
    resources: resources
      .filter(({ type, custom }) => custom === true && !type.startsWith("pulumi:"))
      .map(({ urn, type, id = "", outputs = {}, protect }) => ({
        urn,
        type,
        id,
        outputs,
        ...(protect === true ? { protect } : {}),
      })),
    references: resources
      .filter(({ type }) => type === "pulumi:pulumi:StackReference")
      .map(({ id, inputs }) => String(inputs?.name ?? id ?? "").split("/"))
      .flatMap(([, layer, stack]) => (stack === environment ? (layer ?? []) : [])),
    digest: digestOf(text),
  };
}

type CheckpointResource = NonNullable<
  NonNullable<NonNullable<Checkpoint["checkpoint"]>["latest"]>["resources"]
>[number];

function resourcesIn(text: string, where: string): readonly CheckpointResource[] {
  let parsed: Checkpoint | null;
  try {
    parsed = JSON.parse(text) as Checkpoint | null;
  } catch (error) {
    throw damaged(where, (error as Error).message, error);
  }
  // Also a stack that has nothing has a checkpoint: without one, it would look as if nothing were deployed.
  const checkpoint = parsed?.checkpoint ?? undefined;
  if (checkpoint === undefined) throw damaged(where, "it has no checkpoint");
  return checkpoint.latest?.resources ?? [];
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

/** A copy of a value in which each secret, at any depth, is `SECRET`. */
function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return SECRET;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]),
  );
}
