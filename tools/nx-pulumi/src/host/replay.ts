import type * as grpc from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import langproto from "@pulumi/pulumi/proto/language_pb.js";
import monitorService from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import monitor from "@pulumi/pulumi/proto/resource_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { serveGrpc } from "@strata/sandbox/grpc-server";

import { invokeKey } from "./goal-recorder.ts";
import type { ReplayRequest } from "./message.ts";
import type { LanguageServer } from "./program.ts";

type Call<T> = grpc.ServerUnaryCall<T, unknown>;
type Reply = grpc.sendUnaryData<unknown>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Runs a program without an engine: every resource that it asks for is the one that is deployed, and a provider's
 * function answers as it did. What it asks for is noted by the recorder, as in any run.
 *
 * @throws Error when the program fails, or asks for something that was not there
 */
export async function replay(server: LanguageServer, request: ReplayRequest): Promise<void> {
  const answersOf = { ...monitorOf(request) };
  const monitors = await serveGrpc(monitorService.ResourceMonitorService, answersOf);
  const engines = await serveGrpc(engineService.EngineService, ENGINE);
  try {
    await run(server, request, `127.0.0.1:${monitors.port}`, `127.0.0.1:${engines.port}`);
  } finally {
    monitors.close();
    engines.close();
  }
}

/** The language server answers twice when a program fails; the first answer counts. */
function run(
  server: LanguageServer,
  { layer, environment, config }: ReplayRequest,
  monitorAddress: string,
  engineAddress: string,
): Promise<void> {
  const call = new langproto.RunRequest();
  call.setProject(layer);
  call.setStack(environment);
  call.setOrganization("organization");
  call.setParallel(16);
  call.setDryrun(false);
  call.setMonitorAddress(monitorAddress);
  call.setArgsList([engineAddress]);
  for (const [key, value] of Object.entries(config)) call.getConfigMap().set(key, value);
  return new Promise((resolve, reject) => {
    const answer = (error: Error | undefined, response?: { getError(): string }) => {
      const problem = response?.getError() ?? "";
      if (error !== undefined && error !== null) reject(error);
      else if (problem !== "") reject(new Error(problem));
      else resolve();
    };
    Promise.resolve(server.run({ request: call }, answer)).catch(reject);
  });
}

function monitorOf({ layer, environment, resources, goal: { answers, features } }: ReplayRequest) {
  return {
    getDeploymentInfo: (_: unknown, reply: Reply) => {
      const info = new monitor.DeploymentInfo();
      // As the engine does: what the program may ask for shapes what it asks for.
      info.setSupportedfeaturesList([...features]);
      reply(null, info);
    },
    registerResource: ({ request }: Call<monitor.RegisterResourceRequest>, reply: Reply) => {
      const urn = urnOf(layer, environment, request);
      const found = resources[urn];
      if (found === undefined) return reply(new Error(`${urn} is not deployed`));
      const response = new monitor.RegisterResourceResponse();
      response.setUrn(urn);
      if (request.getCustom()) {
        response.setId(found.id);
        response.setObject(struct(found.outputs));
      }
      reply(null, response);
    },
    registerResourceOutputs: (_: unknown, reply: Reply) => reply(null, new emptyProto.Empty()),
    readResource: (_: unknown, reply: Reply) => reply(new Error("is read from the cloud")),
    invoke: ({ request }: Call<monitor.ResourceInvokeRequest>, reply: Reply) => {
      const answer = answers[invokeKey(request)];
      if (answer === undefined) return reply(new Error(`${request.getTok()} was not asked before`));
      const response = new monitor.ResourceInvokeResponse();
      response.setReturn(struct(answer as Values));
      reply(null, response);
    },
    signalAndWaitForShutdown: (_: unknown, reply: Reply) => reply(null, new emptyProto.Empty()),
  };
}

/** What is logged here is of no run; if it matters, the engine will hear it again. */
const ENGINE = {
  log: (_: unknown, reply: Reply) => reply(null, new emptyProto.Empty()),
  getRootResource: (_: unknown, reply: Reply) => reply(null, new engine.GetRootResourceResponse()),
  setRootResource: (_: unknown, reply: Reply) => reply(null, new engine.SetRootResourceResponse()),
};

const STACK = "pulumi:pulumi:Stack";

/** As the engine makes it: the types of the parents, without the stack's, are part of it. */
function urnOf(layer: string, environment: string, request: monitor.RegisterResourceRequest) {
  const parents = request.getParent().split("::")[2] ?? "";
  const own = request.getType();
  const types = parents === "" || parents === STACK ? own : `${parents}$${own}`;
  return `urn:pulumi:${environment}::${layer}::${types}::${request.getName()}`;
}

function struct(value: Values): structProto.Struct {
  return structProto.Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
