import type { Progress } from "../run/layer-process.ts";
import { nameOfUrn } from "../urn.ts";

/** Steps that change nothing at the cloud. */
const UNCHANGED = ["same", "read", "refresh"];

/**
 * What is printed of a layer's progress; undefined for what only moves the counters.
 *
 * @param everyStep whether each step that changes something has its line
 */
export function progressLine(
  layer: string,
  progress: Progress,
  everyStep: boolean,
): string | undefined {
  switch (progress.kind) {
    case "step": {
      const { phase, op, urn, diffs } = progress;
      if (phase === "failed") return `${layer}: ${op} ${shortName(urn)} failed`;
      if (!everyStep || phase !== "done" || UNCHANGED.includes(op)) return undefined;
      const why = diffs.length > 0 ? ` (${diffs.join(", ")})` : "";
      return `${layer}: ${op} ${shortName(urn)}${why}`;
    }
    case "diagnostic": {
      const { severity, urn, text } = progress;
      const where = urn === undefined ? "" : ` ${shortName(urn)}`;
      const [first = "", ...more] = text.split("\n");
      return [`${layer}: ${severity}${where}: ${first}`, ...more.map((line) => `    ${line}`)].join(
        "\n",
      );
    }
    case "simulated": {
      const { urn, property, reason } = progress;
      return `${layer}: simulated ${shortName(urn)} ${property}: ${reason}`;
    }
  }
}

/** `aws:ec2/vpc:Vpc main` for `urn:pulumi:<stack>::<project>::<parent types>$aws:ec2/vpc:Vpc::main`. */
export function shortName(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return `${types.split("$").pop()} ${nameOfUrn(urn)}`;
}
