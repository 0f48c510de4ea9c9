import { waiverTable } from "@strata/policies";

/** What this layer leaves out of the rules: where, why, and until when. */
export const waivers = waiverTable([
  {
    rule: "alarm-actions",
    environments: ["seed"],
    resources: ["alb-5xx", "alb-unhealthy-hosts", "rds-connections", "rds-cpu"],
    reason: "The seed has alarms and no topic.",
    expires: "2027-11-30",
  },
  {
    rule: "sns-cmk",
    environments: ["dev", "staging"],
    resources: [(environment) => `strata-${environment}-observability-alarms`],
    reason: "No key of its own ($1 a month), and under AWS's own key alarms could not publish.",
    expires: "2027-11-30",
  },
  {
    rule: "log-group-key",
    environments: ["seed", "dev", "staging"],
    resources: ["app", "flow"],
    reason: "No key of its own ($1 a month): CloudWatch encrypts with AWS's.",
    expires: "2027-11-30",
  },
  {
    rule: "log-group-key",
    environments: ["staging"],
    resources: ["waf"],
    reason: "No key of its own ($1 a month): CloudWatch encrypts with AWS's.",
    expires: "2027-11-30",
  },
  {
    rule: "log-retention-year",
    environments: ["seed", "local", "dev", "staging"],
    resources: ["app", "flow"],
    reason: "Logs are for finding faults, not for evidence; seven to thirty days cost less.",
    expires: "2027-11-30",
  },
  {
    rule: "log-retention-year",
    environments: ["local", "staging"],
    resources: ["waf"],
    reason: "Logs are for finding faults, not for evidence; seven to thirty days cost less.",
    expires: "2027-11-30",
  },
  {
    rule: "policy-service-source",
    environments: ["local", "prod"],
    resources: ["main"],
    reason:
      "Not every service states a source when it uses the key; the topic's policy says who may publish.",
    expires: "2027-06-30",
  },
  {
    rule: "protected-stateful",
    environments: ["prod"],
    resources: ["main"],
    reason: "Its logs are copies of what happened, and KMS keeps a deleted key for 30 days.",
    expires: "2027-11-30",
  },
]);
