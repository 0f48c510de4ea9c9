import { awsRules } from "./aws/index.ts";
import { houseRules } from "./house/index.ts";
import type { Group, Rule } from "./rule.ts";
import { securityRules } from "./security/index.ts";

const byGroup: Readonly<Record<Group, readonly Rule[]>> = {
  security: securityRules,
  house: houseRules,
  aws: awsRules,
};

/** Every rule there is. */
export const rules: readonly Rule[] = Object.values(byGroup).flat();

/** The rule of that id; undefined if there is none. */
export function ruleOf(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
