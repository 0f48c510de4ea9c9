import { getStack } from "@pulumi/pulumi";
import { z } from "zod";

import { isAligned, parseCidr } from "./cidr.ts";
import { environments } from "./environments.ts";

/** z.cidrv4 accepts host bits (10.0.0.5/16); AWS would silently drop them. */
export const alignedCidr = z
  .cidrv4({ error: "expected an IPv4 block such as 10.0.0.0/16", abort: true })
  .refine((text) => isAligned(parseCidr(text)), "address has bits outside its prefix");

/** Block of a VPC: AWS allows /16 to /28 (VPC user guide, "VPC CIDR blocks"). */
export const vpcCidr = alignedCidr.refine((text) => {
  const { prefix } = parseCidr(text);
  return prefix >= 16 && prefix <= 28;
}, "a VPC has a prefix from /16 to /28");

/** Retention times that CloudWatch Logs knows (API PutRetentionPolicy); 0, "never", is left out on purpose. */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** Days that CloudWatch Logs keeps an event. */
export const logRetentionDays = z.literal(RETENTION);

/** A checked retention time. */
export type LogRetentionDays = (typeof RETENTION)[number];

/** Days that RDS keeps automatic backups; 0 would switch them off and is not allowed. */
export const retentionDays = z.int().min(1).max(35);

/** An EC2 instance type such as t3.micro. */
export const instanceType = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "expected <family>.<size>, for example t3.micro");

/** Letters of availability zones. They are identity: a zone that is removed takes its subnets with it. */
export const zoneLetters = z
  .array(z.enum(["a", "b", "c", "d", "e", "f"]))
  .min(2, "a load balancer and a DB subnet group need at least two zones")
  .refine(distinct, "a zone is listed twice");

/**
 * "Make exactly the resources that the seed had", without what was added since. Only for environments of the sandbox,
 * as the seed leaves controls out that an account must not be without.
 */
export const seedParity = z
  .boolean()
  .default(false)
  .refine(
    (on) => !on || inSandbox(),
    "only an environment of kind sandbox may leave out what the seed did not have",
  );

/** Outside a program there is no stack, and a stack that is no environment is refused elsewhere, in better words. */
function inSandbox(): boolean {
  return environments[getStack()]?.kind !== "aws";
}

/** Path of a URL as a target group checks it; plain characters only, since it also stands in a shell script. */
export const urlPath = z
  .string()
  .max(1024)
  .regex(/^\/[\w\-./]*$/, "expected a path such as /health");

/** Whether no item is listed twice. */
export function distinct(items: readonly unknown[]): boolean {
  return new Set(items).size === items.length;
}
