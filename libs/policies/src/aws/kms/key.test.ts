import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { kmsKeySpec, kmsLockout, kmsPolicyResource } from "./key.ts";

const all = [kmsLockout, kmsPolicyResource, kmsKeySpec];
const account = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::777788889999:root" },
  Action: "kms:*",
  Resource: "*",
};
const key = (props: object, change: object = {}): LiteralResource => ({
  type: "aws:kms/key:Key",
  name: "key",
  props: {
    enableKeyRotation: true,
    rotationPeriodInDays: 180,
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...account, ...change }] }),
    ...props,
  },
});
const found = (...args: Parameters<typeof key>) =>
  all.flatMap((rule) => findingsFor(rule, [key(...args)]));

it("passes keys that the account can change, and what is not known yet", () => {
  expect(found({})).toEqual([]);
  expect(found({ policy: undefined })).toEqual([]);
  expect(found({}, { Action: ["kms:Put*", "kms:Decrypt"] })).toEqual([]);
  const signs = { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256" };
  expect(found({ ...signs, enableKeyRotation: false, rotationPeriodInDays: undefined })).toEqual(
    [],
  );
  for (const literal of unknowns(key(signs))) {
    expect(findingsFor(kmsLockout, [literal])).toEqual([]);
  }
  for (const literal of unknowns(key({}))) {
    expect(all.flatMap((rule) => findingsFor(rule, [literal]))).toEqual([]);
  }
});

it.each([
  [{}, { Effect: "Deny" }, "key (policy) lets nobody of the account change the policy"],
  [{}, { Action: "kms:Decrypt" }, "key (policy) lets nobody of the account change the policy"],
  [
    {},
    { Principal: { AWS: "arn:aws:iam::111122223333:root" } },
    "key (policy) lets nobody of the account",
  ],
  [
    { enableKeyRotation: false },
    {},
    "key (rotationPeriodInDays) is given, and the key is never rotated",
  ],
  [
    { customerMasterKeySpec: "RSA_2048" },
    {},
    "key (enableKeyRotation) is on, and KMS does not rotate RSA_2048",
  ],
  [
    { customerMasterKeySpec: "HMAC_256" },
    {},
    "key (customerMasterKeySpec) is HMAC_256, and ENCRYPT_DECRYPT",
  ],
  [
    { customKeyStoreId: "cks-1" },
    {},
    "key (enableKeyRotation) is on, and KMS does not rotate keys of a store",
  ],
])("fails %j with %j", (props, change, finding) => {
  expect(found(props, change)).toEqual([expect.stringContaining(finding)]);
});

it("fails a statement for anything but the key itself", () => {
  const Statement = [account, { ...account, Resource: "arn:aws:kms:us-east-1:777788889999:key/1" }];
  expect(found({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) })).toEqual([
    "key (policy) has a statement, number 2, whose Resource is not this key: it grants nothing",
  ]);
});
