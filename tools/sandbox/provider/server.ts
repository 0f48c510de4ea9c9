import * as grpc from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import anyProto from "google-protobuf/google/protobuf/any_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";

import { requireLoopback } from "../lifecycle/account.ts";
import type { AwsAddress } from "./aws-clients.ts";
import { serveGrpc, type GrpcServer } from "./grpc-server.ts";
import type { ProposedName } from "./autoname.ts";
import type { Diff, Difference } from "./diff.ts";
import { PartlyCreated, SandboxProvider, type Recorded, type Simulated } from "./provider.ts";
import { decode, encode, type Decoded, type Values } from "./value.ts";

export interface ProviderOptions extends AwsAddress {
  /** Called for each property that is kept in state only because the emulator cannot hold it. */
  readonly onSimulated?: (simulated: Simulated) => void;
}

/** Its port is for `PULUMI_DEBUG_PROVIDERS=aws:<port>`. */
export type ProviderServer = GrpcServer;

/** The version that the programs were written for; the engine only warns when it differs. */
const PROVIDER_VERSION = "7.48.0";

/** Serves a sandbox provider on Pulumi's provider protocol, for one layer in one run. */
export async function serveProvider(options: ProviderOptions): Promise<ProviderServer> {
  requireLoopback(options.endpoint);
  const provider = new SandboxProvider(options, options.onSimulated);
  return serveGrpc(service.ResourceProviderService, methods(provider));
}

function methods(provider: SandboxProvider): grpc.UntypedServiceImplementation {
  return {
    handshake: unary(async () => {
      const response = new proto.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(false);
      response.setAcceptOutputs(false);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary(async () => new emptyProto.Empty()),
    // The engine cancels at the end of every operation; a preview and an update share this server.
    cancel: unary(async () => new emptyProto.Empty()),
    getPluginInfo: unary(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(PROVIDER_VERSION);
      return info;
    }),
    checkConfig: unary(async (request: InstanceType<typeof proto.CheckRequest>) => {
      const response = new proto.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(async (request: InstanceType<typeof proto.DiffRequest>) => {
      return toDiffResponse(configDiff(plain(request.getOldInputs()), plain(request.getNews())));
    }),
    configure: unary(async (request: InstanceType<typeof proto.ConfigureRequest>) => {
      await provider.configure(plain(request.getArgs()).values);
      const response = new proto.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setAcceptresources(false);
      response.setAcceptoutputs(false);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: unary(async (request: InstanceType<typeof proto.CheckRequest>) => {
      const news = plain(request.getNews());
      const { inputs, failures } = await provider.check(
        request.getType(),
        request.getName(),
        plain(request.getOlds()).values,
        news.values,
        request.getRandomseed_asU8(),
        proposedName(request),
      );
      const response = new proto.CheckResponse();
      response.setInputs(struct(inputs, news.secrets));
      response.setFailuresList(
        failures.map(({ property, reason }) => {
          const failure = new proto.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: unary(async (request: InstanceType<typeof proto.DiffRequest>) => {
      const result = await provider.diff(
        request.getType(),
        plain(request.getOlds()).values,
        plain(request.getOldInputs()).values,
        plain(request.getNews()).values,
      );
      const ignored = new Set(request.getIgnorechangesList());
      return toDiffResponse(withoutIgnored(result, ignored));
    }),
    create: unary(async (request: InstanceType<typeof proto.CreateRequest>) => {
      const { values, secrets } = plain(request.getProperties());
      const response = new proto.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(
          struct(await provider.planCreate(request.getType(), values), secrets),
        );
        return response;
      }
      const made = await provider.create(request.getType(), request.getUrn(), values);
      response.setId(made.id);
      response.setProperties(recordedStruct(made, secrets));
      return response;
    }),
    read: unary(async (request: InstanceType<typeof proto.ReadRequest>) => {
      const state = plain(request.getProperties());
      const inputs = request.hasInputs() ? plain(request.getInputs()) : undefined;
      const response = new proto.ReadResponse();
      const found = await provider.read(
        request.getType(),
        request.getId(),
        request.hasProperties() ? state.values : undefined,
        inputs?.values,
      );
      // An empty id is how a provider says that the resource is gone.
      if (found === undefined) return response;
      const secrets = new Set([...state.secrets, ...(inputs?.secrets ?? [])]);
      response.setId(found.id);
      response.setProperties(recordedStruct(found, secrets));
      response.setInputs(struct(found.inputs, [...secrets, ...found.secrets]));
      return response;
    }),
    update: unary(async (request: InstanceType<typeof proto.UpdateRequest>) => {
      const type = request.getType();
      const before = plain(request.getOlds()).values;
      const oldInputs = plain(request.getOldInputs()).values;
      const news = plain(request.getNews());
      const response = new proto.UpdateResponse();
      if (request.getPreview()) {
        const planned = await provider.planUpdate(type, before, oldInputs, news.values);
        response.setProperties(struct(planned, news.secrets));
        return response;
      }
      const id = request.getId();
      const updated = await provider.update(
        type,
        request.getUrn(),
        id,
        before,
        oldInputs,
        news.values,
      );
      response.setProperties(recordedStruct(updated, news.secrets));
      return response;
    }),
    delete: unary(async (request: InstanceType<typeof proto.DeleteRequest>) => {
      const { values } = plain(request.getProperties());
      await provider.delete(request.getType(), request.getId(), values);
      return new emptyProto.Empty();
    }),
    invoke: unary(async (request: InstanceType<typeof proto.InvokeRequest>) => {
      const args = plain(request.getArgs());
      const { result, secrets } = await provider.invoke(request.getTok(), args.values);
      const response = new proto.InvokeResponse();
      response.setReturn(struct(result, secrets));
      return response;
    }),
  };
}

/** The official provider replaces its own resource, and everything under it, when the region changes. */
function configDiff(before: Decoded, after: Decoded): Diff {
  const moved = before.values.region !== after.values.region;
  const region: Difference = { path: "region", kind: "update", replaces: true };
  return {
    differences: moved ? [region] : [],
    changed: moved ? ["region"] : [],
    replaces: moved ? ["region"] : [],
    deleteBeforeReplace: false,
  };
}

function withoutIgnored(result: Diff, ignored: ReadonlySet<string>): Diff {
  const keep = (name: string) => !ignored.has(name);
  return {
    ...result,
    differences: result.differences.filter(({ path }) => keep(path) && keep(topOf(path))),
    changed: result.changed.filter(keep),
    replaces: result.replaces.filter(keep),
  };
}

function topOf(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

function toDiffResponse(result: Diff): InstanceType<typeof proto.DiffResponse> {
  const { DiffChanges } = proto.DiffResponse;
  const { Kind } = proto.PropertyDiff;
  const response = new proto.DiffResponse();
  response.setChanges(result.changed.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setDiffsList([...result.changed]);
  response.setReplacesList([...result.replaces]);
  response.setDeletebeforereplace(result.deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const { path, kind, replaces } of result.differences) {
    const difference = new proto.PropertyDiff();
    const kinds = {
      add: replaces ? Kind.ADD_REPLACE : Kind.ADD,
      delete: replaces ? Kind.DELETE_REPLACE : Kind.DELETE,
      update: replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE,
    };
    difference.setKind(kinds[kind]);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}

function proposedName(request: InstanceType<typeof proto.CheckRequest>): ProposedName | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { name: options.getProposedName(), mode: modes[options.getMode()] ?? "propose" };
}

function plain(message: InstanceType<typeof structProto.Struct> | undefined): Decoded {
  return decode(message?.toJavaScript());
}

function struct(
  values: Values,
  secrets: Iterable<string>,
): InstanceType<typeof structProto.Struct> {
  return structProto.Struct.fromJavaScript(
    encode(values, secrets) as Record<string, JavaScriptValue>,
  );
}

function recordedStruct({ state, secrets }: Recorded, more: Iterable<string>) {
  return struct(state, [...secrets, ...more]);
}

/** One method: a rejected promise becomes the gRPC status that the engine expects. */
function unary<Request, Response extends Message>(
  handle: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

function toStatus(error: unknown): grpc.ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof PartlyCreated) {
    const detail = new proto.ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(struct(error.state, []));
    detail.setReasonsList([message]);
    const any = new anyProto.Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const details = new status.Status();
    details.setCode(grpc.status.UNKNOWN);
    details.setMessage(message);
    details.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  }
  return Object.assign(new Error(message), {
    code: grpc.status.UNKNOWN,
    details: message,
    metadata,
  });
}
