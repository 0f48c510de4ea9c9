import type { IncomingHttpHeaders } from "node:http";

/** A request to the AWS API, as far as IAM looks at it. */
export interface ApiCall {
  /** IAM's prefix: `ec2`. */
  readonly service: string;
  /** Operation of the API: `CreateVpc`. */
  readonly operation: string;
  /** Parameters, each under its whole path: `TagSpecification.1.Tag.1.Key`. */
  readonly params: Readonly<Record<string, string>>;
  /** Of the credentials that the request is signed with. */
  readonly accessKeyId: string;
}

/** Prefixes that IAM writes in another way than signatures do. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** Undefined for a request without a signature. @throws Error for a call of S3 that is not known here. */
export function apiCall(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): ApiCall | undefined {
  const scope = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "");
  if (scope === null) return undefined;
  const [, accessKeyId = "", signed = ""] = scope;
  const service = PREFIXES[signed] ?? signed;
  if (service === "s3") return { service, accessKeyId, ...s3Call(method, url) };
  if (service === "backup") {
    const params = flat(JSON.parse(body.toString("utf8") || "{}"));
    const call = backupCall(method, url);
    return { service, accessKeyId, ...call, params: { ...params, ...call.params } };
  }
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const params = flat(JSON.parse(body.toString("utf8") || "{}"));
    const operation = target.split(".").at(-1) ?? "";
    return { service, accessKeyId, operation: actionOf(service, operation), params };
  }
  const params = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  return { service, accessKeyId, operation: params.Action ?? "", params };
}

/** IAM knows two actions of budgets for all operations that are not about tags. */
function actionOf(service: string, operation: string): string {
  if (service !== "budgets" || /Tag/.test(operation)) return operation;
  return operation.startsWith("Describe") ? "ViewBudget" : "ModifyBudget";
}

/** Calls of AWS Backup: AWS Backup API reference. Names in the path become parameters. */
const BACKUP_CALLS: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ["PUT", /^\/backup-vaults\/(?<BackupVaultName>[^/]+)$/, "CreateBackupVault"],
  ["GET", /^\/backup-vaults\/(?<BackupVaultName>[^/]+)$/, "DescribeBackupVault"],
  ["DELETE", /^\/backup-vaults\/(?<BackupVaultName>[^/]+)$/, "DeleteBackupVault"],
  [
    "GET",
    /^\/backup-vaults\/(?<BackupVaultName>[^/]+)\/recovery-points$/,
    "ListRecoveryPointsByBackupVault",
  ],
  [
    "DELETE",
    /^\/backup-vaults\/(?<BackupVaultName>[^/]+)\/recovery-points\/(?<RecoveryPointArn>.+)$/,
    "DeleteRecoveryPoint",
  ],
  ["PUT", /^\/backup\/plans$/, "CreateBackupPlan"],
  ["POST", /^\/backup\/plans\/(?<BackupPlanId>[^/]+)$/, "UpdateBackupPlan"],
  ["GET", /^\/backup\/plans\/(?<BackupPlanId>[^/]+)$/, "GetBackupPlan"],
  ["DELETE", /^\/backup\/plans\/(?<BackupPlanId>[^/]+)$/, "DeleteBackupPlan"],
  ["PUT", /^\/backup\/plans\/(?<BackupPlanId>[^/]+)\/selections$/, "CreateBackupSelection"],
  ["GET", /^\/backup\/plans\/(?<BackupPlanId>[^/]+)\/selections\/[^/]+$/, "GetBackupSelection"],
  [
    "DELETE",
    /^\/backup\/plans\/(?<BackupPlanId>[^/]+)\/selections\/[^/]+$/,
    "DeleteBackupSelection",
  ],
  ["GET", /^\/tags\/(?<ResourceArn>.+)$/, "ListTags"],
  ["POST", /^\/tags\/(?<ResourceArn>.+)$/, "TagResource"],
  ["POST", /^\/untag\/(?<ResourceArn>.+)$/, "UntagResource"],
];

function backupCall(method: string, url: string) {
  const path = decodeURIComponent(new URL(url, "http://localhost").pathname).replace(/\/$/, "");
  for (const [verb, pattern, operation] of BACKUP_CALLS) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match !== null) return { operation, params: { ...match.groups } };
  }
  throw new Error(`no action is known for the call of AWS Backup: ${method} ${url}`);
}

/** Actions of S3 are not named as its operations are: Service Authorization Reference, Amazon S3. */
const S3_SUBRESOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acl: { GET: "GetBucketAcl" },
  encryption: {
    GET: "GetEncryptionConfiguration",
    PUT: "PutEncryptionConfiguration",
    DELETE: "PutEncryptionConfiguration",
  },
  lifecycle: {
    GET: "GetLifecycleConfiguration",
    PUT: "PutLifecycleConfiguration",
    DELETE: "PutLifecycleConfiguration",
  },
  location: { GET: "GetBucketLocation" },
  logging: { GET: "GetBucketLogging", PUT: "PutBucketLogging" },
  "object-lock": { GET: "GetBucketObjectLockConfiguration" },
  ownershipControls: {
    GET: "GetBucketOwnershipControls",
    PUT: "PutBucketOwnershipControls",
    DELETE: "PutBucketOwnershipControls",
  },
  policy: { GET: "GetBucketPolicy", PUT: "PutBucketPolicy", DELETE: "DeleteBucketPolicy" },
  publicAccessBlock: {
    GET: "GetBucketPublicAccessBlock",
    PUT: "PutBucketPublicAccessBlock",
    DELETE: "PutBucketPublicAccessBlock",
  },
  tagging: { GET: "GetBucketTagging", PUT: "PutBucketTagging", DELETE: "PutBucketTagging" },
  versioning: { GET: "GetBucketVersioning", PUT: "PutBucketVersioning" },
  versions: { GET: "ListBucketVersions" },
  delete: { POST: "DeleteObject" },
};
const S3_BUCKET: Readonly<Record<string, string>> = {
  HEAD: "ListBucket",
  PUT: "CreateBucket",
  DELETE: "DeleteBucket",
};

function s3Call(method: string, url: string) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const [, bucket = "", ...key] = decodeURIComponent(pathname).split("/");
  const subresource = Object.keys(S3_SUBRESOURCES).find((name) => searchParams.has(name));
  const operation =
    subresource === undefined ? S3_BUCKET[method] : S3_SUBRESOURCES[subresource]?.[method];
  if (operation === undefined || key.join("/") !== "") {
    throw new Error(`no action is known for the call of S3: ${method} ${url}`);
  }
  return { operation, params: { Bucket: bucket } };
}

function flat(value: unknown, path = ""): Record<string, string> {
  if (typeof value !== "object" || value === null)
    return path === "" ? {} : { [path]: String(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, item]) => flat(item, path === "" ? key : `${path}.${key}`)),
  ) as Record<string, string>;
}
