import { isChanged, isFine, type Finding, type UnknownReads } from "./findings.ts";
import { printedLine, printedValue } from "./printed-text.ts";
import type { ContractChange, LayerReport, PropertyChange, RunReport } from "./run-report.ts";
import { dataOf } from "./stateful.ts";

type Operation = RunReport["operation"];
type Op = LayerReport["changes"][number]["op"];
type Ending = Exclude<keyof LayerReport["counts"], "unchanged">;

/** Puts a name, a value or a command into the language of a report, so that nothing in it can be more than text. */
export type Mark = (text: string) => string;

/** How a run of one operation is put into words; pairs are for one, and for several or none. */
export interface Phrases {
  readonly title: string;
  /** One line where nothing changes. */
  readonly quiet: string;
  readonly layers: readonly [string, string];
  readonly counts: Readonly<Record<Ending, string>>;
  readonly ops: Readonly<Record<Op, string>>;
  /** What happens to resources with data. */
  readonly losses: readonly [string, string];
  /** Before the data. */
  readonly loses: string;
  /** What happens to resources without. */
  readonly replacements: readonly [string, string];
}

const DONE = {
  counts: { created: "created", updated: "updated", replaced: "replaced", deleted: "deleted" },
  ops: {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    import: "imported",
  },
  losses: ["was replaced or deleted", "were replaced or deleted"],
  loses: "lost",
  replacements: ["was replaced", "were replaced"],
} as const;

const PHRASES: Readonly<Record<Operation, Phrases>> = {
  up: {
    ...DONE,
    title: "deployment",
    quiet: "Nothing to do",
    layers: ["changed", "changed"],
  },
  preview: {
    title: "preview",
    quiet: "No changes",
    layers: ["would change", "would change"],
    counts: {
      created: "to create",
      updated: "to update",
      replaced: "to replace",
      deleted: "to delete",
    },
    ops: {
      create: "create",
      update: "update",
      replace: "replace",
      delete: "delete",
      import: "import",
    },
    losses: ["would be replaced or deleted", "would be replaced or deleted"],
    loses: "loses",
    replacements: ["would be replaced", "would be replaced"],
  },
  destroy: {
    ...DONE,
    title: "destruction",
    quiet: "Nothing to destroy",
    layers: ["was destroyed", "were destroyed"],
  },
  refresh: {
    ...DONE,
    title: "refresh",
    quiet: "The states are what the cloud has",
    layers: ["has another state now", "have another state now"],
    ops: { ...DONE.ops, delete: "gone" },
    losses: ["is gone from the cloud", "are gone from the cloud"],
  },
  drift: {
    title: "drift",
    quiet: "No drift",
    layers: ["differs from its state", "differ from their states"],
    counts: { created: "added", updated: "changed", replaced: "replaced", deleted: "gone" },
    ops: {
      create: "added",
      update: "changed",
      replace: "replaced",
      delete: "gone",
      import: "imported",
    },
    losses: ["is gone from the cloud or replaced", "are gone from the cloud or replaced"],
    loses: "lost",
    replacements: ["is not the one that was deployed", "are not the ones that were deployed"],
  },
};

export function phrasesOf({ operation }: RunReport): Phrases {
  return PHRASES[operation];
}

/** `preview of local: failed`. */
export function titleOf(report: RunReport): string {
  const { environment, refused, layers } = report;
  const broken = layers.some((layer) => !isFine(layer));
  const outcome = refused !== undefined ? ": refused" : broken ? ": failed" : "";
  return `${phrasesOf(report).title} of ${printedLine(environment)}${outcome}`;
}

/** How many layers are changed, and how; then which did not finish. */
export function summaryOf(report: RunReport, mark: Mark): string {
  const { layers } = report;
  const phrases = phrasesOf(report);
  const changed = layers.filter(isChanged).length;
  const did = phrases.layers[changed === 1 ? 0 : 1];
  const counts = countsPhrase(layers, phrases);
  const head = `${changed} of ${numbered(layers.length, "layer")} ${did}`;
  const endings = BROKEN.flatMap((status) => {
    const names = layers.filter((layer) => layer.status === status).map(({ layer }) => layer);
    return names.length === 0 ? [] : [`${status}: ${listed(names, mark)}`];
  });
  return [counts === "" ? head : `${head}: ${counts}`, ...endings].join("; ");
}

const BROKEN = ["failed", "interrupted", "skipped"] as const;

/** `3 created, 1 replaced`; empty where nothing is changed. */
export function countsPhrase(layers: readonly LayerReport[], { counts }: Phrases): string {
  const parts = Object.entries(counts).map(([ending, word]) => {
    const count = layers.reduce((total, layer) => total + layer.counts[ending as Ending], 0);
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.flat().join(", ");
}

/** `1 resource with data would be replaced or deleted`. */
export function lossesTitle(count: number, { losses }: Phrases): string {
  return `${numbered(count, "resource")} with data ${losses[count === 1 ? 0 : 1]}`;
}

/** `2 resources would be replaced`. */
export function replacementsTitle(count: number, { replacements }: Phrases): string {
  return `${numbered(count, "resource")} ${replacements[count === 1 ? 0 : 1]}`;
}

/** `replace db (aws:rds/instance:Instance) because of engine: "mysql" -> "mariadb"; loses …`. */
export function findingPhrase({ change }: Finding, { ops, loses }: Phrases, mark: Mark): string {
  const { name, type, op, stateful, properties } = change;
  const causes = properties.filter(({ replaces }) => replaces).map(propertyPhrase);
  const why = causes.length === 0 ? "" : ` because of ${joined(causes.map(mark), 3)}`;
  const loss = stateful ? `; ${loses} ${dataOf(type) ?? "the data in it"}` : "";
  return `${ops[op]} ${mark(printedLine(name))} (${mark(printedLine(type))})${why}${loss}`;
}

/** `engine: "mysql" -> "mariadb"`, on one line; not marked yet. */
export function propertyPhrase({ path, kind, before, after }: PropertyChange): string {
  const from = before === undefined ? HIDDEN : printedValue(before);
  const to = after === undefined ? HIDDEN : printedValue(after);
  const values = { add: to, update: `${from} -> ${to}`, delete: `${from} -> (none)` };
  return `${printedLine(path)}: ${values[kind]}`;
}

const HIDDEN = "(secret or unknown)";

/** `vpcId: known after network is deployed; read by data, compute`. */
export function contractPhrase(layer: string, output: ContractChange, mark: Mark): string {
  const { key, change, readers } = output;
  const what = {
    added: "new",
    removed: "removed",
    retyped: "another type",
    changed: "another value",
    unknown: `known after ${mark(printedLine(layer))} is deployed`,
  }[change];
  const who =
    readers.length === 0 ? "no deployed layer reads it" : `read by ${listed(readers, mark)}`;
  return `${mark(printedLine(key))}: ${what}; ${who}`;
}

/** `2 outputs, read by data, compute`; empty where no output is changed. */
export function outputsPhrase(contract: readonly ContractChange[], mark: Mark): string {
  if (contract.length === 0) return "";
  const readers = [...new Set(contract.flatMap((output) => output.readers))];
  const who = readers.length === 0 ? "" : `, read by ${listed(readers, mark)}`;
  return numbered(contract.length, "output") + who;
}

/** `vpcId, subnetIds of network: known after network is deployed`. */
export function unknownPhrase({ producer, keys }: UnknownReads, mark: Mark): string {
  const by = mark(printedLine(producer));
  return `${listed(keys, mark)} of ${by}: known after ${by} is deployed`;
}

/** `reads network.vpcId: npx nx run compute:up`. */
export function stalePhrase({ reads, command }: RunReport["stale"][number], mark: Mark): string {
  const keys = reads.map(({ layer, key }) => `${layer}.${key}`);
  const remedy = command === undefined ? "deploy it from its repository" : commandOf(command, mark);
  return `reads ${listed(keys, mark)}: ${remedy}`;
}

/** `its settings changed: npx nx run compute:up`. */
export function behindPhrase(
  { reasons, command }: RunReport["behind"][number],
  mark: Mark,
  prose: Mark,
): string {
  return `${prose(printedLine(reasons.join("; "), LONG))}: ${commandOf(command, mark)}`;
}

/** `12 resources: npx nx run …`. */
export function withoutCodePhrase(
  { resources, command }: RunReport["withoutCode"][number],
  mark: Mark,
): string {
  return `${numbered(resources, "resource")}: ${commandOf(command, mark)}`;
}

/** `1 layer`, `2 layers`. */
export function numbered(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Longest reason or command on one line. */
const LONG = 300;

function commandOf(command: string, mark: Mark): string {
  return mark(printedLine(command, LONG));
}

function listed(names: readonly string[], mark: Mark): string {
  return joined(
    names.map((name) => mark(printedLine(name, 60))),
    12,
  );
}

function joined(texts: readonly string[], most: number): string {
  const left = texts.length - most;
  return left > 0 ? `${texts.slice(0, most).join(", ")} and ${left} more` : texts.join(", ");
}
