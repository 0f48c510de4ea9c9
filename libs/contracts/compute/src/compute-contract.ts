import { defineContract } from "@strata/contracts";
import { z } from "zod";

const arn = z.string().startsWith("arn:");

/** What compute promises. */
export const computeContract = defineContract("compute", {
  albArn: arn,
  /** Dimension `LoadBalancer` of CloudWatch metrics: `app/<name>/<id>`. */
  albArnSuffix: z
    .string()
    .regex(/^app\/[^/]+\/[^/]+$/, "expected app/<name>/<id>, not the whole ARN"),
  albDnsName: z.string().min(1),
  /** Hosted zone of the load balancer, for alias records. */
  albZoneId: z.string().min(1),
  targetGroupArn: arn,
  /** Dimension `TargetGroup` of CloudWatch metrics: `targetgroup/<name>/<id>`. */
  targetGroupArnSuffix: z
    .string()
    .regex(/^targetgroup\/[^/]+\/[^/]+$/, "expected targetgroup/<name>/<id>, not the whole ARN"),
  asgName: z.string().min(1),
  asgMinSize: z.int().min(0),
  asgMaxSize: z.int().min(0),
  instanceRoleArn: arn,
  launchTemplateId: z.string().startsWith("lt-"),
  /** Web ACL in front of the load balancer, for its logs; none where there is no firewall. */
  webAclArns: z.array(arn),
});
