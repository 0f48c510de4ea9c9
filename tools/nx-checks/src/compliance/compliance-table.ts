import { environments } from "@strata/config";
import {
  evaluate,
  findingsOf,
  judge,
  recordedResources,
  rules,
  type JudgedFinding,
  type Rule,
} from "@strata/policies";
import { format, resolveConfig } from "prettier";

import { environmentRules } from "./environment-rules.ts";
import { waiversOf, type RecordedLayer } from "./recorded-environment.ts";
import { uncheckedControls } from "./unchecked-controls.ts";

/** What rules found in one environment. */
interface Findings {
  readonly environment: string;
  /** Types of everything there. */
  readonly types: ReadonlySet<string>;
  readonly findings: readonly (JudgedFinding & { readonly layer: string })[];
}

/** The document `docs/compliance.md`. */
export async function complianceTable(
  recorded: ReadonlyMap<string, readonly RecordedLayer[]>,
): Promise<string> {
  const all: Findings[] = [];
  for (const [environment, layers] of recorded) all.push(await findingsIn(environment, layers));
  const notes = waiverNotes(all);
  // What AWS refuses anyway is no control.
  const asked = rules.filter(({ group }) => group !== "aws");
  const checked = [...asked, ...environmentRules]
    .flatMap((rule) => rule.controls.map((control) => ({ control, rule })))
    .sort((a, b) => byNumber(a.control, b.control) || byNumber(a.rule.id, b.rule.id));
  const names = Object.keys(environments);
  const text = [
    ...INTRODUCTION,
    "",
    row(["control", "rule", ...names]),
    row(Array(names.length + 2).fill("-")),
    ...checked.map(({ control, rule }) =>
      row([control, `\`${rule.id}\``, ...all.map((one) => cell(rule, one, notes))]),
    ),
    "",
    "## Waivers",
    "",
    row(["no.", "rule", "layer: resource", "environments", "why", "until"]),
    row(Array(6).fill("-")),
    ...[...notes.values()].map(({ number, rule, where, environments, reason, expires }) =>
      row([
        String(number),
        `\`${rule}\``,
        [...where].join(", "),
        [...environments].join(", "),
        reason,
        expires,
      ]),
    ),
    "",
    "## Controls that no rule checks",
    "",
    row(["controls", "why"]),
    row(["-", "-"]),
    ...uncheckedControls.map((line) => row(line)),
    "",
  ].join("\n");
  const file = new URL("../../../../docs/compliance.md", import.meta.url).pathname;
  return format(text, { ...(await resolveConfig(file)), parser: "markdown" });
}

const INTRODUCTION = [
  "# Controls and environments",
  "",
  "<!-- Written by `node tools/nx-checks/src/compliance/write.ts`; a test fails while it is out of date. -->",
  "",
  "Which controls of Security Hub (AWS Foundational Security Best Practices, NIST 800-53, resource tagging), of CIS",
  "AWS Foundations 5.0 and of well-known scanners hold where. Every rule is mandatory in every environment; what an",
  "environment leaves out is a waiver in `apps/<layer>/waivers.ts`, with a reason and a last day. The programs of all",
  "layers are recorded for it, with the settings of each environment.",
  "",
  "- **pass**: there are resources of the rule's types, and none breaks it",
  "- **waived**: some break it, each with a waiver; the numbers are those of the table below",
  "- **–**: there is nothing that it is about",
  "",
];

/** Waivers that are needed, those of one reason together. */
interface Note {
  readonly number: number;
  readonly rule: string;
  readonly where: Set<string>;
  readonly environments: Set<string>;
  readonly reason: string;
  readonly expires: string;
}

async function findingsIn(
  environment: string,
  layers: readonly RecordedLayer[],
): Promise<Findings> {
  const findings: (JudgedFinding & { readonly layer: string })[] = [];
  for (const { layer, context, resources } of layers) {
    const { findings: judged } = judge({
      findings: findingsOf(resources, context),
      resources: undefined,
      waivers: await waiversOf(layer),
      context,
      today: "1970-01-01", // a waiver that has ended stops a run, and is not for this document to forget
    });
    findings.push(...judged.map((one) => ({ ...one, layer })));
  }
  const [first] = layers;
  if (first !== undefined) {
    const together = layers.flatMap(({ resources, context }) =>
      recordedResources(resources, context),
    );
    const found = evaluate(together, first.context, environmentRules);
    findings.push(...found.map((one) => ({ ...one, layer: "all" })));
  }
  const types = new Set(layers.flatMap(({ resources }) => resources.map(({ type }) => type)));
  return { environment, types, findings };
}

function waiverNotes(all: readonly Findings[]): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>();
  for (const { environment, findings } of all) {
    for (const { rule, layer, name, waived } of findings) {
      if (waived === undefined) continue;
      const key = noteKey(rule, waived);
      const found = notes.get(key) ?? {
        number: notes.size + 1,
        rule,
        where: new Set(),
        environments: new Set(),
        ...waived,
      };
      found.where.add(`${layer}: ${name.replace(`strata-${environment}-`, "strata-…-")}`);
      found.environments.add(environment);
      notes.set(key, found);
    }
  }
  return notes;
}

function noteKey(rule: string, { reason, expires }: { reason: string; expires: string }): string {
  return `${rule} ${reason} ${expires}`;
}

function cell(rule: Rule, { types, findings }: Findings, notes: ReadonlyMap<string, Note>): string {
  if (!rule.types.some((type) => types.has(type))) return "–";
  const found = findings.filter((one) => one.rule === rule.id);
  if (found.some(({ waived }) => waived === undefined)) return "**fails**";
  const numbers = found.flatMap(({ waived }) =>
    waived === undefined ? [] : (notes.get(noteKey(rule.id, waived))?.number ?? []),
  );
  if (numbers.length === 0) return "pass";
  return `waived ${[...new Set(numbers)].join(", ")}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** `EC2.9` before `EC2.10`. */
function byNumber(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
