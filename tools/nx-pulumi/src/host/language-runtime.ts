import langrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import * as automation from "@pulumi/pulumi/automation/server.js";

import { serveGrpc } from "./grpc-server.ts";

type Program = () => Promise<Record<string, unknown>>;

/**
 * The automation API's own language runtime for inline programs. Its declaration is stripped from
 * the package as internal:
 * `Stack.up` would start it too, but with three more runs of the pulumi binary around each operation.
 */
interface LanguageServer {
  getRequiredPlugins(...args: unknown[]): void;
  getPluginInfo(...args: unknown[]): void;
  run(...args: unknown[]): unknown;
}
const { LanguageServer } = automation as unknown as {
  LanguageServer: new (program: Program) => LanguageServer;
};

/** Serves a program to the engine, for `--client=<address>`. */
export async function serveProgram(program: Program) {
  const server = new LanguageServer(program);
  // grpc-js takes methods from a plain object; the SDK's server is a class instance.
  return serveGrpc(langrpc.LanguageRuntimeService, {
    getRequiredPlugins: server.getRequiredPlugins.bind(server),
    getPluginInfo: server.getPluginInfo.bind(server),
    run: server.run.bind(server),
  });
}
