import type {
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";

import { watchMonitor } from "../host/monitor-client.ts";

/** What a program said when it registered a resource, and what it was answered. */
export interface Registration {
  readonly request: RegisterResourceRequest;
  /** Absent until the engine has answered. */
  response?: RegisterResourceResponse;
}

/** What the programs of this process register; one program runs at a time. */
export class Registrations {
  #all: Registration[] = [];

  constructor() {
    watchMonitor<RegisterResourceRequest, RegisterResourceResponse>(
      "registerResource",
      (request) => {
        const one: Registration = { request };
        this.#all.push(one);
        return (response) => {
          one.response = response;
        };
      },
    );
  }

  /** A program begins. */
  clear(): void {
    this.#all = [];
  }

  /** In the order in which they were registered. */
  get all(): readonly Registration[] {
    return this.#all;
  }

  /** The resource of that type and name; where several have them, the one with that parent. */
  find(type: string, name: string, parent: string): Registration | undefined {
    const named = this.#all.filter(
      ({ request }) => request.getType() === type && request.getName() === name,
    );
    return named.find(({ request }) => request.getParent() === parent) ?? named[0];
  }

  /**
   * URNs of the resources that each input was made of. One that has an input of the same name may only pass that on,
   * as a bucket's policy does with the name of the bucket: what that was made of counts too.
   */
  propertyDependencies({ request }: Registration): Readonly<Record<string, readonly string[]>> {
    const inputs = [...request.getPropertydependenciesMap().keys()];
    return Object.fromEntries(inputs.map((input) => [input, this.#origins(request, input)]));
  }

  #origins(request: RegisterResourceRequest, input: string): readonly string[] {
    const origins = new Set(madeOf(request, input));
    // What is added is looked at as well.
    for (const urn of origins) {
      const origin = this.#all.find(({ response }) => response?.getUrn() === urn);
      if (origin !== undefined) madeOf(origin.request, input).forEach((one) => origins.add(one));
    }
    return [...origins];
  }
}

function madeOf(request: RegisterResourceRequest, input: string): readonly string[] {
  return request.getPropertydependenciesMap().get(input)?.getUrnsList() ?? [];
}
