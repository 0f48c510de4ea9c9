import type { PolicyResource } from "../resource.ts";
import { resourceRule, stackRule, type StackProblem } from "../rule.ts";
import {
  allowing,
  isBoundBy,
  isForEverybody,
  statementName,
  statementsOf,
  type PolicyStatement,
} from "../statements.ts";
import { at, hasUnknown, isUnknown, listAt } from "../unknown.ts";
import { isMissing, isOff, isOn, securityHub } from "./flag.ts";
import { ofType, partnersOf } from "./pairs.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const facts = { group: "security", enforcement: "mandatory", types: [BUCKET] } as const;

export const s3TlsOnly = stackRule({
  ...facts,
  id: "s3-tls-only",
  controls: ["S3.5", "CIS 2.1.1"],
  source: securityHub("S3.5"),
  fix: 'Deny s3:* to everybody, on the bucket and its objects, where aws:SecureTransport is "false".',
  checkStack: (resources) =>
    eachPaired(resources, POLICY, (bucket, policies) => {
      const documents = [bucket.props["policy"], ...policies.map(({ props }) => props["policy"])];
      const written = documents.filter((one) => !isMissing(one)).map(statementsOf);
      if (written.includes(undefined)) return undefined;
      return written.flatMap((one) => one ?? []).some((one) => isTlsOnly(one, bucket))
        ? undefined
        : { message: "answers without TLS" };
    }),
});

export const s3NoForeignPrincipals = resourceRule({
  ...facts,
  id: "s3-no-foreign-principals",
  controls: ["S3.6"],
  source: securityHub("S3.6"),
  types: [POLICY],
  fix: "Name principals of this account only, and bound services by aws:SourceArn or aws:SourceAccount.",
  check: ({ props }, { accountId }) =>
    allowing(statementsOf(props["policy"]) ?? []).flatMap((one, index) => {
      const name = statementName(one, index);
      if (isForEverybody(one) && !isBoundBy(one, OURS)) {
        return [{ property: "policy", message: `lets everybody in (${name})` }];
      }
      const foreign = (one.principals["AWS"] ?? []).some((who) => {
        const account = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})\b/.exec(who)?.[1];
        return account !== undefined && account !== accountId;
      });
      return foreign ? [{ property: "policy", message: `lets another account in (${name})` }] : [];
    }),
});

export const s3AccessLogs = stackRule({
  ...facts,
  id: "s3-access-logs",
  controls: ["S3.9"],
  source: securityHub("S3.9"),
  fix: "Log its requests to another bucket (s3.BucketLogging).",
  checkStack: (resources) =>
    eachPaired(resources, LOGGING, (_, found) =>
      found.length > 0 ? undefined : { message: "does not log who asked for what" },
    ),
});

export const s3NoAcl = stackRule({
  ...facts,
  id: "s3-no-acl",
  controls: ["S3.12"],
  source: securityHub("S3.12"),
  fix: "Set BucketOwnershipControls to BucketOwnerEnforced.",
  checkStack: (resources) =>
    eachPaired(resources, OWNERSHIP, (_, found) => {
      const owners = found.map(({ props }) => at(props, "rule", "objectOwnership"));
      return owners.some((one) => one === "BucketOwnerEnforced" || isUnknown(one))
        ? undefined
        : { message: "may have objects that others own, and access control lists" };
    }),
});

export const s3Lifecycle = stackRule({
  ...facts,
  id: "s3-lifecycle",
  controls: ["S3.10", "S3.13", "CKV_AWS_300"],
  source: securityHub("S3.13"),
  fix: "Add rules with abortIncompleteMultipartUpload and, for a versioned bucket, noncurrentVersionExpiration.",
  checkStack: (resources) => {
    const versioned = ofType(resources, VERSIONING).filter(isVersioning);
    return eachPaired(resources, LIFECYCLE, (bucket, found) => {
      if (found.some(({ props }) => hasUnknown(props["rules"]))) return undefined;
      const rules = found
        .flatMap(({ props }) => listAt(props, "rules"))
        .filter((rule) => at(rule, "status") === "Enabled");
      if (rules.length === 0) return { message: "keeps everything for ever" };
      if (!rules.some((rule) => at(rule, "abortIncompleteMultipartUpload") !== undefined)) {
        return { message: "keeps parts of uploads that were given up" };
      }
      const isVersioned = partnersOf(bucket, versioned, "bucket").partners.length > 0;
      return isVersioned && !rules.some((rule) => at(rule, "noncurrentVersionExpiration"))
        ? { message: "keeps each old version for ever" }
        : undefined;
    });
  },
});

export const s3Versioning = stackRule({
  ...facts,
  id: "s3-versioning",
  controls: ["S3.14"],
  source: securityHub("S3.14"),
  fix: 'Set BucketVersioning to "Enabled".',
  checkStack: (resources) =>
    eachPaired(resources, VERSIONING, (_, found) =>
      found.some(isVersioning) ? undefined : { message: "forgets what is overwritten or deleted" },
    ),
});

export const s3Encrypted = stackRule({
  ...facts,
  id: "s3-encrypted",
  controls: ["CKV_AWS_19"],
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
  fix: "Add a BucketServerSideEncryptionConfiguration.",
  checkStack: (resources) =>
    eachPaired(resources, ENCRYPTION, (_, found) =>
      found.length > 0 ? undefined : { message: "does not say how it is encrypted" },
    ),
});

export const s3Kms = stackRule({
  ...facts,
  id: "s3-kms",
  controls: ["S3.17"],
  source: securityHub("S3.17"),
  fix: 'Set sseAlgorithm to "aws:kms" with kmsMasterKeyId and bucketKeyEnabled; not for a bucket of logs.',
  checkStack: (resources) =>
    eachPaired(resources, ENCRYPTION, (_, found) => {
      const algorithms = algorithmsOf(found);
      return algorithms === undefined || algorithms.some((one) => String(one).startsWith("aws:kms"))
        ? undefined
        : { message: "is encrypted with a key that nobody here can revoke" };
    }),
});

export const s3BucketKey = resourceRule({
  ...facts,
  id: "s3-bucket-key",
  controls: [],
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  types: [ENCRYPTION],
  fix: "Set bucketKeyEnabled to true: KMS is then asked once for many objects.",
  check: ({ props }) =>
    listAt(props, "rules").flatMap((rule, index) => {
      const algorithm = at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm");
      return algorithm === "aws:kms" && isOff(at(rule, "bucketKeyEnabled"))
        ? [{ property: `rules[${index}].bucketKeyEnabled`, message: "asks KMS for each object" }]
        : [];
    }),
});

export const s3LogsBucketSseS3 = stackRule({
  ...facts,
  id: "s3-logs-bucket-sse-s3",
  controls: [],
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  fix: "Encrypt the bucket with AES256: neither load balancers nor S3 write logs under a key.",
  checkStack: (resources) => {
    const policies = ofType(resources, POLICY).filter(({ props }) => {
      const services = (statementsOf(props["policy"]) ?? []).flatMap(
        ({ principals }) => principals["Service"] ?? [],
      );
      return services.some((one) => LOG_WRITERS.includes(one));
    });
    return eachPaired(resources, ENCRYPTION, (bucket, found) => {
      if (partnersOf(bucket, policies, "bucket").partners.length === 0) return undefined;
      const algorithms = algorithmsOf(found) ?? [];
      return algorithms.some((one) => String(one).startsWith("aws:kms"))
        ? { message: "gets no logs, because it is encrypted with a key of KMS" }
        : undefined;
    });
  },
});

const LOG_WRITERS = ["logdelivery.elasticloadbalancing.amazonaws.com", "logging.s3.amazonaws.com"];
const OURS = ["aws:sourceaccount", "aws:sourcearn", "aws:principalaccount", "aws:principalorgid"];

/** Asks about each bucket and what belongs to it; not where that cannot be told yet. */
function eachPaired(
  resources: readonly PolicyResource[],
  type: string,
  ask: (
    bucket: PolicyResource,
    found: readonly PolicyResource[],
  ) => Omit<StackProblem, "resource"> | undefined,
): readonly StackProblem[] {
  const candidates = ofType(resources, type);
  return ofType(resources, BUCKET).flatMap((resource) => {
    const { partners, cannotTell } = partnersOf(resource, candidates, "bucket");
    const problem = cannotTell ? undefined : ask(resource, partners);
    return problem === undefined ? [] : [{ resource, ...problem }];
  });
}

function isTlsOnly(statement: PolicyStatement, bucket: PolicyResource): boolean {
  const { effect, actions, resources, conditions } = statement;
  const ends = (end: string) =>
    resources.some(
      (one) =>
        one === "*" || (one.endsWith(end) && isOf(one.slice(0, -end.length || undefined), bucket)),
    );
  return (
    effect === "Deny" &&
    isForEverybody(statement) &&
    (actions.includes("s3:*") || actions.includes("*")) &&
    ends("") &&
    ends("/*") &&
    conditions.some(
      ({ operator, key, values }) =>
        /^Bool(IfExists)?$/.test(operator) &&
        key === "aws:securetransport" &&
        values.includes("false"),
    )
  );
}

/** Whether an ARN is the bucket's; one whose ARN is not known yet may be. */
function isOf(arn: string, { identities }: PolicyResource): boolean {
  const name = arn.split(":::")[1] ?? arn;
  return identities.length === 0 || identities.includes(arn) || identities.includes(name);
}

function isVersioning({ props }: PolicyResource): boolean {
  const status = at(props, "versioningConfiguration", "status");
  return status === "Enabled" || isUnknown(status) || isOn(status);
}

/** Undefined where one is not known yet. */
function algorithmsOf(found: readonly PolicyResource[]): readonly unknown[] | undefined {
  const algorithms = found
    .flatMap(({ props }) => listAt(props, "rules"))
    .map((rule) => at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm"));
  return algorithms.some(isUnknown) ? undefined : algorithms;
}
