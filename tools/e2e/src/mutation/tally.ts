import { isMissed, isOvershot, type Judgement } from "./judgement.ts";

/** Sums over some edits; a layer counts once for each edit. */
export interface Tally {
  readonly edits: number;
  /** Layers of which a preview told whether they change. */
  readonly previewed: number;
  readonly changed: number;
  /** Layers that `nx affected` selects. */
  readonly selected: number;
  /** Layers for which the gate starts the engine, or stops the run. */
  readonly decided: number;
  readonly missed: number;
  readonly overshot: number;
  /** Layers of which nothing could be told. */
  readonly untold: number;
}

/** Sums up what was found. */
export function tallyOf(judgements: readonly Judgement[]): Tally {
  const layers = judgements.flatMap((one) => one.layers);
  return {
    edits: judgements.length,
    previewed: layers.length,
    changed: layers.filter(({ change }) => change !== undefined).length,
    selected: layers.filter(({ selected }) => selected).length,
    decided: layers.filter(({ reasons }) => reasons.length > 0).length,
    missed: layers.filter(isMissed).length,
    overshot: layers.filter(isOvershot).length,
    untold: judgements.reduce((sum, one) => sum + one.undecidable.length, 0),
  };
}

/** Share of the layers for which the engine is started that have something to do; undefined where it never is. */
export function precisionOf({ decided, overshot }: Tally): number | undefined {
  return decided === 0 ? undefined : (decided - overshot) / decided;
}
