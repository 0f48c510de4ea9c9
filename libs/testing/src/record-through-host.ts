import { spawn } from "node:child_process";
import { createRequire } from "node:module";

import * as grpc from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import monitorService from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import monitor from "@pulumi/pulumi/proto/resource_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

import { awsState } from "./aws-answers.ts";
import { answer, referenceState, STACK_REFERENCE, type World } from "./world.ts";

/** One resource that the host registered. */
export interface HostSeen {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a project folder did when it was run as Pulumi's own Node host runs it. */
export interface HostRecording {
  /** 0 when the program succeeded. */
  readonly exitCode: number | null;
  /** As `record`: every resource but the stack and stack references. */
  readonly resources: readonly HostSeen[];
  /** Stack outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program logged and printed, its errors included. */
  readonly log: readonly string[];
}

type Inputs = Record<string, unknown>;
type Reply<T> = grpc.sendUnaryData<T>;
type Call<T> = grpc.ServerUnaryCall<T, unknown>;

/**
 * Runs the SDK's own `@pulumi/pulumi/cmd/run` on a project folder, in a process of its own, against a
 * resource monitor and an engine that only record. It proves that a layer is an ordinary Pulumi project.
 */
export async function recordThroughHost(folder: string, world: World): Promise<HostRecording> {
  const resources: HostSeen[] = [];
  const log: string[] = [];
  let outputs: Inputs = {};

  /** State of a new resource, as the in-process mocks make it. */
  function stateOf(type: string, name: string, inputs: Inputs): { id: string; state: Inputs } {
    if (type === "pulumi:pulumi:Stack") return { id: name, state: inputs };
    if (type === STACK_REFERENCE) return { id: name, state: referenceState(world, name) };
    resources.push({ type, name, inputs });
    return awsState(type, name, inputs);
  }

  const server = new grpc.Server();
  server.addService(monitorService.ResourceMonitorService as unknown as grpc.ServiceDefinition, {
    getDeploymentInfo: (_: unknown, reply: Reply<unknown>) => {
      const info = new monitor.DeploymentInfo();
      info.setSupportedfeaturesList([
        monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
        monitor.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
      ]);
      reply(null, info);
    },
    registerResource: (
      { request }: Call<monitor.RegisterResourceRequest>,
      reply: Reply<unknown>,
    ) => {
      const [type, name] = [request.getType(), request.getName()];
      const { id, state } = stateOf(type, name, plain(request.getObject()));
      const response = new monitor.RegisterResourceResponse();
      response.setUrn(urn(world, type, name));
      response.setId(request.getCustom() ? id : "");
      response.setObject(struct(state));
      reply(null, response);
    },
    readResource: ({ request }: Call<monitor.ReadResourceRequest>, reply: Reply<unknown>) => {
      const [type, name] = [request.getType(), request.getName()];
      const response = new monitor.ReadResourceResponse();
      response.setUrn(urn(world, type, name));
      response.setProperties(struct(stateOf(type, name, plain(request.getProperties())).state));
      reply(null, response);
    },
    registerResourceOutputs: (
      { request }: Call<monitor.RegisterResourceOutputsRequest>,
      reply: Reply<unknown>,
    ) => {
      if (request.getUrn().includes("pulumi:pulumi:Stack::")) outputs = plain(request.getOutputs());
      reply(null, new emptyProto.Empty());
    },
    invoke: ({ request }: Call<monitor.ResourceInvokeRequest>, reply: Reply<unknown>) => {
      const response = new monitor.ResourceInvokeResponse();
      const result = answer(world, request.getTok(), plain(request.getArgs()));
      response.setReturn(struct(result as Inputs));
      reply(null, response);
    },
    signalAndWaitForShutdown: empty,
  });
  server.addService(engineService.EngineService as unknown as grpc.ServiceDefinition, {
    log: ({ request }: Call<engine.LogRequest>, reply: Reply<unknown>) => {
      // The SDK reports each of its steps at debug level.
      if (request.getSeverity() > engine.LogSeverity.DEBUG) log.push(request.getMessage());
      reply(null, new emptyProto.Empty());
    },
    getRootResource: (_: unknown, reply: Reply<unknown>) =>
      reply(null, new engine.GetRootResourceResponse()),
    setRootResource: (_: unknown, reply: Reply<unknown>) =>
      reply(null, new engine.SetRootResourceResponse()),
  });
  const port = await listen(server);
  try {
    const exitCode = await runHost(folder, world, `127.0.0.1:${port}`, log);
    return { exitCode, resources, outputs, log };
  } finally {
    server.forceShutdown();
  }
}

function empty(_: unknown, reply: Reply<unknown>): void {
  reply(null, new emptyProto.Empty());
}

function plain(message: structProto.Struct | undefined): Inputs {
  return (message?.toJavaScript() ?? {}) as Inputs;
}

function struct(value: Inputs): structProto.Struct {
  return structProto.Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}

function urn({ project, stack = "local" }: World, type: string, name: string): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

/** The arguments and variables with which Pulumi's language host starts a program. */
function runHost(
  folder: string,
  { project, stack = "local", settings }: World,
  address: string,
  log: string[],
): Promise<number | null> {
  const command = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run");
  const config =
    settings === undefined ? {} : { [`${project}:settings`]: JSON.stringify(settings) };
  const host = spawn(
    process.execPath,
    [
      command,
      ...["--monitor", address, "--engine", address, "--organization", "organization"],
      ...["--project", project, "--stack", stack, "--root-directory", folder, "--pwd", folder],
      ...["--parallel", "16", "."],
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        // eslint-disable-next-line no-restricted-properties -- of the host that is started, not of a layer
        ...process.env,
        NODE_OPTIONS: "",
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: "[]",
        PULUMI_NODEJS_TYPESCRIPT: "false",
      },
    },
  );
  for (const stream of [host.stdout, host.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => log.push(text));
  }
  return new Promise((resolve, reject) => {
    host.on("error", reject).on("close", resolve);
  });
}
