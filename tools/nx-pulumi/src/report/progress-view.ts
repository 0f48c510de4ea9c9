import { styleText } from "node:util";

import { createLogUpdate } from "log-update";

import type { StepOp } from "../host/message.ts";

/** What a run shows while it runs. */
export interface ProgressView {
  /** A layer begins. */
  begin(layer: string, doing: string): void;
  /** A resource of it begins or ends a step. */
  step(
    layer: string,
    step: { readonly op: StepOp; readonly name: string; readonly phase: string },
  ): void;
  /** A layer ended. */
  end(layer: string, summary: string, good: boolean): void;
  /** A line that stays: a diagnostic, something the program printed. */
  line(text: string): void;
  /** No more progress; what was drawn for it goes away. */
  close(): void;
}

/** Seconds between two lines about a layer that is still at work, where lines cannot be redrawn. */
const QUIET_SECONDS = 15;

/**
 * The view for where the output goes: one updating line a layer in a terminal, plain lines elsewhere.
 *
 * Nx runs layers in a process whose standard output is a pipe, also in a terminal; the plugin's
 * hook, which runs in Nx
 * itself, leaves the width in `STRATA_TERMINAL_COLUMNS`.
 */
export function progressView(
  write: (text: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): ProgressView {
  const columns = Number(env.STRATA_TERMINAL_COLUMNS ?? 0);
  return columns > 0 ? new UpdatingView(write, columns) : new PlainView(write);
}

interface Work {
  readonly doing: string;
  readonly since: number;
  done: number;
  readonly current: Set<string>;
}

class UpdatingView implements ProgressView {
  readonly #write: (text: string) => void;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #columns: number;
  readonly #work = new Map<string, Work>();
  readonly #timer: NodeJS.Timeout;

  constructor(write: (text: string) => void, columns: number) {
    this.#write = write;
    this.#columns = columns;
    const stream = { write: (text: string) => write(text), columns, isTTY: true };
    this.#draw = createLogUpdate(stream as unknown as NodeJS.WriteStream, { showCursor: true });
    this.#timer = setInterval(() => this.#redraw(), 250).unref();
  }

  begin(layer: string, doing: string): void {
    this.#work.set(layer, { doing, since: Date.now(), done: 0, current: new Set() });
    this.#redraw();
  }

  step(layer: string, { name, phase }: { name: string; phase: string }): void {
    const work = this.#work.get(layer);
    if (work === undefined) return;
    if (phase === "start") work.current.add(name);
    else if (work.current.delete(name)) work.done += 1;
    this.#redraw();
  }

  end(layer: string, summary: string, good: boolean): void {
    this.#work.delete(layer);
    this.line(`${good ? styleText("green", "✔") : styleText("red", "✖")} ${summary}`);
  }

  line(text: string): void {
    this.#draw.clear();
    // Not through log-update, which keeps no more lines than a terminal has.
    this.#write(`${text}\n`);
    this.#redraw();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#draw.clear();
    this.#draw.done();
  }

  #redraw(): void {
    const lines = [...this.#work].map(([layer, { doing, since, done, current }]) => {
      const seconds = ((Date.now() - since) / 1000).toFixed(0);
      const now = [...current].slice(-1).join("");
      const text = `… ${layer}: ${doing}, ${done} resources, ${seconds} s  ${now}`;
      return text.slice(0, this.#columns - 1);
    });
    if (lines.length > 0) this.#draw(lines.join("\n"));
  }
}

class PlainView implements ProgressView {
  readonly #write: (text: string) => void;
  readonly #work = new Map<string, Work>();
  readonly #timer: NodeJS.Timeout;

  constructor(write: (text: string) => void) {
    this.#write = write;
    this.#timer = setInterval(() => this.#stillThere(), QUIET_SECONDS * 1000).unref();
  }

  begin(layer: string, doing: string): void {
    this.#work.set(layer, { doing, since: Date.now(), done: 0, current: new Set() });
    this.line(`${layer}: ${doing}`);
  }

  step(layer: string, { name, phase }: { name: string; phase: string }): void {
    const work = this.#work.get(layer);
    if (work === undefined) return;
    if (phase === "start") work.current.add(name);
    else if (work.current.delete(name)) work.done += 1;
  }

  end(layer: string, summary: string): void {
    this.#work.delete(layer);
    this.line(summary);
  }

  line(text: string): void {
    this.#write(`${text}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #stillThere(): void {
    for (const [layer, { doing, since, done, current }] of this.#work) {
      const seconds = Math.round((Date.now() - since) / 1000);
      const now = [...current].slice(0, 3).join(", ");
      this.line(
        `${layer}: ${doing}, ${done} resources done after ${seconds} s${now === "" ? "" : `; now ${now}`}`,
      );
    }
  }
}
