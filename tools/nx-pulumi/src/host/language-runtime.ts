import type * as grpc from "@grpc/grpc-js";
import langproto, { type RunRequest } from "@pulumi/pulumi/proto/language_pb.js";
import langrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import plugproto from "@pulumi/pulumi/proto/plugin_pb.js";
import { serveGrpc } from "@strata/sandbox/grpc-server";

import type { LanguageServer } from "./program.ts";

type Call = grpc.ServerUnaryCall<unknown, unknown>;
type RunCall = grpc.ServerUnaryCall<RunRequest, unknown>;
type Answer = grpc.sendUnaryData<unknown>;

/** Whether an update may begin; asked when its plan is complete. @returns why not, or undefined. */
export type Approval = () => Promise<string | undefined>;

/**
 * Serves a program to the engine, for `--client=<address>`. It listens at once: the engine needs half a second before
 * it asks for the program, in which the program can load.
 *
 * @param approve asked before the program is run for anything but a plan
 */
export async function serveProgram(loading: Promise<LanguageServer>, approve: Approval) {
  return serveGrpc(langrpc.LanguageRuntimeService, {
    getRequiredPlugins: (_call: Call, answer: Answer) => {
      answer(null, new langproto.GetRequiredPluginsResponse());
    },
    getPluginInfo: (_call: Call, answer: Answer) => {
      const info = new plugproto.PluginInfo();
      info.setVersion("1.0.0");
      answer(null, info);
    },
    run: (call: RunCall, answer: Answer) => {
      const run = async () => {
        const server = await loading;
        const refusal = call.request.getDryrun() ? undefined : await approve();
        if (refusal === undefined) return server.run(call, answer);
        const response = new langproto.RunResponse();
        response.setError(refusal);
        // What was refused has been said; the engine need not say it again.
        response.setBail(true);
        answer(null, response);
      };
      // Without a program there is no answer: whoever loads it ends the engine and says why.
      run().catch(() => {});
    },
  });
}
