import { resourceRule, type PolicyContext, type Problem } from "../../rule.ts";
import {
  KEY,
  names,
  policyOf,
  principals,
  statementProblems,
  textsOf,
  type PolicyText,
} from "../iam/policy-place.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

export const kmsLockout = resourceRule({
  ...refusal,
  id: "kms-lockout",
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  types: [KEY],
  fix: "Allow kms:* to arn:aws:iam::<account>:root: without it, nobody could ever change the key again.",
  check: (resource, context) => {
    const { props } = resource;
    if (props["bypassPolicyLockoutSafetyCheck"] === true) return undefined;
    const policy = policyOf(resource);
    if (policy === undefined || keepsAWayIn(policy, context)) return undefined;
    return { property: "policy", message: "lets nobody of the account change the policy" };
  },
});

function keepsAWayIn({ statements }: PolicyText, { accountId }: PolicyContext): boolean {
  return statements.some(
    (statement) =>
      statement["Effect"] === "Allow" &&
      names(statement, "kms:PutKeyPolicy") &&
      textsOf(statement["Resource"]).includes("*") &&
      principals(statement, "AWS").some((one) => one === "*" || one.includes(accountId)),
  );
}

export const kmsPolicyResource = resourceRule({
  ...refusal,
  id: "kms-policy-resource",
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  types: [KEY],
  fix: 'Write Resource "*": it is the key itself.',
  check: (resource) => {
    const policy = policyOf(resource);
    if (policy === undefined) return undefined;
    return statementProblems(policy, (statement) =>
      isSet(statement["Resource"]) && !textsOf(statement["Resource"]).includes("*")
        ? ["whose Resource is not this key: it grants nothing"]
        : [],
    );
  },
});

const SPECS: Readonly<Record<string, readonly string[]>> = {
  ENCRYPT_DECRYPT: ["SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "SM2"],
  SIGN_VERIFY: [
    ...["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"],
    ...["ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "SM2"],
  ],
  GENERATE_VERIFY_MAC: ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"],
  KEY_AGREEMENT: ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "SM2"],
};

export const kmsKeySpec = resourceRule({
  ...refusal,
  id: "kms-key-spec",
  source:
    "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html, rotate-keys.html",
  types: [KEY],
  fix:
    "Leave keyUsage and customerMasterKeySpec out for a key that encrypts data; only such a key is " +
    "rotated, with enableKeyRotation true.",
  check: ({ props }): readonly Problem[] | undefined => {
    const usage = text(props["keyUsage"] ?? "ENCRYPT_DECRYPT");
    const spec = text(props["customerMasterKeySpec"] ?? "SYMMETRIC_DEFAULT");
    const days = props["rotationPeriodInDays"];
    const rotates = props["enableKeyRotation"] ?? false;
    if (isSet(days) && days !== 0 && rotates === false) {
      const message = "is given, and the key is never rotated";
      return [{ property: "rotationPeriodInDays", message }];
    }
    if (usage === undefined || spec === undefined) return undefined;
    const specs = SPECS[usage];
    if (specs === undefined) {
      const message = `is "${usage}": KMS has ${Object.keys(SPECS).join(", ")}`;
      return [{ property: "keyUsage", message }];
    }
    if (!specs.includes(spec)) {
      const message = `is ${spec}, and ${usage} takes ${specs.join(", ")}`;
      return [{ property: "customerMasterKeySpec", message }];
    }
    if (rotates === true && spec !== "SYMMETRIC_DEFAULT") {
      const message = `is on, and KMS does not rotate ${spec}`;
      return [{ property: "enableKeyRotation", message }];
    }
    if (rotates === true && isSet(props["customKeyStoreId"])) {
      const message = "is on, and KMS does not rotate keys of a store of your own";
      return [{ property: "enableKeyRotation", message }];
    }
    return undefined;
  },
});
