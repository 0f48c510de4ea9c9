import type { StepEventMetadata } from "@pulumi/pulumi/automation/events.js";

import type { PropertyChange, ResourceChange } from "../report/run-report.ts";
import { isStateful } from "../report/stateful.ts";
import { nameOfUrn } from "../urn.ts";
import { changedProperties } from "./changed-properties.ts";

const STACK = "pulumi:pulumi:Stack";

/** The steps that one replacement is made of. */
const REPLACEMENTS = ["replace", "create-replacement", "delete-replaced"];

/** Steps that a report tells one by one. */
const CHANGES: Readonly<Record<string, ResourceChange["op"]>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "import",
  "import-replacement": "replace",
};

/** Adds up the steps of one phase of an operation. */
export class StepTally {
  readonly #ops = new Map<string, string>();
  readonly #properties = new Map<string, PropertyChange[]>();
  readonly #types = new Map<string, string>();
  /** Outputs of the stack, as the engine last announced them. */
  outputs: Record<string, unknown> | undefined;

  /** Resources by step, the stack itself included, each counted once. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const op of this.#ops.values()) counts[op] = (counts[op] ?? 0) + 1;
    return counts;
  }

  /** The layer's resources that change, in the order in which their steps ended. */
  get resources(): ResourceChange[] {
    return [...this.#ops].flatMap(([urn, kind]) => {
      const op = CHANGES[kind];
      const type = this.#types.get(urn) ?? "";
      if (op === undefined || type.startsWith("pulumi:")) return [];
      const name = nameOfUrn(urn);
      const stateful = isStateful(type);
      return [{ urn, type, name, op, stateful, properties: this.#properties.get(urn) ?? [] }];
    });
  }

  /** @returns whether it is news: a component is reported twice, when it is made and with its outputs */
  add(phase: "start" | "done" | "failed", metadata: StepEventMetadata): boolean {
    const { op, urn, type } = metadata;
    const properties = changedProperties(metadata);
    if (properties.length > 0) this.#properties.set(urn, properties);
    if (phase !== "done") return true;
    if (type === STACK) this.outputs = metadata.new?.outputs ?? {};
    const kind = REPLACEMENTS.includes(op) ? "replace" : op;
    const isNews = this.#ops.get(urn) !== kind;
    this.#ops.set(urn, kind);
    this.#types.set(urn, type);
    return isNews;
  }
}
