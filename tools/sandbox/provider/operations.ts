import { setTimeout as wait } from "node:timers/promises";

import { hasCode } from "./api-error.ts";

/** After so long without another operation nothing lets go: the engine starts the next within milliseconds. */
const QUIET_MS = 1_000;

/** Never longer, whatever else goes on. The official provider gives AWS 2 to 20 minutes. */
const LIMIT_MS = 60_000;

const PAUSE_MS = 50;

/** The operations of one layer that are under way, so that one can wait for what another lets go of. */
export class Operations {
  readonly #quietMs: number;
  /** Those that do something, without those that wait. */
  #moving = 0;
  #lastEnd = 0;

  constructor({ quietMs = QUIET_MS }: { readonly quietMs?: number } = {}) {
    this.#quietMs = quietMs;
  }

  async run<T>(operation: () => Promise<T>): Promise<T> {
    this.#moving++;
    try {
      return await operation();
    } finally {
      this.#moving--;
      this.#lastEnd = performance.now();
    }
  }

  /**
   * Repeats a call that the API refuses with one of these codes, because something uses the resource: another operation
   * may be about to end that. Only for operations inside `run`.
   *
   * The official provider repeats for minutes, because AWS lets go late. The emulator lets go at once, so it is enough
   * to wait until nothing moves any more.
   *
   * @throws the refusal, where nothing lets go
   */
  async untilReleased<T>(call: () => Promise<T>, ...codes: readonly string[]): Promise<T> {
    const started = performance.now();
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!hasCode(error, ...codes) || this.#isQuietSince(started)) throw error;
      }
      this.#moving--;
      try {
        await wait(PAUSE_MS);
      } finally {
        this.#moving++;
      }
    }
  }

  #isQuietSince(started: number): boolean {
    const now = performance.now();
    if (now - started >= LIMIT_MS) return true;
    const othersMove = this.#moving > 1;
    return !othersMove && now - Math.max(started, this.#lastEnd) >= this.#quietMs;
  }
}
