import {
  ami,
  amiArchitecture,
  architectureOf,
  distinct,
  instanceType,
  seedParity,
  urlPath,
} from "@strata/config";
import { z } from "zod";

/** Average of a whole fleet that a target is set for: at 100 it would grow too late. */
const targetPercent = z.int().min(10).max(90);

/** Name that the world knows the environment by, and the public zone in Route 53 that answers for it. */
const domain = z.strictObject({
  /** AWS: at most 64 characters as the first name of a certificate. No wildcard. */
  name: z
    .string()
    .max(64)
    .regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
      "expected a name such as www.example.com",
    ),
  /** The zone has to exist, and to hold the name. */
  hostedZoneId: z.string().regex(/^Z[A-Z0-9]{1,31}$/, "expected Z and capitals or digits"),
});

/** What compute can be told, per environment. */
export const computeSettings = z
  .strictObject({
    /** Image of every instance. Its architecture must be that of the instance types. */
    ami,
    /**
     * Types that instances may have, the preferred one first. With more than one, a type that a zone has run out of
     * does not stop the fleet. All have one architecture.
     */
    instanceTypes: z.array(instanceType).min(1).max(40).refine(distinct, "a type is listed twice"),
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
    /** HTTPS under this name. @default HTTP only, under the balancer's own name */
    domain: domain.optional(),
    /** One line for each request, in the logs bucket. */
    accessLogs: z.boolean().default(false),
    /** One line for each TLS handshake, in the logs bucket. */
    connectionLogs: z.boolean().default(false),
    /** One line for each health check, in the logs bucket. */
    healthCheckLogs: z.boolean().default(false),
    /** Web application firewall: `count` only measures what `block` would refuse. About $9 a month. */
    waf: z.enum(["off", "count", "block"]).default("off"),
    /** Requests of one address in five minutes above which the firewall acts. */
    wafRequestsPer5Minutes: z.int().min(10).max(2_000_000_000).default(2000),
    /**
     * Instances that stay in service, in percent, while all are replaced after a change of the template; at 100, new
     * ones start first. 0: nothing is replaced, only new instances are made of the new template.
     */
    refreshMinHealthyPercent: z.int().min(0).max(100).default(0),
    /** Takes a replacement back while instances answer with errors. $0.10 a month. */
    rollbackAlarm: z.boolean().default(false),
    /** Average CPU that the fleet grows and shrinks for. @default it does not */
    scaleOnCpuPercent: targetPercent.optional(),
    /** Requests a minute for each instance that the fleet grows and shrinks for. @default it does not */
    scaleOnRequestsPerTarget: z.int().min(1).optional(),
    /** Age at which an instance is replaced, so that none runs unpatched. @default none is */
    maxInstanceLifetimeDays: z.int().min(1).max(365).optional(),
    /** Encrypts the disks with a key of this layer instead of AWS's own. About $1 a month. */
    customerManagedKey: z.boolean().default(false),
    /** Exactly the resources of the seed. */
    seedParity,
  })
  .superRefine((settings, context) => {
    const add = (message: string, ...path: PropertyKey[]) =>
      context.addIssue({ code: "custom", path, message });
    checkSizes(settings, add);
    checkArchitecture(settings, add);
    if (settings.rollbackAlarm && settings.refreshMinHealthyPercent === 0) {
      add("needs an instance refresh: set refreshMinHealthyPercent", "rollbackAlarm");
    }
    if (settings.connectionLogs && settings.domain === undefined) {
      add("there are no TLS connections without a domain", "connectionLogs");
    }
    if (settings.seedParity) checkSeed(settings, add);
  });

/** Checked settings. */
export type ComputeSettings = z.output<typeof computeSettings>;

type Add = (message: string, ...path: PropertyKey[]) => void;

function checkSizes(settings: ComputeSettings, add: Add): void {
  const { minSize, maxSize } = settings;
  if (maxSize < minSize) add("expected at least minSize", "maxSize");
  if (maxSize > minSize) return;
  for (const key of ["scaleOnCpuPercent", "scaleOnRequestsPerTarget"] as const) {
    if (settings[key] !== undefined) add("there is nothing to scale: maxSize is minSize", key);
  }
}

function checkArchitecture({ ami, instanceTypes }: ComputeSettings, add: Add): void {
  const [first = "", ...others] = instanceTypes;
  const architecture = architectureOf(first);
  others.forEach((type, index) => {
    if (architectureOf(type) === architecture) return;
    add(`is ${architectureOf(type)}, ${first} is ${architecture}`, "instanceTypes", index + 1);
  });
  if (ami.kind !== "ssm") return;
  const image = amiArchitecture(ami.parameter);
  if (image === architecture) return;
  add(
    `the image is ${image}, the instance type is ${architecture}: change one of them`,
    "ami",
    "parameter",
  );
}

/** What the seed did not have, in its state without. */
const SEED = {
  domain: undefined,
  accessLogs: false,
  connectionLogs: false,
  healthCheckLogs: false,
  waf: "off",
  refreshMinHealthyPercent: 0,
  rollbackAlarm: false,
  scaleOnCpuPercent: undefined,
  scaleOnRequestsPerTarget: undefined,
  maxInstanceLifetimeDays: undefined,
  customerManagedKey: false,
} as const satisfies Partial<ComputeSettings>;

function checkSeed(settings: ComputeSettings, add: Add): void {
  const message = "the seed has none: take it out, or seedParity";
  for (const [key, none] of Object.entries(SEED)) {
    if (settings[key as keyof typeof SEED] !== none) add(message, key);
  }
  if (settings.instanceTypes.length > 1) {
    add("the seed has one type: take the others out, or seedParity", "instanceTypes");
  }
}
