import type { Rule } from "../../rule.ts";

import {
  webAclAssociationKind,
  webAclAssociationOnce,
  webAclAssociationResource,
  webAclLogDestination,
  webAclLogOnce,
} from "./web-acl-use.ts";
import {
  webAclActions,
  webAclManagedGroup,
  webAclMatches,
  webAclMetrics,
  webAclName,
  webAclNesting,
  webAclRate,
  webAclResponses,
  webAclRuleNames,
  webAclScope,
} from "./web-acl.ts";

/** One line a rule, by the alphabet. */
export const wafv2Rules: readonly Rule[] = [
  webAclActions,
  webAclAssociationKind,
  webAclAssociationOnce,
  webAclAssociationResource,
  webAclLogDestination,
  webAclLogOnce,
  webAclManagedGroup,
  webAclMatches,
  webAclMetrics,
  webAclName,
  webAclNesting,
  webAclRate,
  webAclResponses,
  webAclRuleNames,
  webAclScope,
];
