export { contextOf } from "./src/context.ts";
export { evaluate } from "./src/evaluate.ts";
export type { Finding } from "./src/finding.ts";
export {
  findingsOf,
  identitiesOf,
  providerProps,
  recordedResources,
  type RecordedResource,
} from "./src/recorded.ts";
export { ruleOf, rules } from "./src/registry.ts";
export {
  mayReferToAnything,
  refersTo,
  type PolicyOptions,
  type PolicyResource,
  type Properties,
} from "./src/resource.ts";
export {
  resourceRule,
  stackRule,
  type Enforcement,
  type Group,
  type PolicyContext,
  type Problem,
  type Problems,
  type ResourceRule,
  type Rule,
  type StackProblem,
  type StackRule,
} from "./src/rule.ts";
export { at, hasUnknown, isUnknown, known, listAt, UNKNOWN } from "./src/unknown.ts";
export {
  judge,
  judgementOf,
  mandatory,
  parseWaivers,
  waiverProblemsText,
  type JudgedFinding,
  type Judgement,
  type JudgementRequest,
  type Waiver,
} from "./src/waiver.ts";
export { waiverTable, type ResourceName, type WaiverRow } from "./src/waiver-table.ts";
