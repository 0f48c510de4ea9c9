import { HASH_LENGTH, joinWords, safeStart, type NameParts } from "./fit-name.ts";
import { nameRules, type NameKind, type NameRule } from "./name-rules.ts";

/** What all names of one kind begin with in one layer and environment. */
export interface NamePrefix {
  readonly text: string;
  /** Whether layer and environment stand in it as a whole. Not so where AWS allows too few characters. */
  readonly complete: boolean;
}

/**
 * What `fitName` gives every name of that kind to begin with, whatever the role: for patterns, as in a policy.
 *
 * @param reserve as for `fitName`
 */
export function namePrefix(
  kind: NameKind,
  { project, environment, layer }: Omit<NameParts, "role">,
  reserve = 0,
): NamePrefix {
  const rule: NameRule = nameRules[kind];
  const whole = safeStart(joinWords([project, environment, layer, ""], rule), rule);
  // Names that do not fit are cut there, and names that do fit begin in the same way.
  const head = rule.max - reserve - rule.separator.length - HASH_LENGTH;
  if (whole.length <= head) return { text: whole, complete: rule.separator !== "" };
  return { text: whole.slice(0, head).replace(/[-_]+$/, ""), complete: false };
}
