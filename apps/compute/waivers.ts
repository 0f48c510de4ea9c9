import { waiverTable } from "@strata/policies";

const EVERYWHERE = ["seed", "local", "dev", "staging", "prod"];
const web = (environment: string) => `strata-${environment}-compute-web`;
/** Load balancer and target group: names of at most 32 characters, so staging's is cut. */
const balancer = (environment: string) =>
  environment === "staging" ? "strata-staging-c-ac38774" : web(environment);

/** What this layer leaves out of the rules: where, why, and until when. */
export const waivers = waiverTable([
  // Load balancer
  {
    rule: "alb-public",
    environments: EVERYWHERE,
    resources: [balancer],
    reason: "It serves the world; nothing else has a public address.",
    expires: "2027-11-30",
  },
  {
    rule: "alb-https-only",
    environments: EVERYWHERE,
    resources: ["web"],
    reason:
      "Port 80 redirects where there is a domain, and serves where there is none; the control counts both.",
    expires: "2027-11-30",
  },
  {
    rule: "alb-redirect",
    environments: ["seed", "local", "dev"],
    resources: ["web"],
    reason:
      "No certificate without a domain; with one (domain in the settings), port 80 redirects.",
    expires: "2027-11-30",
  },
  {
    rule: "alb-targets-tls",
    environments: EVERYWHERE,
    resources: [balancer],
    reason: "Instances have no certificate; their security group lets the load balancer in alone.",
    expires: "2027-06-30",
  },
  {
    rule: "alb-deletion-protection",
    environments: ["seed", "local", "dev", "staging"],
    resources: [balancer],
    reason: "The environment is destroyed and made again.",
    expires: "2027-11-30",
  },
  {
    rule: "alb-web-acl",
    environments: ["seed", "dev"],
    resources: [balancer],
    reason: "$9 a month, and nobody but developers uses it.",
    expires: "2027-11-30",
  },
  {
    rule: "alb-logs",
    environments: ["seed"],
    resources: [balancer],
    reason: "The seed makes only what Strata began with.",
    expires: "2027-11-30",
  },
  // Fleet
  {
    rule: "asg-instance-types",
    environments: ["seed", "dev"],
    resources: [web],
    reason: "Where its one type is sold out, developers can wait.",
    expires: "2027-11-30",
  },
  {
    rule: "ec2-detailed-monitoring",
    environments: ["seed", "local", "dev"],
    resources: [web],
    reason: "$2.10 a month and instance; no traffic has to be followed within a minute.",
    expires: "2027-11-30",
  },
  {
    rule: "alarm-actions",
    environments: ["local", "prod"],
    resources: ["web-rollback"],
    reason:
      "Auto scaling reads it to take a template back; alarms for people are in observability.",
    expires: "2027-11-30",
  },
  {
    rule: "protected-stateful",
    environments: ["prod"],
    resources: ["volumes"],
    reason: "Disks of instances hold nothing that lasts, and KMS keeps a deleted key for 30 days.",
    expires: "2027-11-30",
  },
]);
