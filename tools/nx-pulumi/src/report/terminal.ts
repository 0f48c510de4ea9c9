import { styleText } from "node:util";

import Table from "cli-table3";

import { isFine, losses, otherReplacements, unknownReads, why, type Finding } from "./findings.ts";
import {
  behindPhrase,
  contractPhrase,
  findingPhrase,
  lossesTitle,
  numbered,
  phrasesOf,
  replacementsTitle,
  stalePhrase,
  unknownPhrase,
  withoutCodePhrase,
} from "./phrases.ts";
import { printedLine, printedLines } from "./printed-text.ts";
import type { LayerReport, RunReport } from "./run-report.ts";

const COLUMNS = ["created", "updated", "replaced", "deleted", "unchanged"] as const;

/** How loud a part of the report is. */
type Loudness = "red" | "yellow" | "bold";

/** What is said about one layer, on one line or more. */
interface Item {
  readonly layer: string;
  readonly text: string;
}

/**
 * The report for a terminal: a table, and below it what a person has to see; one line where every layer was left alone.
 *
 * Its width is `STRATA_TERMINAL_COLUMNS`, which the plugin sets. Without it there is no terminal: no colours, and lines
 * as long as they come.
 */
export function terminalReport(report: RunReport, env: NodeJS.ProcessEnv = process.env): string {
  const columns = Number(env.STRATA_TERMINAL_COLUMNS ?? 0);
  const width = columns > 0 ? columns : Infinity;
  const colours = columns > 0 && (env.NO_COLOR ?? "") === "";
  const section = (loudness: Loudness, title: string, items: readonly Item[]) => {
    if (items.length === 0) return [];
    const head = colours ? styleText(loudness, title, { validateStream: false }) : title;
    return [[head, ...listing(items, width)].join("\n")];
  };
  const phrases = phrasesOf(report);
  const { layers, refused, stale, behind, withoutCode } = report;
  const lost = losses(report);
  const replaced = otherReplacements(report);
  const told = (found: readonly Finding[]) =>
    found.map((one) => ({ layer: one.layer, text: findingPhrase(one, phrases, plain) }));
  const ofLayers = (texts: (layer: LayerReport) => readonly string[]) =>
    layers.flatMap((layer) => texts(layer).map((text) => ({ layer: layer.layer, text })));
  return [
    ...(refused === undefined ? [] : [printedLines(refused).join("\n")]),
    ...tables(report, width),
    ...section("red", "Not finished", ofLayers(failure)),
    ...section("red", `CAUTION: ${lossesTitle(lost.length, phrases)}`, told(lost)),
    ...section("yellow", `WARNING: ${replacementsTitle(replaced.length, phrases)}`, told(replaced)),
    ...section(
      "yellow",
      "Notices",
      ofLayers(({ notices }) => notices.map((one) => printedLine(one, 400))),
    ),
    ...section("bold", "Why", ofLayers(reasons)),
    ...section(
      "bold",
      "Outputs",
      ofLayers(({ layer, contract }) =>
        // A first deployment has many that nobody can read yet.
        contract
          .filter(({ readers }) => readers.length > 0)
          .map((one) => contractPhrase(layer, one, plain)),
      ),
    ),
    ...section(
      "bold",
      "Reads that are known later",
      ofLayers(({ reads }) => unknownReads(reads).map((one) => unknownPhrase(one, plain))),
    ),
    ...section(
      "yellow",
      "Stale, because they read outputs that have other values",
      stale.map((one) => ({ layer: one.layer, text: stalePhrase(one, plain) })),
    ),
    ...section(
      "bold",
      "Behind, because their code or settings are not what is deployed",
      behind.map((one) => ({ layer: one.layer, text: behindPhrase(one, plain, plain) })),
    ),
    ...section(
      "yellow",
      "Deployed, but without code",
      withoutCode.map((one) => ({ layer: one.layer, text: withoutCodePhrase(one, plain) })),
    ),
  ].join("\n\n");
}

/** Names and values are safe for a terminal already. */
function plain(text: string): string {
  return text;
}

function tables({ layers, environment, seconds }: RunReport, width: number): string[] {
  if (layers.length === 0) return [];
  if (layers.every(({ status }) => status === "unchanged")) {
    const where = printedLine(environment);
    return [`${numbered(layers.length, "layer")} unchanged in ${where} (${seconds.toFixed(1)} s)`];
  }
  const roomy = tableOf(layers, 1);
  const fits = (roomy.split("\n")[0] ?? "").length <= width;
  return [fits ? roomy : tableOf(layers, 0)];
}

/** In the order in which the layers were done. */
function tableOf(layers: readonly LayerReport[], padding: number): string {
  const table = new Table({
    head: ["layer", "result", ...COLUMNS, "seconds"],
    style: { head: [], border: [], "padding-left": padding, "padding-right": padding },
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
  });
  for (const { layer, status, counts, seconds } of layers) {
    const ran = status !== "skipped" && status !== "unchanged";
    const numbers = COLUMNS.map((column) => (ran ? String(counts[column]) : ""));
    const took = status === "skipped" ? "" : seconds.toFixed(1);
    table.push([printedLine(layer), status, ...numbers, took]);
  }
  return table.toString();
}

function failure(layer: LayerReport): readonly string[] {
  if (isFine(layer)) return [];
  const [first = "", ...more] = printedLines(layer.reason ?? "", 12);
  return [[`${layer.status}${first === "" ? "" : `: ${first}`}`, ...more].join("\n")];
}

/** Of those that ran; that the others did not is told by the table. */
function reasons(layer: LayerReport): readonly string[] {
  const text = printedLine(why(layer), 400);
  const told = isFine(layer) && layer.status !== "unchanged" && text !== "";
  return told ? [text] : [];
}

function listing(items: readonly Item[], width: number): string[] {
  const names = items.map(({ layer }) => printedLine(layer));
  const column = Math.max(...names.map((name) => name.length)) + 4;
  return items.flatMap(({ text }, index) => {
    const lines = text.split("\n").flatMap((line) => wrapped(line, width - column));
    return lines.map((line, row) => {
      const name = row === 0 && names[index] !== names[index - 1] ? `  ${names[index]}` : "";
      return name.padEnd(column) + line;
    });
  });
}

/** Between words; a word that is too long stays whole. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
