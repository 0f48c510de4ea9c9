import { describeRuleType } from "./testing/rule-type-cases.ts";

describeRuleType("Ingress");
