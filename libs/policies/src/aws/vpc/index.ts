import type { Rule } from "../../rule.ts";

import {
  securityGroupRuleDescription,
  securityGroupRulePeer,
  securityGroupRulePorts,
  securityGroupRuleProtocol,
  securityGroupRuleRepeated,
  securityGroupRuleVpc,
} from "./security-group-rule.ts";

/** One line a rule, by the alphabet. */
export const vpcRules: readonly Rule[] = [
  securityGroupRuleDescription,
  securityGroupRulePeer,
  securityGroupRulePorts,
  securityGroupRuleProtocol,
  securityGroupRuleRepeated,
  securityGroupRuleVpc,
];
