import type { Rule } from "../../rule.ts";

import { s3Encryption } from "./bucket-encryption.ts";
import { s3Lifecycle, s3LifecycleVersions, s3Versioning } from "./bucket-lifecycle.ts";
import { s3LogEncryption, s3LogTarget } from "./bucket-logging.ts";
import { s3BucketName } from "./bucket-name.ts";
import {
  s3LogDelivery,
  s3PolicyLockout,
  s3PolicyOnce,
  s3PolicyPublic,
  s3PolicyResource,
} from "./bucket-policy.ts";

/** One line a rule, by the alphabet. */
export const s3Rules: readonly Rule[] = [
  s3BucketName,
  s3Encryption,
  s3Lifecycle,
  s3LifecycleVersions,
  s3LogDelivery,
  s3LogEncryption,
  s3LogTarget,
  s3PolicyLockout,
  s3PolicyOnce,
  s3PolicyPublic,
  s3PolicyResource,
  s3Versioning,
];
