import type * as grpc from "@grpc/grpc-js";
import langproto from "@pulumi/pulumi/proto/language_pb.js";
import langrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import plugproto from "@pulumi/pulumi/proto/plugin_pb.js";
import { serveGrpc } from "@strata/sandbox/grpc-server";

import type { LanguageServer } from "./program.ts";

type Call = grpc.ServerUnaryCall<unknown, unknown>;
type Answer = grpc.sendUnaryData<unknown>;

/**
 * Serves a program to the engine, for `--client=<address>`. It listens at once: the engine needs half a second before
 * it asks for the program, in which the program can load.
 */
export async function serveProgram(loading: Promise<LanguageServer>) {
  return serveGrpc(langrpc.LanguageRuntimeService, {
    getRequiredPlugins: (_call: Call, answer: Answer) => {
      answer(null, new langproto.GetRequiredPluginsResponse());
    },
    getPluginInfo: (_call: Call, answer: Answer) => {
      const info = new plugproto.PluginInfo();
      info.setVersion("1.0.0");
      answer(null, info);
    },
    run: (call: Call, answer: Answer) => {
      // Without a program there is no answer: whoever loads it ends the engine and says why.
      loading.then((server) => server.run(call, answer)).catch(() => {});
    },
  });
}
