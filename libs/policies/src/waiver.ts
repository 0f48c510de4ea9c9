import { environments } from "@strata/config/environments";
import * as z from "zod";

import { evaluate } from "./evaluate.ts";
import type { Finding } from "./finding.ts";
import { recordedResources, type RecordedResource } from "./recorded.ts";
import { ruleOf } from "./registry.ts";
import type { PolicyResource } from "./resource.ts";
import type { PolicyContext } from "./rule.ts";
import { hasUnknown } from "./unknown.ts";

const waiver = z.strictObject({
  rule: z.string().min(1),
  resource: z.string().min(1),
  environment: z.string().min(1),
  reason: z.string().trim().min(10, "say why, in a sentence"),
  expires: z.iso.date("a day, as 2027-01-31"),
});

/** An exception from a rule: for one resource, in one environment, for a reason, until a day. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Logical name of the resource; with its type in front where several have it: `aws:s3/bucket:Bucket logs`. */
  readonly resource: string;
  readonly environment: string;
  readonly reason: string;
  /** The last day on which it holds: `2027-01-31`. */
  readonly expires: string;
}

/** A finding, and whether it counts. */
export interface JudgedFinding extends Finding {
  /** Present where a waiver covers it: why, and until which day. */
  readonly waived?: Pick<Waiver, "reason" | "expires">;
}

/** Findings of a layer, held against its waivers. */
export interface Judgement {
  readonly findings: readonly JudgedFinding[];
  /** What is wrong with the waivers, one line each; a run must not go on with it. */
  readonly problems: readonly string[];
  /** The earliest day on which a waiver that was needed ends; absent where none was. */
  readonly expires?: string;
}

/**
 * Reads what `waivers.ts` of a layer exports.
 *
 * @throws Error that lists each problem of its form
 */
export function parseWaivers(value: unknown, where: string): readonly Waiver[] {
  const result = z.safeParse(z.array(waiver), value);
  if (result.success) return result.data;
  throw new Error(
    `${where} must export \`waivers\`, a list of waivers of @strata/policies\n${z.prettifyError(result.error)}`,
  );
}

export interface JudgementRequest {
  readonly findings: readonly Finding[];
  /** Everything that the rules saw; undefined where they did not see all, and no waiver can be called stale. */
  readonly resources: readonly PolicyResource[] | undefined;
  readonly waivers: readonly Waiver[];
  readonly context: PolicyContext;
  /** Today, UTC: `2027-01-31`. */
  readonly today: string;
}

/** Holds findings against the waivers of the layer. */
export function judge(request: JudgementRequest): Judgement {
  const { findings, resources, waivers, context, today } = request;
  const { name } = context.environment;
  const here = waivers.filter(({ environment }) => environment === name);
  const valid = here.filter(({ expires }) => expires >= today);
  const judged = findings.map((finding): JudgedFinding => {
    const found = valid.find((one) => covers(one, finding));
    if (found === undefined) return finding;
    return { ...finding, waived: { reason: found.reason, expires: found.expires } };
  });
  const needed = judged.flatMap(({ waived }) => (waived === undefined ? [] : [waived.expires]));
  const [earliest] = needed.sort();
  return {
    findings: judged,
    problems: [
      ...waivers.flatMap((one) => mistakes(one)),
      ...here.filter(({ expires }) => expires < today).map(expiredText),
      ...(resources === undefined
        ? []
        : valid
            .filter((one) => ruleOf(one.rule) !== undefined)
            .filter((one) => !findings.some((finding) => covers(one, finding)))
            .flatMap((one) => staleText(one, resources))),
    ],
    ...(earliest === undefined ? {} : { expires: earliest }),
  };
}

/** A recorded program, held against all rules and the waivers of its layer, as a run would. */
export function judgementOf(
  recorded: readonly RecordedResource[],
  waivers: readonly Waiver[],
  context: PolicyContext,
  today = new Date().toISOString().slice(0, 10),
): Judgement {
  const resources = recordedResources(recorded, context);
  return judge({ findings: evaluate(resources, context), resources, waivers, context, today });
}

/** One error for all that is wrong with the waivers of a layer. */
export function waiverProblemsText(where: string, problems: readonly string[]): string {
  const lines = problems.map((problem) => `  ${problem}`);
  return [`${where} is not in order, so nothing was changed`, ...lines].join("\n");
}

/** Findings that stop a run. */
export function mandatory<F extends JudgedFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter(({ enforcement, waived }) => enforcement === "mandatory" && !waived);
}

function covers({ rule, resource }: Waiver, finding: Finding): boolean {
  return rule === finding.rule && isNamed(resource, finding);
}

function isNamed(resource: string, { type, name }: Pick<Finding, "type" | "name">): boolean {
  return resource === name || resource === `${type} ${name}`;
}

function textOf({ rule, resource, environment }: Waiver): string {
  return `waiver of ${rule} for "${resource}" in ${environment}`;
}

function mistakes(one: Waiver): string[] {
  const known = Object.keys(environments);
  return [
    ...(ruleOf(one.rule) === undefined
      ? [`${textOf(one)}: there is no such rule; the ids stand in libs/policies`]
      : []),
    ...(known.includes(one.environment)
      ? []
      : [`${textOf(one)}: there is no such environment, only ${known.join(", ")}`]),
  ];
}

function expiredText(one: Waiver): string {
  return `${textOf(one)}: expired on ${one.expires}; follow the rule, or agree on another day`;
}

/** What a preview does not know yet may still break the rule. */
function staleText(one: Waiver, resources: readonly PolicyResource[]): string[] {
  const named = resources.filter((resource) => isNamed(one.resource, resource));
  if (named.length === 0) return [`${textOf(one)}: there is no such resource; delete the waiver`];
  const watched = ruleOf(one.rule)?.kind === "stack" ? resources : named;
  if (watched.some(({ props }) => hasUnknown(props))) return [];
  return [`${textOf(one)}: the resource keeps the rule; delete the waiver`];
}
