import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Planned outputs of a layer, by key: plain values, Outputs, or `pulumi.unknown` for what is known only
 * after the deployment. `undefined`: nothing is planned, so the deployed state counts.
 */
export type Upstream = (
  layer: string,
  environment: string,
) => Readonly<Record<string, unknown>> | undefined;

// Per call and not per process: layers may run side by side.
const upstreams = new AsyncLocalStorage<Upstream>();

/** Runs a program whose contracts consult `upstream` before they read any state. */
export function withUpstream<T>(upstream: Upstream, program: () => T): T {
  return upstreams.run(upstream, program);
}

/** What is planned for a layer, if this program was started with an upstream that knows it. */
export function plannedOutputs(
  layer: string,
  environment: string,
): Readonly<Record<string, unknown>> | undefined {
  return upstreams.getStore()?.(layer, environment);
}
