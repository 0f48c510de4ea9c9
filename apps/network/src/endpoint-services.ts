/** APIs that instances may need where they have no other way out, by the end of their service name. */
export const endpointServices = [
  "ssm",
  "ssmmessages",
  "ec2messages",
  "logs",
  "secretsmanager",
  "kms",
  "ec2",
  "monitoring",
] as const;

/** One of these APIs. */
export type EndpointService = (typeof endpointServices)[number];
