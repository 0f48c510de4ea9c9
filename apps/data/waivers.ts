import { waiverTable } from "@strata/policies";

const EVERYWHERE = ["seed", "local", "dev", "staging", "prod"];
const SEED = "The seed makes only what Strata began with.";
const BUCKETS = ["data", "logs"];

/** What this layer leaves out of the rules: where, why, and until when. */
export const waivers = waiverTable([
  // Database
  {
    rule: "rds-own-port",
    environments: EVERYWHERE,
    resources: ["main"],
    reason: "Only the instances' security group reaches it; clients and the seed expect 3306.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-multi-az",
    environments: ["seed", "dev", "staging"],
    resources: ["main"],
    reason:
      "Twice the price of instance and storage; an hour without the database hurts nobody here.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-deletion-protection",
    environments: ["seed", "local", "dev"],
    resources: ["main"],
    reason: "The environment is destroyed and made again; its data is made up.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-backup",
    environments: ["seed", "local", "dev"],
    resources: ["main"],
    reason: "Data is made up and can be made again; one day is enough.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-backup-plan",
    environments: ["seed", "dev", "staging"],
    resources: ["main"],
    reason:
      "RDS's own backups are enough where a lost account costs a day; AWS Backup is for prod.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-enhanced-monitoring",
    environments: ["seed", "dev", "staging"],
    resources: ["main"],
    reason:
      "Logs of the operating system cost $1 to $3 a month and are read for load of prod only.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-performance-insights",
    environments: ["seed", "dev", "staging"],
    resources: ["main"],
    reason: "RDS does not offer Performance Insights for MySQL on micro and small classes.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-logs",
    environments: ["dev", "staging"],
    resources: ["main"],
    reason:
      "Errors and slow statements are exported; audit and general cost, and may hold personal data.",
    expires: "2027-06-30",
  },
  {
    rule: "rds-secret-key",
    environments: ["seed", "dev", "staging"],
    resources: ["main"],
    reason: "No key of its own ($1 a month): AWS's key keeps the password from other accounts.",
    expires: "2027-11-30",
  },
  {
    rule: "rds-logs",
    environments: ["seed"],
    resources: ["main"],
    reason: SEED,
    expires: "2027-11-30",
  },
  {
    rule: "rds-tls",
    environments: ["seed"],
    resources: ["main"],
    reason: SEED,
    expires: "2027-11-30",
  },
  {
    rule: "last-copy",
    environments: ["seed", "local", "dev"],
    resources: ["main"],
    reason:
      "The environment is destroyed and made again; a last snapshot of made-up data only costs.",
    expires: "2027-11-30",
  },
  {
    rule: "last-copy",
    environments: ["local"],
    resources: ["strata-local-data-main"],
    reason: "The environment is destroyed and made again, its copies with it.",
    expires: "2027-11-30",
  },
  // Buckets
  {
    rule: "last-copy",
    environments: ["seed", "local", "dev"],
    resources: BUCKETS,
    reason: "The environment is destroyed and made again, its objects with it.",
    expires: "2027-11-30",
  },
  {
    rule: "s3-access-logs",
    environments: EVERYWHERE,
    resources: ["logs"],
    reason:
      "A bucket of logs that logs into itself never ends; AWS advises to suppress S3.9 there.",
    expires: "2027-11-30",
  },
  {
    rule: "s3-kms",
    environments: EVERYWHERE,
    resources: ["logs"],
    reason: "Load balancers and S3 write logs under SSE-S3 only.",
    expires: "2027-11-30",
  },
  {
    rule: "s3-kms",
    environments: ["seed", "dev", "staging"],
    resources: ["data"],
    reason: "No key of its own ($1 a month): objects are encrypted with S3's.",
    expires: "2027-11-30",
  },
  {
    rule: "s3-access-logs",
    environments: ["seed"],
    resources: ["data"],
    reason: SEED,
    expires: "2027-11-30",
  },
  ...["s3-lifecycle", "s3-no-acl", "s3-tls-only", "s3-versioning"].map((rule) => ({
    rule,
    environments: ["seed"],
    resources: BUCKETS,
    reason: SEED,
    expires: "2027-11-30",
  })),
  // Logs
  {
    rule: "log-group-key",
    environments: ["dev", "staging"],
    resources: ["main-error", "main-slowquery"],
    reason: "No key of its own ($1 a month): CloudWatch encrypts with AWS's.",
    expires: "2027-11-30",
  },
  {
    rule: "log-retention-year",
    environments: ["local", "dev", "staging"],
    resources: ["main-error", "main-slowquery"],
    reason: "Logs are for finding faults, not for evidence; seven to thirty days cost less.",
    expires: "2027-11-30",
  },
  {
    rule: "log-retention-year",
    environments: ["local"],
    resources: ["main-audit", "main-general"],
    reason: "The sandbox is destroyed within days.",
    expires: "2027-11-30",
  },
]);
