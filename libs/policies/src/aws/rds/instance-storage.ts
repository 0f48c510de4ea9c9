import type { PolicyResource } from "../../resource.ts";
import { resourceRule, type Problem } from "../../rule.ts";
import { isSet, number, problemIf, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE, isCopy, mysqlLike } from "./database.ts";

/** GiB at least and at most, for MySQL and MariaDB. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
  standard: [5, 3072],
};

/** From here on, RDS spreads the storage over four volumes, and gp3 takes numbers of its own. */
const STRIPED_GIB = 400;

export const rdsStorage = resourceRule({
  ...refusal,
  id: "rds-storage",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
  types: [INSTANCE],
  fix:
    "For gp3 below 400 GiB leave iops and storageThroughput out; io1 and io2 need iops, gp2 takes none; a " +
    "limit for growth is at least a tenth above allocatedStorage.",
  check: (resource) => [...sizes(resource), ...speeds(resource)],
});

function sizes(resource: PolicyResource): Problem[] {
  const { props } = resource;
  const type = storageType(resource);
  const gib = number(props["allocatedStorage"]);
  if (!isSet(props["allocatedStorage"]) && !isCopy(resource)) {
    const message = "is missing, which RDS refuses for a new database";
    return [{ property: "allocatedStorage", message }];
  }
  if (gib === undefined || type === undefined) return [];
  const range = SIZES[type];
  if (range === undefined) {
    return [{ property: "storageType", message: `is "${type}": RDS has gp2, gp3, io1 and io2` }];
  }
  const most = number(props["maxAllocatedStorage"]);
  const limit = Math.ceil((gib * 11) / 10);
  return [
    ...problemIf(
      mysqlLike(resource) !== undefined && (gib < range[0] || gib > range[1]),
      "allocatedStorage",
      `is ${gib} GiB, and ${type} has ${range[0]} to ${range[1]}`,
    ),
    // RDS takes the same number as "never", and so does the provider.
    ...problemIf(
      most !== undefined && most !== 0 && most !== gib && most < limit,
      "maxAllocatedStorage",
      `is ${most} GiB, and with ${gib} GiB allocated RDS takes ${limit} or more`,
    ),
  ];
}

function speeds(resource: PolicyResource): Problem[] {
  const { props } = resource;
  const type = storageType(resource);
  const gib = number(props["allocatedStorage"]);
  const iops = number(props["iops"]);
  const hasThroughput = isSet(props["storageThroughput"]);
  if (type === undefined) return [];
  const isProvisioned = type === "io1" || type === "io2";
  const isSmall = gib !== undefined && gib < STRIPED_GIB && mysqlLike(resource) !== undefined;
  return [
    ...problemIf(
      isProvisioned && !isSet(props["iops"]) && !isCopy(resource),
      "iops",
      `is missing, which ${type} needs`,
    ),
    ...problemIf(
      (type === "gp2" || type === "standard") && isSet(props["iops"]),
      "iops",
      `cannot be set for ${type}`,
    ),
    ...problemIf(
      type !== "gp3" && type in SIZES && hasThroughput,
      "storageThroughput",
      `cannot be set for ${type}, only for gp3`,
    ),
    ...problemIf(
      type === "gp3" && isSmall && isSet(props["iops"]),
      "iops",
      `cannot be set for gp3 below ${STRIPED_GIB} GiB`,
    ),
    ...problemIf(
      type === "gp3" && isSmall && hasThroughput,
      "storageThroughput",
      `cannot be set for gp3 below ${STRIPED_GIB} GiB`,
    ),
    ...problemIf(
      isProvisioned &&
        iops !== undefined &&
        gib !== undefined &&
        (iops < 1000 || iops > gib * (type === "io1" ? 50 : 1000)),
      "iops",
      `is ${iops}, and ${type} takes 1000 to ${type === "io1" ? 50 : 1000} for each GiB`,
    ),
  ];
}

/** RDS takes io1 where only iops is said, and gp2 otherwise; what is not known is undefined. */
function storageType({ props }: PolicyResource): string | undefined {
  if (isSet(props["storageType"])) return text(props["storageType"]);
  return isSet(props["iops"]) ? "io1" : "gp2";
}

export const rdsStorageKey = resourceRule({
  ...refusal,
  id: "rds-storage-key",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
  types: [INSTANCE],
  fix: "Set storageEncrypted to true, and kmsKeyId to the ARN of a key in the region of the database.",
  check: ({ props }, { region }) => {
    if (!isSet(props["kmsKeyId"])) return undefined;
    const isPlain = props["storageEncrypted"] === false || !isSet(props["storageEncrypted"]);
    if (isPlain) return { property: "kmsKeyId", message: "is given, and storageEncrypted is off" };
    const [, , service, where] = text(props["kmsKeyId"])?.split(":") ?? [];
    if (service !== "kms" || where === region) return undefined;
    return { property: "kmsKeyId", message: `is a key of ${where}, and the database in ${region}` };
  },
});
