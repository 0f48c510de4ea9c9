import * as grpc from "@grpc/grpc-js";

/** The engine sends whole states: 400 MB, its own limit for one message. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

export interface GrpcServer {
  /** On the loopback interface. */
  readonly port: number;
  /** Stops listening and ends open calls. */
  close(): void;
}

/** Serves one gRPC service on a free loopback port. */
export async function serveGrpc(
  definition: grpc.ServiceDefinition,
  implementation: grpc.UntypedServiceImplementation,
): Promise<GrpcServer> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(definition, implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, close: () => server.forceShutdown() };
}
