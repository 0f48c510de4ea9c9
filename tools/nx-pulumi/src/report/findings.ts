import type {
  LayerReport,
  ReadReport,
  ResourceChange,
  RuleFinding,
  RunReport,
} from "./run-report.ts";

/** A change, and the layer it belongs to. */
export interface Finding {
  readonly layer: string;
  readonly change: ResourceChange;
}

/** Outputs of one layer that are not known in this plan, and who waits for them. */
export interface UnknownReads {
  readonly producer: string;
  readonly keys: readonly string[];
}

/** Whether nothing is, or would be, changed, and nothing went wrong. */
export function isQuiet({ success, refused, layers }: RunReport): boolean {
  const isSaid = layers.some(({ findings = [] }) => findings.some(({ waived }) => !waived));
  const isLeftAlone = layers.every((one) => isFine(one) && !isChanged(one));
  return success && refused === undefined && !isSaid && isLeftAlone;
}

/** Whether the layer did what it was asked for. */
export function isFine({ status }: LayerReport): boolean {
  return status === "done" || status === "unchanged" || status === "drifted";
}

/** Whether the layer has, or would have, other resources or outputs, or something to say. */
export function isChanged({ status, counts, changes, contract, notices }: LayerReport): boolean {
  const counted = counts.created + counts.updated + counts.replaced + counts.deleted;
  const told = changes.length + contract.length + notices.length;
  return status === "drifted" || counted + told > 0;
}

/** Replacements and deletions that lose data, in the order of the run. */
export function losses(report: RunReport): readonly Finding[] {
  return findings(report, ({ op, stateful }) => stateful && (op === "replace" || op === "delete"));
}

/** Replacements that lose none. */
export function otherReplacements(report: RunReport): readonly Finding[] {
  return findings(report, ({ op, stateful }) => op === "replace" && !stateful);
}

function findings(report: RunReport, wanted: (change: ResourceChange) => boolean): Finding[] {
  return report.layers.flatMap(({ layer, changes }) =>
    changes.filter(wanted).map((change) => ({ layer, change })),
  );
}

/** A rule that a layer breaks, and the layer. */
export interface BrokenRule {
  readonly layer: string;
  readonly finding: RuleFinding;
}

/** What layers break, by what follows from it. */
export function brokenRules({ layers }: RunReport): {
  /** Stops the run. */
  readonly stopping: readonly BrokenRule[];
  /** Is said. */
  readonly advice: readonly BrokenRule[];
  /** Is covered by a waiver. */
  readonly waived: readonly BrokenRule[];
} {
  const all = layers.flatMap(({ layer, findings: found = [] }) =>
    found.map((finding) => ({ layer, finding })),
  );
  const counted = all.filter(({ finding }) => finding.waived === undefined);
  return {
    stopping: counted.filter(({ finding }) => finding.enforcement === "mandatory"),
    advice: counted.filter(({ finding }) => finding.enforcement === "advisory"),
    waived: all.filter(({ finding }) => finding.waived !== undefined),
  };
}

/** Notices without the name of the layer in front, which a list of them says already. */
export function noticesOf({ layer, notices }: LayerReport): readonly string[] {
  return notices.map((notice) =>
    notice.startsWith(`${layer}: `) ? notice.slice(layer.length + 2) : notice,
  );
}

/** What the program read and this plan does not know, by the layer that will produce it. */
export function unknownReads(reads: readonly ReadReport[]): readonly UnknownReads[] {
  const keys = new Map<string, string[]>();
  for (const { layer, key, value } of reads) {
    if (value === "unknown") keys.set(layer, [...(keys.get(layer) ?? []), key]);
  }
  return [...keys].map(([producer, read]) => ({ producer, keys: read }));
}

/** What went wrong, and where more is said; for a person, with lines. Empty where nobody said. */
export function failureOf({ errors, reason }: LayerReport): string {
  return [...(errors ?? []), ...(reason === undefined ? [] : [reason])].join("\n");
}

/** Why the layer ran, or did not, or did not finish, on one line; empty where nobody said. */
export function why(layer: LayerReport): string {
  const { role, reason, gate } = layer;
  if (!isFine(layer)) return firstLine(failureOf(layer));
  const upstream = "planned only because a selected layer reads it and it is not deployed";
  const reasons = reason === undefined ? (gate?.reasons ?? []) : [reason];
  return [...(role === "upstream" ? [upstream] : []), ...reasons].map(firstLine).join("; ");
}

function firstLine(text: string): string {
  const [first = "", ...more] = text.trim().split("\n");
  return more.length > 0 ? `${first} …` : first;
}
