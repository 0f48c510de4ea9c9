import { ami, amiArchitecture, architectureOf, instanceType, urlPath } from "@strata/config";
import { z } from "zod";

/** What compute can be told, per environment. */
export const computeSettings = z
  .strictObject({
    /** Image of every instance. Its architecture must be that of the instance type. */
    ami,
    instanceType,
    /** Instances at all times. */
    minSize: z.int().min(1).max(100),
    /** Instances at most. */
    maxSize: z.int().min(1).max(100),
    /** What the load balancer asks each instance for; the start script serves it. */
    healthCheckPath: urlPath.default("/health"),
    /** Amazon Linux 2023 needs 8. */
    rootVolumeGiB: z.int().min(8).max(16384).default(8),
    /** Metrics each minute; about $2.10 a month for each instance. */
    detailedMonitoring: z.boolean().default(false),
    /** AWS refuses to delete the load balancer while this is on. */
    deletionProtection: z.boolean().default(true),
  })
  .superRefine(({ ami, instanceType, minSize, maxSize }, context) => {
    if (maxSize < minSize) {
      context.addIssue({
        code: "custom",
        path: ["maxSize"],
        message: "expected at least minSize",
      });
    }
    if (ami.kind !== "ssm") return;
    const [image, type] = [amiArchitecture(ami.parameter), architectureOf(instanceType)];
    if (image === type) return;
    context.addIssue({
      code: "custom",
      path: ["ami", "parameter"],
      message: `the image is ${image}, the instance type is ${type}: change one of them`,
    });
  });
