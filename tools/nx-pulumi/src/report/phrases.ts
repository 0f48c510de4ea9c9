import { placeName } from "../place.ts";
import { isChanged, isFine, type BrokenRule, type Finding, type UnknownReads } from "./findings.ts";
import { printedChange, printedLine, printedValue } from "./printed-text.ts";
import {
  placeOfReport,
  type ContractChange,
  type LayerReport,
  type PropertyChange,
  type RunReport,
} from "./run-report.ts";
import { dataOf } from "./stateful.ts";

type Operation = RunReport["operation"];
type Op = LayerReport["changes"][number]["op"];
type Ending = Exclude<keyof LayerReport["counts"], "unchanged">;

/** Puts a name, a value or a command into the language of a report, so that nothing in it can be more than text. */
export type Mark = (text: string) => string;

/** How a run of one operation is put into words. */
export interface Phrases {
  readonly title: string;
  /** One line where nothing changes. */
  readonly quiet: string;
  /** What happens to one layer, to several. */
  readonly layers: Pair;
  readonly counts: Readonly<Record<Ending, string>>;
  /** What happens to a resource, before its name. */
  readonly ops: Readonly<Record<Op, string>>;
  /** Between resources, one or several, and what happens to them. */
  readonly are: Pair;
  readonly replaced: string;
  readonly deleted: string;
  /** Before the data. */
  readonly loses: string;
}

type Pair = readonly [one: string, several: string];

const DONE = {
  counts: { created: "created", updated: "updated", replaced: "replaced", deleted: "deleted" },
  ops: {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    import: "imported",
  },
  are: ["was", "were"],
  replaced: "replaced",
  deleted: "deleted",
  loses: "lost",
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
    are: ["would be", "would be"],
    replaced: "replaced",
    deleted: "deleted",
    loses: "loses",
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
    ops: { ...DONE.ops, delete: "gone:" },
    are: ["is", "are"],
    deleted: "gone from the cloud",
  },
  drift: {
    title: "drift",
    quiet: "No drift",
    layers: ["differs from its state", "differ from their states"],
    counts: { created: "added", updated: "changed", replaced: "replaced", deleted: "gone" },
    ops: {
      create: "added:",
      update: "changed:",
      replace: "replaced:",
      delete: "gone:",
      import: "added:",
    },
    are: ["is", "are"],
    replaced: "replaced",
    deleted: "gone from the cloud",
    loses: "lost",
  },
};

export function phrasesOf({ operation }: RunReport): Phrases {
  return PHRASES[operation];
}

/** `preview of local: failed`. */
export function titleOf(report: RunReport): string {
  const { refused, layers } = report;
  const broken = layers.some((layer) => !isFine(layer));
  const outcome = refused !== undefined ? ": refused" : broken ? ": failed" : "";
  return `${phrasesOf(report).title} of ${whereOf(report)}${outcome}`;
}

/** `prod`, or `prod, in the sandbox`. */
export function whereOf(report: RunReport): string {
  return printedLine(placeName(placeOfReport(report)));
}

/** How many layers are changed, and how; then which did not finish. */
export function summaryOf(report: RunReport, mark: Mark): string {
  const { layers } = report;
  const phrases = phrasesOf(report);
  const changed = layers.filter(isChanged).length;
  const counts = countsPhrase(layers, phrases);
  const head = `${changed} of ${numbered(layers.length, "layer")} ${of(phrases.layers, changed)}`;
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

/** `1 resource with data would be replaced`. */
export function lossesTitle(found: readonly Finding[], phrases: Phrases): string {
  const { are, replaced, deleted } = phrases;
  const ops = new Set(found.map(({ change }) => change.op));
  const what = [...(ops.has("replace") ? [replaced] : []), ...(ops.has("delete") ? [deleted] : [])];
  return `${numbered(found.length, "resource")} with data ${of(are, found.length)} ${what.join(" or ")}`;
}

/** `2 resources would be replaced`. */
export function replacementsTitle(found: readonly Finding[], { are, replaced }: Phrases): string {
  return `${numbered(found.length, "resource")} ${of(are, found.length)} ${replaced}`;
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
  const both = kind === "update" && before !== undefined && after !== undefined;
  const [from, to] = both
    ? printedChange(before, after)
    : [
        before === undefined ? "(secret or none)" : printedValue(before),
        after === undefined ? "(secret or unknown)" : printedValue(after),
      ];
  const values = { add: to, update: `${from} -> ${to}`, delete: `${from} -> (none)` };
  return `${printedLine(path)}: ${values[kind]}`;
}

/** `2 findings of mandatory rules`. */
export function stoppingTitle(found: readonly BrokenRule[]): string {
  return `${numbered(found.length, "finding")} of mandatory rules`;
}

/** `1 finding of advisory rules`. */
export function adviceTitle(found: readonly BrokenRule[]): string {
  return `${numbered(found.length, "finding")} of advisory rules`;
}

export const WAIVED = "Waived rules";

/**
 * `rds-private: main (publiclyAccessible) has an address in the internet. Set … [RDS.2, https://…]`.
 *
 * @param say puts a sentence into the language of a report
 */
export function brokenRulePhrase({ finding }: BrokenRule, mark: Mark, say: Mark): string {
  const { rule, name, type, property, problem, fix, source, controls, waived } = finding;
  const at = property === undefined ? "" : `.${printedLine(property)}`;
  const who = `${mark(printedLine(rule))}: ${mark(`${printedLine(name)}${at}`)} (${mark(printedLine(type))})`;
  const what = `${who} ${say(printedLine(problem, 300))}`;
  if (waived !== undefined) {
    return `${what}; ${say(printedLine(`waived until ${waived.expires}: ${waived.reason}`, 300))}`;
  }
  const why = [...controls, source].join(", ");
  return `${what}. ${say(printedLine(`${fix} [${why}]`, 400))}`;
}

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

/** Titles of the lists of layers outside the run; each item is followed by a command. */
export function staleTitle({ operation }: RunReport): string {
  const have = operation === "preview" ? "would have other values" : "have other values now";
  return `Stale, because they read outputs that ${have}`;
}

export const BEHIND = "Behind, because their code or settings are not what is deployed";
export const WITHOUT_CODE = "Still deployed, although their code is gone";

/** `reads network.vpcId`. */
export function stalePhrase({ reads, command }: RunReport["stale"][number], mark: Mark): string {
  const keys = reads.map(({ layer, key }) => `${layer}.${key}`);
  const elsewhere =
    command === undefined ? "; deploy it from the repository that has its code" : "";
  return `reads ${listed(keys, mark)}${elsewhere}`;
}

/** `its settings changed`; not marked yet. */
export function behindPhrase({ reasons }: RunReport["behind"][number]): string {
  return printedLine(reasons.join("; "), 300);
}

/** `12 resources; to destroy them`. */
export function withoutCodePhrase({ resources }: RunReport["withoutCode"][number]): string {
  return `${numbered(resources, "resource")}; to destroy them`;
}

/** `1 layer`, `2 layers`. */
export function numbered(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function of([one, several]: Pair, count: number): string {
  return count === 1 ? one : several;
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
