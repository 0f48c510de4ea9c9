import type {
  DeploymentInfo,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";

import { digestOf, digestOfValue } from "../gate/digest.ts";
import { watchMonitor } from "./monitor-client.ts";

/** What a program asked for when it ran. */
export interface Goal {
  /** Digest of every resource with all its inputs and options, and of all outputs. */
  readonly digest: string;
  /** What the provider's functions answered, by `invokeKey`. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What the engine can do, as it told: that shapes what a program asks for. */
  readonly features: readonly number[];
}

/** Key of Pulumi's special objects, and the value of it that marks a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Stands for a secret, which is kept nowhere. A program that makes anything of it asks for something else. */
const WITHHELD = { [SIGNATURE]: SECRET, value: "withheld" };

/** Fields of a request that say where it stands in the source or what it waits for: no preview shows them. */
const WITHOUT_EFFECT = [
  "sourceposition",
  "stacktrace",
  "parentstacktracehandle",
  "dependenciesList",
  "propertydependenciesMap",
  "object",
];

/** Notes what the programs of this process ask an engine for; one program runs at a time. */
export class GoalRecorder {
  #resources = new Map<string, string>();
  #answers = new Map<string, unknown>();
  #features: readonly number[] = [];

  constructor() {
    watchMonitor<RegisterResourceRequest, RegisterResourceResponse>(
      "registerResource",
      (request) => (response) => {
        const plain = Object.entries(request.toObject() as unknown as Record<string, unknown>);
        const rest = Object.fromEntries(plain.filter(([key]) => !WITHOUT_EFFECT.includes(key)));
        const inputs = request.getObject()?.toJavaScript() ?? {};
        this.#resources.set(response.getUrn(), digestOfValue({ rest, inputs }));
      },
    );
    watchMonitor<unknown, DeploymentInfo>("getDeploymentInfo", () => (response) => {
      this.#features = response.getSupportedfeaturesList();
    });
    watchMonitor<RegisterResourceOutputsRequest, unknown>(
      "registerResourceOutputs",
      (request) => () => {
        const outputs = request.getOutputs()?.toJavaScript() ?? {};
        this.#resources.set(`outputs of ${request.getUrn()}`, digestOfValue(outputs));
      },
    );
    watchMonitor<ResourceInvokeRequest, ResourceInvokeResponse>(
      "invoke",
      (request) => (response) => {
        if (response.getFailuresList().length > 0) return;
        this.#answers.set(invokeKey(request), withoutSecrets(response.getReturn()?.toJavaScript()));
      },
    );
  }

  /** A program begins. */
  clear(): void {
    this.#resources = new Map();
    this.#answers = new Map();
  }

  /** What the program that ran last asked for. */
  get goal(): Goal {
    const lines = [...this.#resources].map(([urn, digest]) => `${urn} ${digest}`);
    const answers = Object.fromEntries(this.#answers);
    return { digest: digestOf(lines.sort().join("\n")), answers, features: this.#features };
  }
}

/** Names a call of a provider's function: which, with which arguments. */
export function invokeKey(request: ResourceInvokeRequest): string {
  return `${request.getTok()} ${digestOfValue(request.getArgs()?.toJavaScript() ?? {})}`;
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET) return WITHHELD;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]),
  );
}
