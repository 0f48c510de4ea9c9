import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import type { Operation } from "../operation.ts";
import { TO_READ_OTHERS } from "../state/state-store.ts";
import type { FromHost, Outcome, Plan, Severity } from "./message.ts";
import { StepTally } from "./step-tally.ts";

const STACK = "pulumi:pulumi:Stack";

/** What is shown; `debug`, which the engine sends along, is in its log. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: "info",
  "info#err": "info",
  warning: "warning",
  error: "error",
};

/** Turns engine events into messages for the run, and remembers what the outcome needs. */
export class Reporter {
  readonly #told: string[] = [];
  readonly #errors: string[] = [];
  /** An `up` plans first, in the same run of the engine. */
  readonly #plansFirst: boolean;
  readonly #plan = new StepTally();
  readonly #work = new StepTally();
  readonly #planned = Promise.withResolvers<Plan>();

  constructor(operation: Operation) {
    this.#plansFirst = operation === "up";
  }

  /** Resources by step; see `StepTally`. */
  get changes(): Record<string, number> {
    return this.#work.counts;
  }

  get resources(): Outcome["resources"] {
    return this.#work.resources;
  }

  get outputs(): Record<string, unknown> | undefined {
    return this.#work.outputs;
  }

  /** Resolves when the plan of an `up` is complete. */
  get planned(): Promise<Plan> {
    return this.#planned.promise;
  }

  get hasError(): boolean {
    return this.#errors.length > 0;
  }

  /** To the run; silently dropped when the run is gone. */
  send(message: FromHost): void {
    if (process.connected) process.send?.(message, () => {});
  }

  /** Tells the outcome and ends the process when it has left. */
  end(outcome: Outcome): void {
    const leave = () => process.exit(outcome.success ? 0 : 1);
    if (!process.connected) return leave();
    process.send?.({ kind: "end", outcome } satisfies FromHost, leave);
  }

  diagnostic(severity: Severity, text: string, urn?: string): void {
    if (severity === "error") {
      // The engine closes a failed run by repeating what the program has already reported, against no resource.
      const gist = text.replace(/^One or more errors occurred: /, "");
      if (urn === undefined && this.#errors.some((earlier) => earlier.includes(gist))) return;
      this.#errors.push(text);
    }
    // A plan and its update say most things twice.
    const id = `${severity} ${urn ?? ""} ${text}`;
    if (severity !== "error" && this.#told.includes(id)) return;
    this.#told.push(id);
    this.send({ kind: "diagnostic", severity, text, ...(urn === undefined ? {} : { urn }) });
  }

  /** Tells what the engine printed to standard error and told in no event. */
  unreported(printed: string): void {
    const told = this.#told.join("\n");
    for (const line of printed.split("\n").map((text) => text.trim())) {
      const gist = line.replace(/^(error|warning): /, "");
      if (gist !== "" && !told.includes(gist)) this.diagnostic("info", line);
    }
  }

  event(event: EngineEvent): void {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
    if (diagnosticEvent !== undefined && diagnosticEvent.ephemeral !== true) {
      const severity = SEVERITIES[diagnosticEvent.severity];
      const text = withoutColour(diagnosticEvent.message).trim();
      const { urn } = diagnosticEvent;
      if (severity !== undefined && text !== "") {
        this.diagnostic(severity, text, urn === "" ? undefined : urn);
      }
    }
    this.#step("start", resourcePreEvent?.metadata, resourcePreEvent?.planning);
    this.#step("done", resOutputsEvent?.metadata, resOutputsEvent?.planning);
    this.#step("failed", resOpFailedEvent?.metadata, false);
    if (event.summaryEvent !== undefined && this.#plansFirst) {
      this.#planned.resolve({
        resources: this.#plan.resources,
        outputs: this.#plan.outputs ?? {},
      });
    }
  }

  #step(
    phase: "start" | "done" | "failed",
    metadata: StepEventMetadata | undefined,
    planning: boolean | undefined,
  ): void {
    if (metadata === undefined || TO_READ_OTHERS.includes(metadata.type)) return;
    const planned = this.#plansFirst && planning === true;
    const isNews = (planned ? this.#plan : this.#work).add(phase, metadata);
    if (planned || !isNews || metadata.type === STACK) return;
    const { op, urn, diffs } = metadata;
    this.send({ kind: "step", phase, op, urn, diffs: diffs ?? [] });
  }
}

/** Engine texts carry colour marks as `<{%fg 1%}>`, whatever the colour setting. */
function withoutColour(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/<\{%.*?%\}>/g, "").replace(/\u001b\[[0-9;]*m/g, "");
}
