import { check, type CheckContext } from "../check.ts";
import { diff, type Diff } from "../diff.ts";
import { loadResourceType } from "../load-type.ts";
import { SandboxProvider, type Recorded } from "../provider.ts";
import type { Values } from "../value.ts";

/** Tags that the provider of the tests puts on everything. */
export const DEFAULT_TAGS = { project: "strata", environment: "test" };

const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const CONTEXT: CheckContext = {
  resourceName: "sample",
  seed: SEED,
  proposedName: undefined,
  region: "us-east-1",
  defaultTags: DEFAULT_TAGS,
};

/** A provider, configured for `us-east-1`, in front of the emulator that the test run started. */
export async function emulatedProvider(): Promise<SandboxProvider> {
  const provider = new SandboxProvider(emulatorAddress());
  await provider.configure({
    region: "us-east-1",
    defaultTags: JSON.stringify({ tags: DEFAULT_TAGS }),
  });
  return provider;
}

/** The emulator that the global set-up of the project's tests started. */
export function emulatorAddress() {
  const endpoint = process.env.STRATA_TEST_EMULATOR;
  if (endpoint === undefined) {
    throw new Error("no emulator: run the tests through the jest.config.js of tools/sandbox");
  }
  return { endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
}

/** One resource through its life, as the engine would drive it. */
export class Life {
  readonly #provider: SandboxProvider;
  readonly #token: string;
  #inputs: Values = {};
  #made: Recorded | undefined;

  constructor(provider: SandboxProvider, token: string) {
    this.#provider = provider;
    this.#token = token;
  }

  get id(): string {
    return this.#recorded.id;
  }

  /** True from its creation on, whatever became of it. */
  get exists(): boolean {
    return this.#made !== undefined;
  }

  get state(): Values {
    return this.#recorded.state;
  }

  get inputs(): Values {
    return this.#inputs;
  }

  /** Check and Create; the failures of Check are thrown. */
  async create(program: Values): Promise<Values> {
    this.#inputs = await this.#check({}, program);
    this.#made = await this.#provider.create(this.#token, `urn:test::${this.#token}`, this.#inputs);
    return this.#made.state;
  }

  /** Check and Diff against what is recorded. */
  async diff(program: Values): Promise<Diff> {
    const news = await this.#check(this.#inputs, program);
    return this.#provider.diff(this.#token, this.state, this.#inputs, news);
  }

  /** Check, Diff and Update; throws where the engine would replace. */
  async update(program: Values): Promise<Values> {
    const news = await this.#check(this.#inputs, program);
    const { replaces } = await this.#provider.diff(this.#token, this.state, this.#inputs, news);
    if (replaces.length > 0) throw new Error(`would be replaced for ${replaces.join(", ")}`);
    const { id, state, inputs } = { id: this.id, state: this.state, inputs: this.#inputs };
    this.#made = await this.#provider.update(this.#token, "urn:test", id, state, inputs, news);
    this.#inputs = news;
    return this.#made.state;
  }

  /** Read as in a refresh; undefined if it is gone. What was read becomes the recorded state. */
  async refresh(): Promise<Values | undefined> {
    const found = await this.#provider.read(this.#token, this.id, this.state, this.#inputs);
    if (found !== undefined) this.#made = found;
    return found?.state;
  }

  /** Read by id alone, as `pulumi import` does; answers the inputs that it would record. */
  async importBy(
    importId: string,
  ): Promise<{ id: string; inputs: Values; state: Values } | undefined> {
    return this.#provider.read(this.#token, importId, undefined, undefined);
  }

  async delete(): Promise<void> {
    await this.#provider.delete(this.#token, this.id, this.state);
  }

  get #recorded(): Recorded {
    if (this.#made === undefined) throw new Error("create it first");
    return this.#made;
  }

  async #check(olds: Values, news: Values): Promise<Values> {
    const type = await loadResourceType(this.#token);
    const { inputs, failures } = check(type, olds, news, CONTEXT);
    if (failures.length > 0) {
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    }
    return inputs;
  }
}

/** What changing one property does, by the table of the type alone. `before` and `after` are complete programs. */
export async function decision(
  token: string,
  before: Values,
  after: Values,
): Promise<"nothing" | "update" | "replace" | "delete, then create"> {
  const type = await loadResourceType(token);
  const old = check(type, {}, before, CONTEXT).inputs;
  const news = check(type, old, after, CONTEXT).inputs;
  const { changed, replaces, deleteBeforeReplace } = diff(type, old, old, news);
  if (changed.length === 0) return "nothing";
  if (replaces.length === 0) return type.update === undefined ? "nothing" : "update";
  return deleteBeforeReplace ? "delete, then create" : "replace";
}
