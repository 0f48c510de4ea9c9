import type { PolicyResource } from "../../resource.ts";
import { stackRule, type StackProblem } from "../../rule.ts";
import { at, listAt } from "../../unknown.ts";
import { BUCKET_POLICY, lets, policyOf } from "../iam/policy-place.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { algorithmOf, bucketOf, mayHave, OBJECT_LOCK, partsOf } from "./bucket.ts";

const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const WRITER = "logging.s3.amazonaws.com";
const BALANCERS = "logdelivery.elasticloadbalancing.amazonaws.com";

export const s3LogTarget = stackRule({
  ...refusal,
  id: "s3-log-target",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  types: [LOGGING],
  fix: `Log into another bucket, encrypted with AES256, without object lock, whose policy lets ${WRITER} put objects.`,
  checkStack: (resources) =>
    ofType(resources, LOGGING).flatMap((logging): StackProblem[] => {
      const found = (message: string, property = "targetBucket") => [
        { resource: logging, property, message },
      ];
      const { bucket: from, targetBucket } = logging.props;
      if (text(from) !== undefined && from === targetBucket) {
        return found("is the bucket itself: each log makes another");
      }
      const target = bucketOf(resources, logging, "targetBucket");
      if (target === undefined) return [];
      const algorithm = algorithmOf(resources, target);
      if (algorithm !== undefined && algorithm !== "AES256") {
        return found(`is ${target.name}, encrypted with ${algorithm}: S3 writes no logs into it`);
      }
      const isLocked = partsOf(resources, target, OBJECT_LOCK).some((lock) =>
        isSet(at(lock.props, "rule", "defaultRetention")),
      );
      if (isLocked) return found(`is ${target.name}, whose objects are locked by default`);
      if (isSet(logging.props["targetGrants"]) && hasOneOwner(resources, target)) {
        return found(`are given, and ${target.name} takes no ACLs`, "targetGrants");
      }
      return mayWrite(resources, target)
        ? []
        : found(`is ${target.name}, whose policy does not let ${WRITER} write: no log arrives`);
    }),
});

function hasOneOwner(resources: readonly PolicyResource[], bucket: PolicyResource): boolean {
  return partsOf(resources, bucket, OWNERSHIP).some(
    ({ props }) => at(props, "rule", "objectOwnership") === "BucketOwnerEnforced",
  );
}

/** True also where it cannot be told. A bucket without a policy may have an ACL, unless it takes none. */
function mayWrite(resources: readonly PolicyResource[], target: PolicyResource): boolean {
  const policies = partsOf(resources, target, BUCKET_POLICY);
  if (policies.length === 0) {
    return mayHave(resources, BUCKET_POLICY) || !hasOneOwner(resources, target);
  }
  return policies.some((one) => {
    const policy = policyOf(one);
    return policy === undefined || lets(policy, WRITER, ["s3:PutObject"]);
  });
}

export const s3LogEncryption = stackRule({
  ...refusal,
  id: "s3-log-encryption",
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  types: [BUCKET_POLICY],
  fix: "Encrypt the bucket with AES256: load balancers can use no key.",
  checkStack: (resources) =>
    ofType(resources, BUCKET_POLICY).flatMap((resource): StackProblem[] => {
      const policy = policyOf(resource);
      const bucket = bucketOf(resources, resource);
      if (policy === undefined || bucket === undefined) return [];
      const algorithm = algorithmOf(resources, bucket);
      if (algorithm === undefined || algorithm === "AES256") return [];
      if (!isNamed(policy.text, BALANCERS)) return [];
      const message = `lets load balancers write into ${bucket.name}, which is encrypted with ${algorithm}`;
      return [{ resource, property: "policy", message }];
    }),
});

function isNamed(policy: string, service: string): boolean {
  return policy.includes(`"${service}"`);
}

/** The rules of a list that are known, with their places. */
export function rulesOf({ props }: PolicyResource): readonly (readonly [unknown, string])[] {
  return listAt(props, "rules").map((rule, index) => [rule, `rules[${index}]`] as const);
}
