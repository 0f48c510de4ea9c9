import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

const one = (title: string, rule: string, ...resources: LiteralResource[]): Mistake => ({
  title,
  rule,
  resources,
});

const ROOT = "arn:aws:iam::777788889999:root";
const statement = (change: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: ROOT },
  Action: "kms:*",
  Resource: "*",
  ...change,
});
const key = (props: object): LiteralResource => ({
  type: "aws:kms/key:Key",
  name: "key",
  props: { description: "All that the layer keeps", ...props },
});
const policy = (...statements: object[]) =>
  key({ policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) });
const alias = (props: object, name = "alias"): LiteralResource => ({
  type: "aws:kms/alias:Alias",
  name,
  props: { name: "alias/strata", targetKeyId: "11111111-2222-3333-4444-555555555555", ...props },
});
const ARN = "arn:aws:kms:us-east-1:777788889999";

export const kmsMistakes: MistakesOf = {
  service: "kms",
  mistakes: [
    one(
      "a key that only a service may use",
      "kms-lockout",
      policy(statement({ Principal: { Service: "logs.us-east-1.amazonaws.com" } })),
    ),
    one(
      "a key that its account may use and never change",
      "kms-lockout",
      policy(statement({ Action: ["kms:Encrypt", "kms:Decrypt"] })),
    ),
    one(
      "a key of another account",
      "kms-lockout",
      policy(statement({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })),
    ),
    one(
      "a statement for another key",
      "kms-policy-resource",
      policy(
        statement(),
        statement({
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "kms:Decrypt",
          Resource: `${ARN}:key/22222222-2222-3333-4444-555555555555`,
        }),
      ),
    ),
    one(
      "an action of S3 in the policy of a key",
      "policy-action",
      policy(statement(), statement({ Action: "s3:GetObject" })),
    ),
    one(
      "an action that KMS has not",
      "policy-action",
      policy(statement(), statement({ Action: "kms:GenerateKey" })),
    ),
    one(
      "a key policy without a resource",
      "policy-grammar",
      policy(statement(), statement({ Resource: undefined })),
    ),
    one(
      "a period of rotation without rotation",
      "kms-key-spec",
      key({ rotationPeriodInDays: 180 }),
    ),
    one(
      "rotation of a pair of keys",
      "kms-key-spec",
      key({ enableKeyRotation: true, customerMasterKeySpec: "RSA_4096" }),
    ),
    one(
      "an elliptic curve that encrypts",
      "kms-key-spec",
      key({ customerMasterKeySpec: "ECC_NIST_P256" }),
    ),
    one("a key that signs without a spec", "kms-key-spec", key({ keyUsage: "SIGN_VERIFY" })),
    one("a use of keys that there is not", "kms-key-spec", key({ keyUsage: "ENCRYPT" })),
    one("two aliases of one name", "kms-alias", alias({}), alias({}, "second")),
    one("an alias of an alias", "kms-alias", alias({ targetKeyId: "alias/strata-data" })),
    one(
      "an alias of a key in another region",
      "kms-alias",
      alias({ targetKeyId: `${ARN.replace("us-east-1", "eu-west-1")}:key/1` }),
    ),
    one(
      "an alias of a key of another account",
      "kms-alias",
      alias({ targetKeyId: `${ARN.replace("777788889999", "111122223333")}:key/1` }),
    ),
  ],
};
