import { estimate, type Estimate } from "@strata/cost";
import {
  evaluate,
  judge,
  rules,
  waiverProblemsText,
  mandatory,
  providerProps,
  type Finding,
  type JudgedFinding,
  type Judgement,
  type PolicyContext,
  type PolicyResource,
  type Properties,
  type Waiver,
} from "@strata/policies";

import type { PlannedResource } from "../host/message.ts";
import { plainValues, secretTexts, shownValues } from "./plain-value.ts";
import { registeredResource } from "./registered-resource.ts";
import type { Registration, Registrations } from "./registrations.ts";

export interface LayerPoliciesOptions {
  readonly context: PolicyContext;
  readonly waivers: readonly Waiver[];
  /** The file of the waivers, for messages. */
  readonly waiversFile: string;
  readonly registrations: Registrations;
  /** Today, UTC: `2027-01-31`. */
  readonly today: string;
}

/** A resource as the engine is about to make it. */
export interface AnalyzedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  /** After the provider's check: with its defaults. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider?: { readonly name: string; readonly inputs: Properties };
}

/** The rules, held against what the program of one layer asks for. */
export class LayerPolicies {
  readonly rules = rules;
  readonly #given: LayerPoliciesOptions;
  #analyzed = new Map<string, AnalyzedResource>();
  #isPlan = true;
  #isComplete = false;
  #planned: Judgement | undefined;
  /** Whether the engine was told of a finding for which it has to fail. */
  hasStopped = false;

  constructor(given: LayerPoliciesOptions) {
    this.#given = given;
  }

  /** The engine begins a plan or an update; what it did before was the plan of this. */
  begin(isPlan: boolean): void {
    this.#isPlan = isPlan;
    if (this.#analyzed.size > 0) this.#planned = this.#current();
    this.#analyzed = new Map();
    this.#isComplete = false;
  }

  /** Findings on one resource alone, without those that are waived. */
  analyze(resource: AnalyzedResource): readonly JudgedFinding[] {
    this.#analyzed.set(resource.urn, resource);
    return this.#counted(this.#findings([this.#resourceOf(resource)], ["resource"]));
  }

  /**
   * Findings on the resources together, without those that are waived, now that the engine has them all; and what is
   * wrong with the waivers, as long as that can still stop a plan.
   */
  analyzeStack(): Pick<Judgement, "findings" | "problems"> {
    this.#isComplete = true;
    const findings = this.#counted(this.#findings(this.#resources(), ["stack"]));
    const problems = this.#isPlan ? this.#current().problems : [];
    this.hasStopped ||= problems.length > 0;
    return { findings, problems };
  }

  /** All findings of what the engine has planned; undefined until it has begun with what it planned. */
  get planned(): Judgement | undefined {
    return this.#planned;
  }

  /** All findings until now. An update that ended early has not come to all that its plan had found. */
  judgement(): Judgement {
    const current = this.#current();
    const planned = this.#planned;
    if (planned === undefined || this.#isComplete) return current;
    const rest = planned.findings.filter(
      (one) => !current.findings.some((other) => isSame(one, other)),
    );
    return { ...planned, findings: [...current.findings, ...rest] };
  }

  /** All findings on what a program asked for without an engine: nothing is unknown, and no default is filled in. */
  judgementOfRegistered(): Judgement {
    const { registrations } = this.#given;
    const resources = registrations.all.map((one) =>
      registeredResource(one, registrations, this.#provider(one)),
    );
    return this.#judged(this.#findings(resources, ["resource", "stack"]), resources);
  }

  /**
   * Why a plan must not be carried out; undefined if it may.
   *
   * @param hasBegun whether it was carried out in part, because what breaks a rule became known on the way
   */
  refusal({ findings, problems }: Judgement, hasBegun = false): string | undefined {
    const { waiversFile } = this.#given;
    const stopping = mandatory(findings);
    const texts = [
      ...(problems.length === 0 || hasBegun ? [] : [waiverProblemsText(waiversFile, problems)]),
      ...(stopping.length === 0 ? [] : [brokenRulesText(stopping, waiversFile, hasBegun)]),
    ];
    return texts.length === 0 ? undefined : texts.join("\n");
  }

  #current(): Judgement {
    const resources = this.#resources();
    // What a program did not come to ask for is missing for another reason.
    const kinds = this.#isComplete ? (["resource", "stack"] as const) : (["resource"] as const);
    return this.#judged(this.#findings(resources, kinds), this.#isComplete ? resources : undefined);
  }

  /** What the resources cost in a month. */
  cost(): Estimate {
    return estimate(this.#resources(), this.#given.context.region);
  }

  /** All that the engine was asked for, to be drawn. */
  shown(): readonly PlannedResource[] {
    return [...this.#analyzed.values()].map(({ urn, type, name, parent, inputs }) => ({
      urn,
      type,
      name,
      ...(parent === "" ? {} : { parent }),
      props: shownValues(inputs),
    }));
  }

  #counted(found: readonly Finding[]): readonly JudgedFinding[] {
    const { findings } = this.#judged(found, undefined);
    this.hasStopped ||= mandatory(findings).length > 0;
    return findings.filter(({ waived }) => waived === undefined);
  }

  #resources(): readonly PolicyResource[] {
    return [...this.#analyzed.values()].map((one) => this.#resourceOf(one));
  }

  #findings(
    resources: readonly PolicyResource[],
    kinds: readonly ("resource" | "stack")[],
  ): readonly Finding[] {
    const asked = this.rules.filter(({ kind }) => kinds.includes(kind));
    const found = evaluate(resources, this.#given.context, asked);
    if (found.length === 0) return found;
    const secrets = this.#given.registrations.all
      .flatMap(({ request }) => secretTexts(request.getObject()?.toJavaScript()))
      .filter(({ length }) => length >= SHORTEST_SECRET);
    return found.map((finding) => ({
      ...finding,
      problem: withoutTexts(finding.problem, secrets),
      message: withoutTexts(finding.message, secrets),
    }));
  }

  #judged(
    findings: readonly Finding[],
    resources: readonly PolicyResource[] | undefined,
  ): Judgement {
    const { waivers, context, today } = this.#given;
    return judge({ findings, resources, waivers, context, today });
  }

  #resourceOf({ urn, type, name, parent, inputs, provider }: AnalyzedResource): PolicyResource {
    const registered = this.#given.registrations.find(type, name, parent);
    const props = plainValues(inputs);
    // What the engine makes on its own, such as a default provider.
    if (registered === undefined) return { ...NOTHING_SAID, urn, type, name, props };
    const of = provider && {
      name: provider.name,
      props: providerProps(plainValues(provider.inputs)),
    };
    const facts = { urn, inputs: props, provider: of };
    return registeredResource(registered, this.#given.registrations, facts);
  }

  /** The provider that a program named, as it registered it. */
  #provider({ request }: Registration): { provider?: PolicyResource["provider"] } {
    // Its URN, and its id behind that.
    const reference = request.getProvider();
    const urn = reference.slice(0, reference.lastIndexOf("::"));
    const found = this.#given.registrations.all.find(
      ({ response }) => urn !== "" && response?.getUrn() === urn,
    );
    if (found === undefined) return {};
    const { name, props } = registeredResource(found, this.#given.registrations);
    return { provider: { name, props: providerProps(props) } };
  }
}

const NOTHING_SAID = {
  options: { protect: false, retainOnDelete: false, ignoreChanges: [], deleteBeforeReplace: false },
  dependencies: [],
  propertyDependencies: {},
  identities: [],
} as const;

/** Shorter ones are in too many words. */
const SHORTEST_SECRET = 4;

function withoutTexts(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "(secret)"), text);
}

function isSame(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && one.urn === other.urn && one.property === other.property;
}

function brokenRulesText(
  findings: readonly JudgedFinding[],
  waiversFile: string,
  hasBegun: boolean,
): string {
  const names = [...new Set(findings.map(({ rule, name }) => `${rule} (${name})`))];
  const what = names.length === 1 ? "a mandatory rule is broken" : "mandatory rules are broken";
  const effect = hasBegun ? "" : ", so nothing was changed";
  return `${what}${effect}: ${names.join(", ")}. Repair it, or agree on a waiver in ${waiversFile}`;
}
