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
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const params = flat(JSON.parse(body.toString("utf8") || "{}"));
    return { service, accessKeyId, operation: target.split(".").at(-1) ?? "", params };
  }
  const params = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  return { service, accessKeyId, operation: params.Action ?? "", params };
}

/** Actions of S3 are not named as its operations are: Service Authorization Reference, Amazon S3. */
const S3_SUBRESOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acl: { GET: "GetBucketAcl" },
  encryption: {
    GET: "GetEncryptionConfiguration",
    PUT: "PutEncryptionConfiguration",
    DELETE: "PutEncryptionConfiguration",
  },
  location: { GET: "GetBucketLocation" },
  "object-lock": { GET: "GetBucketObjectLockConfiguration" },
  publicAccessBlock: {
    GET: "GetBucketPublicAccessBlock",
    PUT: "PutBucketPublicAccessBlock",
    DELETE: "PutBucketPublicAccessBlock",
  },
  tagging: { GET: "GetBucketTagging", PUT: "PutBucketTagging", DELETE: "PutBucketTagging" },
  versioning: { GET: "GetBucketVersioning" },
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
