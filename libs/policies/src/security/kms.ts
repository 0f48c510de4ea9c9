import { resourceRule } from "../rule.ts";
import { allowing, isBoundBy, isForEverybody, statementName, statementsOf } from "../statements.ts";
import { isMissing, isOff, numberOf, securityHub } from "./flag.ts";

const KEY = "aws:kms/key:Key";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const kmsRotation = resourceRule({
  ...facts,
  id: "kms-rotation",
  controls: ["KMS.4", "CIS 3.6"],
  source: securityHub("KMS.4"),
  types: [KEY],
  fix: "Set enableKeyRotation to true.",
  check: ({ props }) => {
    const spec = props["customerMasterKeySpec"] ?? props["keySpec"] ?? "SYMMETRIC_DEFAULT";
    return spec === "SYMMETRIC_DEFAULT" && isOff(props["enableKeyRotation"])
      ? { property: "enableKeyRotation", message: "is never rotated" }
      : undefined;
  },
});

export const kmsDeletionWindow = resourceRule({
  ...facts,
  id: "kms-deletion-window",
  controls: ["KMS.3"],
  source: securityHub("KMS.3"),
  types: [KEY],
  fix: "Leave 30 days: what a deleted key has encrypted is lost.",
  check: ({ props }) => {
    const days = numberOf(props["deletionWindowInDays"]);
    return days !== undefined && days < 30
      ? { property: "deletionWindowInDays", message: `is gone ${days} days after a mistake` }
      : undefined;
  },
});

export const kmsNotPublic = resourceRule({
  ...facts,
  id: "kms-not-public",
  controls: ["KMS.5", "CKV_AWS_33"],
  source: securityHub("KMS.5"),
  types: [KEY, "aws:kms/keyPolicy:KeyPolicy"],
  fix: "Name accounts, roles or services as principals, or bound the statement by kms:CallerAccount.",
  check: ({ props }) =>
    allowing(statementsOf(props["policy"]) ?? [])
      .filter(isForEverybody)
      .filter((one) => !isBoundBy(one, CALLER))
      .map((one, index) => ({
        property: "policy",
        message: `lets everybody use it (${statementName(one, index)})`,
      })),
});

export const kmsOwnPolicy = resourceRule({
  ...facts,
  id: "kms-own-policy",
  controls: ["CKV2_AWS_64"],
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  types: [KEY],
  fix: "Write the policy out: who may use the key is then seen in the program.",
  check: ({ props }) =>
    isMissing(props["policy"])
      ? { property: "policy", message: "has no policy of its own" }
      : undefined,
});

const CALLER = [
  "kms:calleraccount",
  "aws:principalaccount",
  "aws:sourceaccount",
  "aws:principalorgid",
];
