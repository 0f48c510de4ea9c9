import { LayerProcess } from "./layer-process.ts";
import type { RunOperation } from "../operation.ts";

export interface PoolOptions {
  readonly operation: RunOperation;
  /** Absolute folder of the workspace. */
  readonly root: string;
  /** Variables of the processes. */
  readonly env: NodeJS.ProcessEnv;
  /** Most processes at a time. */
  readonly concurrency: number;
  /** Absolute folder of a layer. */
  readonly folderOf: (layer: string) => string;
  readonly onOutput: (layer: string, line: string) => void;
}

/** The processes of the layers of a run, never more than allowed, whatever the number of layers. */
export class ProcessPool {
  readonly #options: PoolOptions;
  readonly #processes = new Map<string, LayerProcess>();
  readonly #busy = new Set<string>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** The layer's process for its work, making room for it among those that only wait. */
  take(layer: string): LayerProcess {
    const process = this.find(layer);
    this.#busy.add(layer);
    return process;
  }

  /** The layer's process, which is kept for its work. */
  find(layer: string): LayerProcess {
    const known = this.#processes.get(layer);
    if (known !== undefined) return known;
    if (this.#processes.size >= this.#options.concurrency) {
      const idle = [...this.#processes].findLast(([other]) => !this.#busy.has(other));
      if (idle !== undefined) {
        this.#processes.delete(idle[0]);
        void idle[1].end();
      }
    }
    return this.#add(layer);
  }

  /** Lets layers load while others work, as many as are allowed at once; the first ones of the list first. */
  warmUp(layers: readonly string[], waits: (layer: string) => boolean): void {
    for (const layer of layers) {
      if (this.#processes.size >= this.#options.concurrency) return;
      if (this.#processes.has(layer)) continue;
      const process = this.#add(layer);
      if (waits(layer)) process.preload();
    }
  }

  /** A process for something else than the operation of the run; the caller ends it. */
  startFor(layer: string, operation: RunOperation): LayerProcess {
    const { root, env, folderOf, onOutput } = this.#options;
    const onLine = (line: string) => onOutput(layer, line);
    return new LayerProcess(operation, folderOf(layer), root, env, onLine);
  }

  /** Ends the layer's process, if it has one. */
  async end(layer: string): Promise<void> {
    const process = this.#processes.get(layer);
    this.#processes.delete(layer);
    this.#busy.delete(layer);
    await process?.end();
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#processes.keys()].map((layer) => this.end(layer)));
  }

  /** Asks all to finish what they have started. */
  stopAll(): void {
    for (const process of this.#processes.values()) process.stop();
  }

  #add(layer: string): LayerProcess {
    const process = this.startFor(layer, this.#options.operation);
    this.#processes.set(layer, process);
    return process;
  }
}
