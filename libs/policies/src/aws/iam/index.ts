import type { Rule } from "../../rule.ts";

import { policyAction, policyResource } from "./policy-action.ts";
import { policyCondition, policyGrammar, policyPrincipal, policySize } from "./policy-document.ts";
import { iamAttachment, iamName, iamRoleQuota, iamRoleUser, iamSession } from "./role.ts";

/** One line a rule, by the alphabet. */
export const iamRules: readonly Rule[] = [
  iamAttachment,
  iamName,
  iamRoleQuota,
  iamRoleUser,
  iamSession,
  policyAction,
  policyCondition,
  policyGrammar,
  policyPrincipal,
  policyResource,
  policySize,
];
