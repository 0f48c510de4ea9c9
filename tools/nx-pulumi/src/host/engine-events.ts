import type * as grpc from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import events from "@pulumi/pulumi/proto/events_grpc_pb.js";
import type { EventRequest } from "@pulumi/pulumi/proto/events_pb.js";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { serveGrpc } from "@strata/sandbox/grpc-server";

/**
 * Receives the engine's event stream. `address` is the value of `--event-log`; `ended` resolves
 * when all has arrived.
 */
export async function receiveEvents(onEvent: (event: EngineEvent) => void) {
  let finish = (): void => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const streamEvents: grpc.handleClientStreamingCall<EventRequest, unknown> = (call, callback) => {
    call.on("data", (request: EventRequest) => onEvent(JSON.parse(request.getEvent())));
    call.on("end", () => {
      finish();
      callback(null, new emptyProto.Empty());
    });
    call.on("error", finish);
  };
  const server = await serveGrpc(events.EventsService, { streamEvents });
  return { address: `tcp://127.0.0.1:${server.port}`, ended, close: server.close };
}
