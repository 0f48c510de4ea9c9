/**
 * Log group of the application. Observability creates it; compute writes to it and builds its ARN,
 * so that neither has to read the other.
 */
export function appLogGroup(environment: string): string {
  return `/aws/app/${environment}`;
}

/** Log group of the VPC flow log. */
export function flowLogGroup(environment: string): string {
  return `/aws/vpc/flowlogs/${environment}`;
}

/** Log group of the web firewall, which AWS only takes with this beginning. */
export function webAclLogGroup(environment: string): string {
  return `aws-waf-logs-${environment}`;
}

/** Folder of the logs bucket that load balancers write into: data's bucket policy allows it, compute sets it. */
export const albLogPrefix = "alb";
