import { resourceRule, type Problem } from "../../rule.ts";
import { at } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { ENCRYPTION } from "./bucket.ts";
import { rulesOf } from "./bucket-logging.ts";

const ALGORITHMS = ["AES256", "aws:kms", "aws:kms:dsse"];

export const s3Encryption = resourceRule({
  ...refusal,
  id: "s3-encryption",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html",
  types: [ENCRYPTION],
  fix: 'Write one rule: sseAlgorithm "AES256" without a key, or "aws:kms" with a key of the region of the bucket.',
  check: (resource, { region }) => {
    const rules = rulesOf(resource);
    if (rules.length > 1) return { property: "rules", message: "are several, and S3 takes one" };
    return rules.flatMap(([rule, place]): Problem[] => {
      const by = at(rule, "applyServerSideEncryptionByDefault");
      const algorithm = text(at(by, "sseAlgorithm"));
      const key = at(by, "kmsMasterKeyId");
      const property = `${place}.applyServerSideEncryptionByDefault`;
      if (algorithm === undefined) return [];
      if (!ALGORITHMS.includes(algorithm)) {
        const message = `is "${algorithm}": S3 has ${ALGORITHMS.join(", ")}`;
        return [{ property: `${property}.sseAlgorithm`, message }];
      }
      if (algorithm === "AES256" && isSet(key)) {
        return [
          { property: `${property}.kmsMasterKeyId`, message: "is given, and AES256 has none" },
        ];
      }
      const [, , service, where] = text(key)?.split(":") ?? [];
      if (service === "kms" && where !== region) {
        const message = `is a key of ${where}, and the bucket is in ${region}`;
        return [{ property: `${property}.kmsMasterKeyId`, message }];
      }
      if (algorithm === "aws:kms:dsse" && at(rule, "bucketKeyEnabled") === true) {
        return [
          { property: `${place}.bucketKeyEnabled`, message: "is on, and aws:kms:dsse has none" },
        ];
      }
      return [];
    });
  },
});
