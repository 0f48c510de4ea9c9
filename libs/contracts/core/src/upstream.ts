import { AsyncLocalStorage } from "node:async_hooks";

/** Outputs of another layer, as a run knows them before a program reads any. */
export interface UpstreamOutputs {
  /**
   * `planned`: they exist in this plan only, and are used instead of the state. `deployed`: what stood in the
   * producer's state just before; values still come through the stack reference, but a promise that they break stops
   * the program where it accesses the key.
   */
  readonly kind: "planned" | "deployed";
  /** JSON values by key; `pulumi.unknown`, also inside a value, for what is known only after the deployment. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Keys whose value is secret; the value itself is not among `outputs`. */
  readonly secrets?: readonly string[];
}

/** What is known of a layer in an environment. `undefined`: nothing, so its state is read and checked as it arrives. */
export type Upstream = (layer: string, environment: string) => UpstreamOutputs | undefined;

// Per call and not per process: layers may run side by side.
const upstreams = new AsyncLocalStorage<Upstream>();

/** Runs a program whose contracts consult `upstream` before they read any state. */
export function withUpstream<T>(upstream: Upstream, program: () => T): T {
  return upstreams.run(upstream, program);
}

/** What is known of a layer, if this program was started with an upstream that knows it. */
export function upstreamOutputs(layer: string, environment: string): UpstreamOutputs | undefined {
  return upstreams.getStore()?.(layer, environment);
}
