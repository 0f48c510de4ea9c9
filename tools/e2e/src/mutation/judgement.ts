import type { RunReport } from "@strata/nx-pulumi";

import type { LayerName } from "./baseline.ts";

type LayerReport = RunReport["layers"][number];

/** What is known of one layer after an edit: the truth, and what Strata and Nx made of it. */
export interface LayerJudgement {
  readonly layer: string;
  /** What a preview by the engine shows to be other than what is deployed; undefined where nothing is. */
  readonly change?: string;
  /** Why the gate starts the engine; empty where it does not. */
  readonly reasons: readonly string[];
  /** Whether `nx affected` selects the layer. */
  readonly selected: boolean;
  /** Whether it is selected, or is told as stale by the run of one that is: it reads an output that changes there. */
  readonly reached: boolean;
}

/** What an edit does to the layers. */
export interface Judgement {
  readonly layers: readonly LayerJudgement[];
  /** Layers of which nothing can be told, because one that they read cannot be planned. */
  readonly undecidable: readonly string[];
}

/** A layer that a preview changes and that would not have been deployed. */
export function isMissed({ change, reasons, reached }: LayerJudgement): boolean {
  return change !== undefined && (reasons.length === 0 || !reached);
}

/** A layer for which the engine was started, to change nothing. */
export function isOvershot({ change, reasons }: LayerJudgement): boolean {
  return change === undefined && reasons.length > 0;
}

/** What was asked of a workspace after an edit. */
export interface Evidence {
  /** The report of a preview of all layers with `--force`. */
  readonly forced: RunReport;
  /** Layers that `nx affected` selects. */
  readonly selected: ReadonlySet<string>;
}

/** Judges an edit that left a workspace whose layers can be planned, each on its own. */
export function judged({ forced, selected }: Evidence): Judgement {
  const skipped = forced.layers.filter(({ status }) => status === "skipped");
  const others = forced.layers.filter(({ status }) => status !== "skipped");
  const layers: LayerJudgement[] = [];
  // In the order of the run: what a layer reads has been judged before it.
  for (const report of others) {
    const reasons = reasonsOf(report);
    const change = changeOf(report);
    const isSelected = selected.has(report.layer);
    const isTold = reasons.length > 0 && reasons.every((reason) => isReadOf(reason, layers));
    layers.push({
      layer: report.layer,
      ...(change === undefined ? {} : { change }),
      reasons,
      selected: isSelected,
      reached: isSelected || isTold,
    });
  }
  return { layers, undecidable: skipped.map(({ layer }) => layer) };
}

/** A run that did not begin. */
export interface Refusal {
  /** What a run with --force says: in its report, or undefined where it did not come to write one. */
  readonly reported?: string;
  /** Whether a run without --force does not begin either. */
  readonly isUnforcedToo: boolean;
  /** Paths of the files that were edited. */
  readonly edited: readonly string[];
  /** Layers that `nx affected` selects; undefined where Nx itself fails, and so does every command. */
  readonly selected?: ReadonlySet<string>;
}

/**
 * Judges an edit after which no run begins: every layer that the report speaks of, or whose files were edited, is
 * changed, and is kept from being deployed.
 */
export function judgedRefused(
  { reported = "", isUnforcedToo, edited, selected }: Refusal,
  layers: readonly LayerName[],
): Judgement {
  const concerned = layers.filter(
    (layer) =>
      new RegExp(`\\b${layer}\\b`).test(reported) || edited.some((path) => isOf(layer, path)),
  );
  return {
    layers: concerned.map((layer) => ({
      layer,
      change: `refused: ${reported}`,
      reasons: isUnforcedToo ? ["refused"] : [],
      selected: selected?.has(layer) ?? true,
      reached: true,
    })),
    undecidable: layers.filter((layer) => !concerned.includes(layer)),
  };
}

function isOf(layer: string, path: string): boolean {
  return path.startsWith(`apps/${layer}/`) || path.startsWith(`libs/contracts/${layer}/`);
}

function changeOf({ status, reason, counts, contract }: LayerReport): string | undefined {
  if (status !== "done") return `${status}: ${reason ?? "without a reason"}`;
  const steps = (["created", "updated", "replaced", "deleted"] as const)
    .filter((step) => counts[step] > 0)
    .map((step) => `${counts[step]} ${step}`);
  const outputs = contract.map(({ key, change }) => `output ${key} ${change}`);
  const all = [...steps, ...outputs];
  return all.length === 0 ? undefined : all.join(", ");
}

/** Why a run without --force would start the engine, or would not let the layer be deployed. */
function reasonsOf({ gate, status, reason = "" }: LayerReport): readonly string[] {
  if (gate === undefined) return [`${status}: ${reason}`];
  return gate.reasons.filter((one) => gate.runs && one !== "--force");
}

/** Whether a reason is an output of a layer that is deployed, or planned, before. */
function isReadOf(reason: string, before: readonly LayerJudgement[]): boolean {
  const [, producer] =
    /^([a-z-]+)\.\w+ (changed|is known only after|is not published any more)/.exec(reason) ?? [];
  return before.some(({ layer, reached }) => layer === producer && reached);
}
