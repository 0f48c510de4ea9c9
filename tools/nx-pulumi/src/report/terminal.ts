import { styleText } from "node:util";

import Table from "cli-table3";

import {
  brokenRules,
  failureOf,
  isFine,
  losses,
  noticesOf,
  otherReplacements,
  unknownReads,
  why,
  type BrokenRule,
  type Finding,
} from "./findings.ts";
import {
  adviceTitle,
  BEHIND,
  behindPhrase,
  brokenRulePhrase,
  contractPhrase,
  findingPhrase,
  lossesTitle,
  numbered,
  phrasesOf,
  replacementsTitle,
  stalePhrase,
  staleTitle,
  stoppingTitle,
  unknownPhrase,
  WAIVED,
  whereOf,
  WITHOUT_CODE,
  withoutCodePhrase,
} from "./phrases.ts";
import { costPhrase, totalCost, totalPhrase } from "./cost-phrase.ts";
import { printedLine, printedLines } from "./printed-text.ts";
import { reportStem } from "./report-stem.ts";
import type { LayerReport, RunReport } from "./run-report.ts";

const COLUMNS = ["created", "updated", "replaced", "deleted", "unchanged"] as const;

/** What is said below the table under one title. */
interface Section {
  readonly colour: "red" | "yellow" | "bold";
  readonly title: string;
  readonly items: readonly Item[];
}

/** What is said of one layer. */
interface Item {
  readonly layer: string;
  readonly text: string;
  /** What to run; never broken over two lines. */
  readonly command?: string | undefined;
}

/**
 * The report for a terminal: a table, and below it what a person has to see. One line where every layer was left alone.
 *
 * The plugin leaves the width of the terminal in `STRATA_TERMINAL_COLUMNS`. Without it there is none: no colours, and
 * lines as long as they come.
 */
export function terminalReport(report: RunReport, env: NodeJS.ProcessEnv = process.env): string {
  const columns = Number(env.STRATA_TERMINAL_COLUMNS ?? 0);
  const width = columns > 0 ? columns : Infinity;
  const colours = columns > 0 && (env.NO_COLOR ?? "") === "";
  const sections = sectionsOf(report).filter(({ items }) => items.length > 0);
  const names = sections.flatMap(({ items }) =>
    items.map(({ layer }) => printedLine(layer).length),
  );
  const indent = Math.max(...names) + 4;
  return [
    ...(report.refused === undefined ? [] : [printedLines(report.refused).join("\n")]),
    ...overview(report, width),
    ...costs(report, width),
    ...sections.map(({ colour, title, items }) => {
      const head = colours ? styleText(colour, title, { validateStream: false }) : title;
      return [head, ...items.flatMap((item) => linesOf(item, indent, width))].join("\n");
    }),
  ].join("\n\n");
}

/** The worst first. */
function sectionsOf(report: RunReport): Section[] {
  const { layers, stale, behind, withoutCode } = report;
  const phrases = phrasesOf(report);
  const lost = losses(report);
  const replaced = otherReplacements(report);
  const items = (texts: (layer: LayerReport) => readonly string[]) =>
    layers.flatMap((one) => texts(one).map((text) => ({ layer: one.layer, text })));
  const found = (findings: readonly Finding[]) =>
    findings.map((one) => ({ layer: one.layer, text: findingPhrase(one, phrases, asItIs) }));
  const rules = brokenRules(report);
  const broken = (findings: readonly BrokenRule[]) =>
    findings.map((one) => ({
      layer: one.layer,
      text: brokenRulePhrase(one, asItIs, asItIs),
    }));
  return [
    { colour: "red", title: "Not finished", items: items(failure) },
    {
      colour: "red",
      title: `CAUTION: ${stoppingTitle(rules.stopping)}`,
      items: broken(rules.stopping),
    },
    { colour: "red", title: `CAUTION: ${lossesTitle(lost, phrases)}`, items: found(lost) },
    {
      colour: "yellow",
      title: `WARNING: ${replacementsTitle(replaced, phrases)}`,
      items: atMost(MANY, found(replaced), report),
    },
    {
      colour: "yellow",
      title: `WARNING: ${adviceTitle(rules.advice)}`,
      items: atMost(MANY, broken(rules.advice), report),
    },
    {
      colour: "yellow",
      title: "Notices",
      items: atMost(
        MANY,
        items((layer) => noticesOf(layer).map((notice) => printedLine(notice, 400))),
        report,
      ),
    },
    { colour: "bold", title: WAIVED, items: atMost(MANY, broken(rules.waived), report) },
    { colour: "bold", title: "Why", items: reasons(layers) },
    { colour: "bold", title: "Outputs that others read", items: items(outputs) },
    {
      colour: "bold",
      title: "Not known yet",
      items: items(({ reads }) => unknownReads(reads).map((one) => unknownPhrase(one, asItIs))),
    },
    {
      colour: "yellow",
      title: staleTitle(report),
      items: stale.map((one) => ({ ...one, text: stalePhrase(one, asItIs) })),
    },
    {
      colour: "bold",
      title: BEHIND,
      items: behind.map((one) => ({ ...one, text: behindPhrase(one) })),
    },
    {
      colour: "yellow",
      title: WITHOUT_CODE,
      items: withoutCode.map((one) => ({ ...one, text: withoutCodePhrase(one) })),
    },
  ];
}

/** As many as a person reads. */
const MANY = 10;

function atMost(most: number, items: readonly Item[], report: RunReport): readonly Item[] {
  const left = items.length - most;
  if (left <= 0) return items;
  const file = printedLine(`${reportStem(report)}.md`);
  return [...items.slice(0, most), { layer: "…", text: `and ${left} more, see ${file}` }];
}

/** A terminal needs no marks: what is printed has no control characters any more. */
function asItIs(text: string): string {
  return text;
}

function failure(layer: LayerReport): string[] {
  if (isFine(layer)) return [];
  const [first = "", ...more] = printedLines(failureOf(layer), 12);
  return [[first === "" ? layer.status : `${layer.status}: ${first}`, ...more].join("\n")];
}

/** Of layers that ran, those with the same reason together; that others did not run is in the table. */
function reasons(layers: readonly LayerReport[]): Item[] {
  const byText = new Map<string, string[]>();
  for (const layer of layers) {
    const text = printedLine(why(layer), 400);
    if (!isFine(layer) || layer.status === "unchanged" || text === "") continue;
    byText.set(text, [...(byText.get(text) ?? []), layer.layer]);
  }
  return [...byText].flatMap(([text, names]) =>
    names.length > 3
      ? [{ layer: numbered(names.length, "layer"), text }]
      : names.map((layer) => ({ layer, text })),
  );
}

/** Of a first deployment none: nobody reads them yet. */
function outputs({ layer, contract }: LayerReport): string[] {
  const read = contract.filter(({ readers }) => readers.length > 0);
  return read.map((output) => contractPhrase(layer, output, asItIs));
}

function overview(report: RunReport, width: number): string[] {
  const { layers, seconds, sandbox } = report;
  if (layers.length === 0) return [];
  if (layers.every(({ status }) => status === "unchanged")) {
    const where = whereOf(report);
    return [`${numbered(layers.length, "layer")} unchanged in ${where} (${seconds.toFixed(1)} s)`];
  }
  const table = tableOf(layers, 1);
  const fitting = table.indexOf("\n") <= width ? table : tableOf(layers, 0);
  return [sandbox === true ? `${whereOf(report)}:\n${fitting}` : fitting];
}

/** What the layers cost together, and each that costs something else than before. */
function costs({ layers }: RunReport, width: number): string[] {
  const total = totalCost(layers);
  if (total === undefined || layers.every(({ status }) => status === "unchanged")) return [];
  const changed = layers.flatMap(({ layer, cost }) =>
    cost === undefined || cost.fixedMonthlyUsd === (cost.beforeMonthlyUsd ?? 0)
      ? []
      : [`${printedLine(layer)} ${costPhrase(cost)}`],
  );
  const each = changed.length > 0 && layers.length > 1 ? [`  ${changed.join(", ")}`] : [];
  const lines = [totalPhrase(total), ...each].flatMap((line) => wrapped(line, width));
  return [lines.join("\n")];
}

/** In the order of the run. */
function tableOf(layers: readonly LayerReport[], padding: number): string {
  const table = new Table({
    head: ["layer", "result", ...COLUMNS, "seconds"],
    style: { head: [], border: [], "padding-left": padding, "padding-right": padding },
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
  });
  for (const { layer, status, counts, seconds } of layers) {
    const ran = status !== "skipped";
    const numbers = COLUMNS.map((column) => (ran ? String(counts[column]) : ""));
    table.push([printedLine(layer), status, ...numbers, ran ? seconds.toFixed(1) : ""]);
  }
  return table.toString();
}

function linesOf({ layer, text, command }: Item, indent: number, width: number): string[] {
  const lines = text.split("\n").flatMap((line) => wrapped(line, width - indent));
  const all = command === undefined ? lines : [...lines, printedLine(command, 300)];
  return all.map((line, row) => (row === 0 ? `  ${printedLine(layer)}` : "").padEnd(indent) + line);
}

/** Broken between words; a word that is too long stays whole. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines.splice(-1, 1, `${last} ${word}`);
    } else lines.push(word);
  }
  return lines;
}
