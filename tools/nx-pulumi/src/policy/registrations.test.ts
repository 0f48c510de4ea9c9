import monitorService from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceProto from "@pulumi/pulumi/proto/resource_pb.js";

import { Registrations } from "./registrations.ts";

/** The SDK's client, up to where a request would leave for the engine, which calls each resource by its name. */
const { prototype: client } = (
  monitorService as unknown as { ResourceMonitorClient: { prototype: Client } }
).ResourceMonitorClient;

interface Client {
  registerResource(
    request: resourceProto.RegisterResourceRequest,
    answer: (error: unknown, response: resourceProto.RegisterResourceResponse) => void,
  ): void;
}

/** Registers resources, each with what its inputs are made of, and tells that of the last one. */
function ofLast(...program: readonly (readonly [string, Readonly<Record<string, string[]>>])[]) {
  client.registerResource = (request, answer) => {
    const response = new resourceProto.RegisterResourceResponse();
    response.setUrn(request.getName());
    answer(null, response);
  };
  const registrations = new Registrations();
  for (const [name, inputs] of program) {
    const request = new resourceProto.RegisterResourceRequest();
    request.setName(name);
    for (const [input, urns] of Object.entries(inputs)) {
      const madeOf = new resourceProto.RegisterResourceRequest.PropertyDependencies();
      madeOf.setUrnsList(urns);
      request.getPropertydependenciesMap().set(input, madeOf);
    }
    client.registerResource(request, () => undefined);
  }
  const last = registrations.all.at(-1);
  return last && registrations.propertyDependencies(last);
}

it("tells what each input was made of", () => {
  expect(
    ofLast(["data", {}], ["logs", {}], ["logging", { bucket: ["data"], targetBucket: ["logs"] }]),
  ).toEqual({ bucket: ["data"], targetBucket: ["logs"] });
});

it("tells also what an input was made of that another resource passes on under the same name", () => {
  expect(
    ofLast(
      ["data", {}],
      ["key", {}],
      ["block", { bucket: ["data"] }],
      ["policy", { bucket: ["block"], policy: ["key"] }],
      ["logging", { bucket: ["policy"] }],
    ),
  ).toEqual({ bucket: ["policy", "block", "data"] });
});
