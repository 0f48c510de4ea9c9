import monitorService from "@pulumi/pulumi/proto/resource_grpc_pb.js";

type Callback<T> = (error: unknown, response: T) => void;
type Method<Q, A> = (request: Q, ...rest: unknown[]) => A;

/**
 * Lets a method of the SDK's client of the engine tell its requests, of every program of this process.
 *
 * @param note told each request before it is sent; what it returns is told the answer, when that is good
 */
export function watchMonitor<Q, A>(
  name: string,
  note: (request: Q) => (response: A) => void,
): void {
  const client = (
    monitorService as unknown as { ResourceMonitorClient: { prototype: Record<string, unknown> } }
  ).ResourceMonitorClient.prototype;
  const original = client[name] as Method<Q, unknown>;
  client[name] = function (this: unknown, request: Q, ...rest: unknown[]): unknown {
    const onAnswer = note(request);
    const callback = rest.at(-1) as Callback<A>;
    const noted: Callback<A> = (error, response) => {
      if (error === null || error === undefined) onAnswer(response);
      callback(error, response);
    };
    return original.call(this, request, ...rest.slice(0, -1), noted);
  };
}
