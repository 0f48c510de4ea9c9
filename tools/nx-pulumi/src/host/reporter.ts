import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import type { FromHost, Outcome, Severity } from "./message.ts";

const STACK = "pulumi:pulumi:Stack";

/** What Pulumi itself keeps in order to read other stacks. */
const NO_RESOURCES = ["pulumi:pulumi:StackReference", "pulumi:providers:pulumi"];

/** The steps that one replacement is made of. */
const REPLACEMENTS = ["replace", "create-replacement", "delete-replaced"];

/** What is shown; `debug`, which the engine sends along, is in its log. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  info: "info",
  "info#err": "info",
  warning: "warning",
  error: "error",
};

/** Turns engine events into messages for the run, and remembers what the outcome needs. */
export class Reporter {
  readonly #ops = new Map<string, string>();
  readonly #told: string[] = [];
  outputs: Record<string, unknown> | undefined;
  readonly #errors: string[] = [];

  /**
   * Resources by step, the stack itself included; what Pulumi keeps to read other stacks is no
   * resource of the layer.
   */
  get changes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const op of this.#ops.values()) counts[op] = (counts[op] ?? 0) + 1;
    return counts;
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
    this.#told.push(text);
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
    if (resOutputsEvent?.metadata.type === STACK) {
      this.outputs = resOutputsEvent.metadata.new?.outputs ?? {};
    }
    this.#step("start", resourcePreEvent?.metadata);
    this.#step("done", resOutputsEvent?.metadata);
    this.#step("failed", resOpFailedEvent?.metadata);
  }

  #step(phase: "start" | "done" | "failed", metadata: StepEventMetadata | undefined) {
    if (metadata === undefined || NO_RESOURCES.includes(metadata.type)) return;
    const { op, urn, diffs, type } = metadata;
    if (phase === "done") {
      // A component is reported twice: when it is made, and with its outputs.
      const kind = REPLACEMENTS.includes(op) ? "replace" : op;
      const again = this.#ops.get(urn) === kind;
      this.#ops.set(urn, kind);
      if (again) return;
    }
    if (type === STACK) return;
    this.send({ kind: "step", phase, op, urn, diffs: diffs ?? [] });
  }
}

/** Engine texts carry colour marks as `<{%fg 1%}>`, whatever the colour setting. */
function withoutColour(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/<\{%.*?%\}>/g, "").replace(/\u001b\[[0-9;]*m/g, "");
}
