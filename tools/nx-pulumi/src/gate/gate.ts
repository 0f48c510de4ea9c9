import type { RecordedLayer } from "../state/state-store.ts";
import type { RunRecord } from "../state/run-record.ts";
import { digestOfValue } from "./digest.ts";
import type { Inputs } from "./layer-inputs.ts";
import type { GateReport } from "../report/run-report.ts";

/** Pulumi's sentinel for a value that is not known before something was created. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the gate looks at. */
export interface GateFacts {
  /** The user wants the engine, whatever the gate would say. */
  readonly force: boolean;
  readonly state: RecordedLayer | undefined;
  readonly record: RunRecord | undefined;
  readonly inputs: Inputs;
  /** Today, UTC, as 2027-01-31. @default what the clock says */
  readonly today?: string;
  /** What another layer publishes now, or would publish; undefined if it is not deployed. */
  readonly outputsOf: (layer: string) => Readonly<Record<string, unknown>> | undefined;
}

/**
 * Decides whether a layer has anything to do: its program, settings, versions and read outputs are what its last
 * successful deployment saw, and nothing else has touched its state since.
 */
export function decide(facts: GateFacts): GateReport {
  const { state, record, force } = facts;
  if (state === undefined || state.resourceCount === 0) return runs(["not deployed yet"]);
  if (record === undefined || record.stateDigest === "") {
    return runs(["no record of its last deployment"]);
  }
  const reasons = [
    ...(force ? ["--force"] : []),
    ...(state.digest === record.stateDigest
      ? []
      : ["its state has changed since its last successful up"]),
    ...changedInputs(record.inputs, facts.inputs),
    ...changedReads(record, facts.outputsOf),
    ...expiredWaivers(record, facts.today ?? new Date().toISOString().slice(0, 10)),
  ];
  if (reasons.length > 0) return runs(reasons);
  return {
    runs: false,
    reasons: [`program, settings, versions and what it reads are as deployed ${record.at}`],
  };
}

/**
 * Whether nothing but the layer's own sources and settings differs, so that its program, run against what is deployed,
 * can tell whether it asks for anything else.
 */
export function isReplayable({
  state,
  record,
  inputs,
  outputsOf,
}: Omit<GateFacts, "force">): boolean {
  if (state === undefined || record?.goal === undefined) return false;
  if (state.digest !== record.stateDigest || changedReads(record, outputsOf).length > 0)
    return false;
  const names = new Set([...Object.keys(record.inputs), ...Object.keys(inputs)]);
  const changed = [...names].filter((name) => record.inputs[name] !== inputs[name]);
  return changed.length > 0 && changed.every((name) => OF_SOURCES.test(name));
}

// A setting of another namespace, such as `pulumi:…` or `aws:…`, is the engine's or a provider's.
const OF_SOURCES =
  /^(program|rules|waivers|contract|contract of .+|setting [^:]+|file .+|package .+)$/;

function expiredWaivers({ waiversExpire }: RunRecord, today: string): string[] {
  if (waiversExpire === undefined || waiversExpire >= today) return [];
  return [`a waiver that it needed expired on ${waiversExpire}`];
}

/** What differs between what was deployed and what is there now, one reason each. */
export function changedInputs(before: Inputs, now: Inputs): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => before[name] !== now[name],
  );
  return names.map((name) => reasonOf(name, before[name], now[name])).sort();
}

function reasonOf(name: string, before: string | undefined, now: string | undefined): string {
  if (now?.startsWith("broken: ") === true) return `${name} ${now}`;
  if (before === undefined) return `${name} is new`;
  if (now === undefined || now === "absent") return `${name} is gone`;
  const isVersion = /^(package |engine$|node$)/.test(name);
  const [from = "", to = ""] = [before, now].map((text) => text.split(" ")[0]);
  if (!isVersion) return `${name} changed`;
  return from === to ? `${name}: something it needs changed` : `${name} ${from} → ${to}`;
}

function changedReads({ reads }: RunRecord, outputsOf: GateFacts["outputsOf"]): string[] {
  return reads.flatMap(({ layer, key, digest }) => {
    const name = `${layer}.${key}`;
    const outputs = outputsOf(layer);
    if (outputs === undefined) return [`${layer} is not deployed any more`];
    if (!Object.hasOwn(outputs, key)) return [`${name} is not published any more`];
    if (hasUnknown(outputs[key])) return [`${name} is known only after ${layer} is deployed`];
    return digestOfValue(outputs[key]) === digest ? [] : [`${name} changed`];
  });
}

/** Whether a planned value is known only after the deployment, wholly or in part. */
export function hasUnknown(value: unknown): boolean {
  return value === UNKNOWN || (JSON.stringify(value)?.includes(UNKNOWN) ?? false);
}

function runs(reasons: string[]): GateReport {
  return { runs: true, reasons };
}
