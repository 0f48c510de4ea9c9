import { describeError } from "./api-error.ts";
import { awsClients, type AwsAddress, type AwsClients } from "./aws-clients.ts";
import type { ProposedName } from "./autoname.ts";
import { check, type Checked } from "./check.ts";
import { type Configuration, guardAccount, parseConfiguration } from "./configuration.ts";
import { diff, type Diff } from "./diff.ts";
import { loadFunctionType, loadResourceType } from "./load-type.ts";
import { Operations } from "./operations.ts";
import type { Properties } from "./property.ts";
import type { AnyResourceType, Call } from "./resource-type.ts";
import { inputsOf, plannedState, plannedUpdate, recordedState } from "./state.ts";
import { isEmpty, type Value, type Values } from "./value.ts";

/** A resource exists, but a step after its creation failed. The engine records it as created and not initialized. */
export class PartlyCreated extends Error {
  readonly id: string;
  readonly state: Values;

  constructor(message: string, id: string, state: Values) {
    super(message);
    this.id = id;
    this.state = state;
  }
}

/** A property that the emulator cannot hold, so it is in state only. */
export interface Simulated {
  readonly urn: string;
  readonly property: string;
  readonly reason: string;
}

export interface Recorded {
  readonly id: string;
  readonly state: Values;
  readonly secrets: readonly string[];
}

/**
 * The stand-in for the official aws provider: the same decisions, on the same API, without the plugin. One instance
 * serves one layer in one run: the engine does not say which `aws.Provider` a call belongs to, so a second
 * configuration is refused.
 */
export class SandboxProvider {
  readonly #address: AwsAddress;
  readonly #onSimulated: (simulated: Simulated) => void;
  readonly #clients = new Map<string, AwsClients>();
  readonly #operations = new Operations();
  #configured: { text: string; configuration: Configuration; accountId: string } | undefined;

  constructor(address: AwsAddress, onSimulated: (simulated: Simulated) => void = () => {}) {
    this.#address = address;
    this.#onSimulated = onSimulated;
  }

  async configure(args: Values): Promise<void> {
    const configuration = parseConfiguration(args);
    const text = JSON.stringify(configuration);
    if (this.#configured !== undefined && this.#configured.text !== text) {
      throw new Error(
        "a second aws provider with other settings in one layer: the sandbox cannot tell their resources apart. " +
          "Use the one of layerProvider(), or give the other region or account a layer of its own",
      );
    }
    const sts = await this.#aws(configuration.region).sts();
    const { Account: accountId = "" } = await sts.getCallerIdentity({}).catch((error: unknown) => {
      throw new Error(describeError("retrieving AWS account details", error));
    });
    guardAccount(configuration, accountId);
    this.#configured = { text, configuration, accountId };
  }

  async check(
    token: string,
    resourceName: string,
    olds: Values,
    news: Values,
    seed: Uint8Array,
    proposedName: ProposedName | undefined,
  ): Promise<Checked> {
    const type = await loadResourceType(token);
    const { region, defaultTags } = this.#configuration;
    return check(type, olds, news, { resourceName, seed, proposedName, region, defaultTags });
  }

  async diff(token: string, state: Values, oldInputs: Values, news: Values): Promise<Diff> {
    return diff(await loadResourceType(token), state, oldInputs, news);
  }

  async planCreate(token: string, inputs: Values): Promise<Values> {
    return plannedState(await loadResourceType(token), inputs);
  }

  async planUpdate(token: string, state: Values, oldInputs: Values, news: Values): Promise<Values> {
    const type = await loadResourceType(token);
    return plannedUpdate(type, state, news, diff(type, state, oldInputs, news).changed);
  }

  create(token: string, urn: string, inputs: Values): Promise<Recorded> {
    return this.#operations.run(() => this.#create(token, urn, inputs));
  }

  async #create(token: string, urn: string, inputs: Values): Promise<Recorded> {
    const type = await loadResourceType(token);
    this.#labelSimulated(type, urn, inputs);
    let id: string | undefined;
    const call = this.#call(inputs.region, (made) => {
      id = made;
    });
    try {
      id = await type.create(inputs, call);
      const read = await type.read(id, call, inputs);
      if (read === undefined) throw new Error("it is not there after its creation");
      return this.#recorded(type, id, read, inputs, {});
    } catch (error) {
      const message = describeError(
        `creating ${type.noun}${id === undefined ? "" : ` (${id})`}`,
        error,
      );
      if (id === undefined) throw new Error(message, { cause: error });
      const read = await type.read(id, call, inputs).catch(() => undefined);
      const { state } = this.#recorded(type, id, read ?? inputs, inputs, {});
      throw new PartlyCreated(message, id, state);
    }
  }

  /** Undefined if the resource is gone. Without a state it is an import or a look-up: `id` may be an import id. */
  async read(
    token: string,
    id: string,
    state: Values | undefined,
    inputs: Values | undefined,
  ): Promise<(Recorded & { inputs: Values }) | undefined> {
    const type = await loadResourceType(token);
    const known = state !== undefined && !isEmpty(state);
    const call = this.#call(state?.region, () => {});
    try {
      const found =
        known || type.import === undefined
          ? { id, prior: state ?? {} }
          : await type.import(id, call);
      const read = await type.read(found.id, call, found.prior);
      if (read === undefined) return undefined;
      const given = inputs !== undefined && !isEmpty(inputs) ? inputs : undefined;
      const prior = found.prior as Values;
      const recorded = this.#recorded(type, found.id, read, given, prior);
      return { ...recorded, inputs: inputsOf(type, recorded.state, given) };
    } catch (error) {
      throw new Error(describeError(`reading ${type.noun} (${id})`, error), { cause: error });
    }
  }

  update(
    token: string,
    urn: string,
    id: string,
    before: Values,
    oldInputs: Values,
    inputs: Values,
  ): Promise<Recorded> {
    return this.#operations.run(() => this.#update(token, urn, id, before, oldInputs, inputs));
  }

  async #update(
    token: string,
    urn: string,
    id: string,
    before: Values,
    oldInputs: Values,
    inputs: Values,
  ): Promise<Recorded> {
    const type = await loadResourceType(token);
    this.#labelSimulated(type, urn, inputs);
    const call = this.#call(inputs.region, () => {});
    const { changed } = diff(type, before, oldInputs, inputs);
    try {
      await type.update?.(
        id,
        { before, inputs, changed: (...names) => names.some((name) => changed.includes(name)) },
        call,
      );
      const read = await type.read(id, call, { ...before, ...inputs });
      if (read === undefined) throw new Error("it is not there any more");
      return this.#recorded(type, id, read, inputs, before);
    } catch (error) {
      throw new Error(describeError(`updating ${type.noun} (${id})`, error), { cause: error });
    }
  }

  delete(token: string, id: string, state: Values): Promise<void> {
    return this.#operations.run(() => this.#delete(token, id, state));
  }

  async #delete(token: string, id: string, state: Values): Promise<void> {
    const type = await loadResourceType(token);
    try {
      await type.delete(
        id,
        state,
        this.#call(state.region, () => {}),
      );
    } catch (error) {
      throw new Error(describeError(`deleting ${type.noun} (${id})`, error), { cause: error });
    }
  }

  async invoke(
    token: string,
    args: Values,
  ): Promise<{ result: Values; secrets: readonly string[] }> {
    const fn = await loadFunctionType(token);
    try {
      const { region, ...rest } = args;
      const result = (await fn.call(
        rest,
        this.#call(region, () => {}),
      )) as Values;
      return { result, secrets: fn.secrets ?? [] };
    } catch (error) {
      throw new Error(describeError(`reading ${fn.noun}`, error), { cause: error });
    }
  }

  #recorded(
    type: AnyResourceType,
    id: string,
    read: object,
    inputs: Values | undefined,
    prior: Values,
  ): Recorded {
    const { region, defaultTags } = this.#configuration;
    const state = recordedState(type, read as Values, inputs, prior, { region, defaultTags });
    const secrets = Object.entries(type.properties as Properties)
      .filter(([, property]) => property.secret === true)
      .map(([name]) => name);
    return { id, state: { id, ...state }, secrets };
  }

  #labelSimulated(type: AnyResourceType, urn: string, inputs: Values): void {
    for (const [property, { simulated, default: usual }] of Object.entries(
      type.properties as Properties,
    )) {
      const value = inputs[property];
      if (simulated === undefined || value === undefined || isEmpty(value) || value === usual)
        continue;
      this.#onSimulated({ urn, property, reason: simulated });
    }
  }

  #call(region: Value, created: (id: string) => void): Call {
    const { configuration, accountId } = this.#ready;
    const name = typeof region === "string" ? region : configuration.region;
    const partition = partitionOf(name);
    return {
      aws: this.#aws(name),
      region: name,
      accountId,
      partition,
      created,
      untilReleased: (call, ...codes) => this.#operations.untilReleased(call, ...codes),
    };
  }

  #aws(region: string): AwsClients {
    const made = this.#clients.get(region) ?? awsClients(this.#address, region);
    this.#clients.set(region, made);
    return made;
  }

  get #configuration(): Configuration {
    return this.#ready.configuration;
  }

  get #ready(): { configuration: Configuration; accountId: string } {
    if (this.#configured === undefined)
      throw new Error("the provider was used before it was configured");
    return this.#configured;
  }
}

/** Source: AWS General Reference, "Amazon Resource Names": partitions by region. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
