import { placeKey } from "../place.ts";
import {
  brokenRules,
  failureOf,
  isFine,
  isQuiet,
  losses,
  noticesOf,
  otherReplacements,
  unknownReads,
  why,
  type BrokenRule,
  type Finding,
} from "./findings.ts";
import { costPhrase, totalCost, totalPhrase } from "./cost-phrase.ts";
import { code, codeBlock, prose } from "./markdown-text.ts";
import {
  adviceTitle,
  BEHIND,
  behindPhrase,
  brokenRulePhrase,
  contractPhrase,
  countsPhrase,
  findingPhrase,
  lossesTitle,
  numbered,
  outputsPhrase,
  phrasesOf,
  propertyPhrase,
  replacementsTitle,
  stalePhrase,
  staleTitle,
  stoppingTitle,
  summaryOf,
  titleOf,
  unknownPhrase,
  WAIVED,
  WITHOUT_CODE,
  withoutCodePhrase,
} from "./phrases.ts";
import { printedLine, printedLines } from "./printed-text.ts";
import { reportStem } from "./report-stem.ts";
import {
  placeOfReport,
  type LayerReport,
  type PropertyChange,
  type ResourceChange,
  type RunReport,
} from "./run-report.ts";

/** GitHub takes 65,536 characters; the rest is for who posts the comment. */
const LONGEST_COMMENT = 65_000;

/** Characters for each part that is always there; with heading and notes they are less than a comment may have. */
const BUDGET = {
  rules: 6_000,
  advice: 3_000,
  losses: 7_000,
  replacements: 5_000,
  notices: 5_000,
  failures: 7_000,
  table: 12_000,
  neighbours: 4_000,
  cost: 4_000,
};

/** What is folded away for one layer. */
interface Details {
  readonly layer: string;
  readonly full: string;
  /** Without the properties of its resources. */
  readonly brief: string;
}

/**
 * The report as one comment on a pull request. Its first line names operation and environment: who posts it replaces
 * the comment that begins with the same line.
 */
export function markdownReport(report: RunReport): string {
  const head = `${marker(report)}\n### Strata ${prose(titleOf(report))}`;
  if (isQuiet(report)) {
    const layers = numbered(report.layers.length, "layer");
    const line = `${phrasesOf(report).quiet}: ${layers}, ${circumstances(report)}.`;
    return fitted([head, line], [], neighbours(report), report);
  }
  const shown = [
    head,
    refusal(report),
    report.layers.length === 0 ? "" : `${summaryOf(report, code)}.`,
    ...findings(report),
    failures(report),
    table(report),
    cost(report),
  ];
  const details = report.layers.flatMap((layer) => detailsOf(layer, report));
  const footer = `<sub>${circumstances(report)}</sub>`;
  return fitted(shown, details, [...neighbours(report), footer], report);
}

function marker(report: RunReport): string {
  const { operation } = report;
  const name = placeKey(placeOfReport(report)).slice(0, 120).toWellFormed();
  return `<!-- strata:${operation}:${encodeURIComponent(name)} -->`;
}

/** `commit 0123456789ab, 12.3 s, 2026-02-03 04:05 UTC`. */
function circumstances({ commit, seconds, endedAt }: RunReport): string {
  const at = `${endedAt.slice(0, 16).replace("T", " ")} UTC`;
  const which = commit === undefined ? [] : [`commit ${printedLine(commit.slice(0, 12))}`];
  return prose([...which, `${seconds.toFixed(1)} s`, at].join(", "));
}

function refusal({ refused }: RunReport): string {
  if (refused === undefined) return "";
  const lines = codeBlock(printedLines(refused, 20, 180), "text");
  return alert("CAUTION", "Refused, nothing was started", lines);
}

/** What a reviewer has to see first, the worst on top. */
function findings(report: RunReport): string[] {
  const phrases = phrasesOf(report);
  const [lost, replaced] = [losses(report), otherReplacements(report)];
  const items = (found: readonly Finding[]) =>
    found.map((one) => about(one.layer, findingPhrase(one, phrases, code)));
  const notices = report.layers.flatMap((layer) =>
    noticesOf(layer).map((notice) => about(layer.layer, prose(printedLine(notice, 400)))),
  );
  const { stopping, advice } = brokenRules(report);
  return [
    alert("CAUTION", stoppingTitle(stopping), bullets(rulesText(stopping), BUDGET.rules)),
    alert("CAUTION", lossesTitle(lost, phrases), bullets(items(lost), BUDGET.losses)),
    alert(
      "WARNING",
      replacementsTitle(replaced, phrases),
      bullets(items(replaced), BUDGET.replacements),
    ),
    alert("WARNING", adviceTitle(advice), bullets(rulesText(advice), BUDGET.advice)),
    alert("IMPORTANT", "Notices", bullets(notices, BUDGET.notices)),
  ];
}

function rulesText(found: readonly BrokenRule[]): string[] {
  return found.map((one) => about(one.layer, brokenRulePhrase(one, code, prose)));
}

function failures({ layers }: RunReport): string {
  const broken = layers.filter((layer) => !isFine(layer) && layer.status !== "skipped");
  const blocks = broken.map((layer) => {
    const title = `**${prose(printedLine(layer.layer))}** ${layer.status}`;
    const text = failureOf(layer);
    if (text === "") return title;
    return [`${title}:`, "", ...codeBlock(printedLines(text, 20, 300), "text")].join("\n");
  });
  const { taken, left } = within(blocks, BUDGET.failures);
  return [...taken, ...(left > 0 ? [`${left} more did not finish.`] : [])].join("\n\n");
}

/** A row for each layer; where they are too many, those of unchanged layers go first. */
function table({ layers }: RunReport): string {
  if (layers.length === 0) return "";
  const head = ["| layer | result | + | ~ | ± | - | why | seconds |", "|-|-|-:|-:|-:|-:|-|-:|"];
  const all = within(layers.map(rowOf), BUDGET.table);
  if (all.left === 0) return [...head, ...all.taken].join("\n");
  const changed = layers.filter(({ status }) => status !== "unchanged");
  const { taken, left } = within(changed.map(rowOf), BUDGET.table);
  const unchanged = layers.length - changed.length;
  const missing = [
    ...(left > 0 ? [numbered(left, "more layer")] : []),
    ...(unchanged > 0 ? [numbered(unchanged, "unchanged layer")] : []),
  ];
  return [...head, ...taken, "", `Not in the table: ${missing.join(", ")}.`].join("\n");
}

/** What the layers cost together, and below it what that is made of. */
function cost({ layers }: RunReport): string {
  const total = totalCost(layers);
  if (total === undefined) return "";
  const rows = layers.flatMap(({ layer, cost: one }) =>
    one === undefined ? [] : [`| ${prose(printedLine(layer))} | ${prose(costPhrase(one))} |`],
  );
  const { taken, left } = within(rows, BUDGET.cost);
  const unpriced = total.unpriced.map((line) => prose(printedLine(line, 200)));
  return [
    `<details>\n<summary>${prose(totalPhrase(total))}</summary>`,
    ["| layer | USD a month, fixed |", "|-|-:|", ...taken].join("\n"),
    ...(left > 0 ? [`and ${numbered(left, "more layer")}.`] : []),
    section("Without a price", unpriced),
    "</details>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function rowOf(layer: LayerReport): string {
  const { status, counts, seconds } = layer;
  const ran = status !== "skipped" && status !== "unchanged";
  const numbers = [counts.created, counts.updated, counts.replaced, counts.deleted];
  const cells = [
    prose(printedLine(layer.layer)),
    status,
    ...numbers.map((count) => (ran ? String(count) : "")),
    prose(printedLine(why(layer), 200)),
    status === "skipped" ? "" : seconds.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

function detailsOf(layer: LayerReport, report: RunReport): Details[] {
  const { changes, contract, reads } = layer;
  const outputs = contract.map((one) => contractPhrase(layer.layer, one, code));
  const unknown = unknownReads(reads).map((one) => unknownPhrase(one, code));
  if (changes.length + outputs.length + unknown.length === 0) return [];
  const counts = countsPhrase([layer], phrasesOf(report));
  const parts = [counts, outputsPhrase(contract, prose)].filter((part) => part !== "").join("; ");
  const title = `<b>${prose(printedLine(layer.layer))}</b>${parts === "" ? "" : `: ${parts}`}`;
  const lists = [section("Outputs", outputs), section("Not known yet", unknown)];
  const text = (lines: readonly string[]) =>
    [
      `<details>\n<summary>${title}</summary>`,
      lines.length === 0 ? "" : codeBlock(lines, "diff").join("\n"),
      ...lists,
      "</details>",
    ]
      .filter((part) => part !== "")
      .join("\n\n");
  const { ops } = phrasesOf(report);
  const resources = changes.map((change) => resourceLine(change, ops[change.op]));
  const full = changes.flatMap((change, index) => [
    resources[index] ?? "",
    ...change.properties.map(propertyLine),
  ]);
  return [{ layer: layer.layer, full: text(full), brief: text(resources) }];
}

const SIGNS = { create: "+", update: "!", replace: "-/+", delete: "-", import: "+" } as const;

function resourceLine({ op, type, name }: ResourceChange, did: string): string {
  return `${SIGNS[op]} ${did} ${printedLine(type)} ${printedLine(name)}`;
}

function propertyLine(property: PropertyChange): string {
  const sign = { add: "+", update: "!", delete: "-" }[property.kind];
  const cause = property.replaces ? "  # replaces the resource" : "";
  return `${sign}     ${propertyPhrase(property)}${cause}`;
}

/** What is waived, and layers outside the run. */
function neighbours(report: RunReport): string[] {
  const { stale, behind, withoutCode } = report;
  const items = (
    layers: readonly {
      readonly layer: string;
      readonly text: string;
      readonly command?: string | undefined;
    }[],
  ) =>
    layers.map(({ layer, text, command }) =>
      about(layer, command === undefined ? text : `${text}: ${code(printedLine(command, 300))}`),
    );
  return [
    section(WAIVED, rulesText(brokenRules(report).waived)),
    section(
      staleTitle(report),
      items(stale.map((one) => ({ ...one, text: stalePhrase(one, code) }))),
    ),
    section(BEHIND, items(behind.map((one) => ({ ...one, text: prose(behindPhrase(one)) })))),
    section(
      WITHOUT_CODE,
      items(withoutCode.map((one) => ({ ...one, text: withoutCodePhrase(one) }))),
    ),
  ];
}

function about(layer: string, text: string): string {
  return `**${prose(printedLine(layer))}**: ${text}`;
}

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return [`${title}:`, "", ...bullets(items, BUDGET.neighbours)].join("\n");
}

function alert(
  kind: "CAUTION" | "WARNING" | "IMPORTANT",
  title: string,
  lines: readonly string[],
): string {
  if (lines.length === 0) return "";
  return [`[!${kind}]`, `**${title}**`, "", ...lines]
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

function bullets(items: readonly string[], budget: number): string[] {
  const { taken, left } = within(items, budget);
  return [...taken, ...(left > 0 ? [`and ${left} more`] : [])].map((item) => `- ${item}`);
}

/** As many of the texts as the budget allows, from the first. */
function within(texts: readonly string[], budget: number): { taken: string[]; left: number } {
  let length = 0;
  const end = texts.findIndex((text) => (length += text.length + 8) > budget);
  const taken = texts.slice(0, end === -1 ? texts.length : end);
  return { taken, left: texts.length - taken.length };
}

/** The whole comment. Where it would be too long, details are shortened, and then left out, the last first. */
function fitted(
  before: readonly string[],
  details: readonly Details[],
  after: readonly string[],
  report: RunReport,
): string {
  const shown = details.map(({ full }) => full);
  const comment = () => {
    const parts = [...before, ...shown, leftOut(details, shown, report), ...after];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  };
  let over = comment().length - LONGEST_COMMENT;
  if (over > 0) over += NOTE;
  for (const shorter of [details.map(({ brief }) => brief), details.map(() => "")]) {
    for (let last = shown.length - 1; last >= 0 && over > 0; last -= 1) {
      const instead = shorter[last] ?? "";
      over -= (shown[last] ?? "").length - instead.length;
      shown[last] = instead;
    }
  }
  return comment();
}

/** Characters, at most, to say what was left out. */
const NOTE = 2_000;

function leftOut(details: readonly Details[], shown: readonly string[], report: RunReport): string {
  const count = (left: (one: Details, index: number) => boolean) => details.filter(left).length;
  const dropped = count((_, index) => shown[index] === "");
  const shortened = count(({ full }, index) => shown[index] !== "" && shown[index] !== full);
  const parts = [
    ...(shortened > 0 ? [`the properties of ${numbered(shortened, "layer")}`] : []),
    ...(dropped > 0 ? [`all details of the last ${numbered(dropped, "layer")}`] : []),
  ];
  if (parts.length === 0) return "";
  const file = code(printedLine(`${reportStem(report)}.json`));
  return `Left out, because a comment may not be longer: ${parts.join(" and ")}. ${file} has everything.`;
}
