import { ruleType } from "./rule-type.ts";

export const resource = ruleType("Ingress");
