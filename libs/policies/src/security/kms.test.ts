import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { kmsDeletionWindow, kmsNotPublic, kmsOwnPolicy, kmsRotation } from "./kms.ts";

const key = (rule: typeof kmsRotation, props: object) =>
  findingsFor(rule, [{ type: "aws:kms/key:Key", name: "main", props }]);
const policy = (statement: object) => ({
  policy: JSON.stringify({
    Statement: { Effect: "Allow", Action: "kms:*", Resource: "*", ...statement },
  }),
});

it.each([
  [kmsRotation, { enableKeyRotation: true }],
  [kmsRotation, { enableKeyRotation: UNKNOWN }],
  [kmsRotation, { customerMasterKeySpec: "RSA_2048" }],
  [kmsDeletionWindow, { deletionWindowInDays: 30 }],
  [kmsDeletionWindow, {}],
  [kmsNotPublic, policy({ Principal: { AWS: "arn:aws:iam::777788889999:root" } })],
  [kmsNotPublic, policy({ Principal: "*", Effect: "Deny" })],
  [
    kmsNotPublic,
    policy({
      Principal: { AWS: "*" },
      Condition: { StringEquals: { "kms:CallerAccount": "777788889999" } },
    }),
  ],
  [kmsNotPublic, { policy: UNKNOWN }],
  [kmsOwnPolicy, { policy: UNKNOWN }],
] as const)("passes %j", (rule, props) => {
  expect(key(rule, props)).toEqual([]);
});

it.each([
  [kmsRotation, {}, "main (enableKeyRotation) is never rotated"],
  [
    kmsDeletionWindow,
    { deletionWindowInDays: 7 },
    "main (deletionWindowInDays) is gone 7 days after a mistake",
  ],
  [
    kmsNotPublic,
    policy({ Principal: "*", Sid: "All" }),
    "main (policy) lets everybody use it (statement All)",
  ],
  [
    kmsNotPublic,
    policy({ Principal: { AWS: ["*"] } }),
    "main (policy) lets everybody use it (statement 1)",
  ],
  [
    kmsNotPublic,
    policy({ Principal: "*", Condition: { StringNotEquals: { "kms:CallerAccount": "1" } } }),
    "main (policy) lets everybody use it (statement 1)",
  ],
  [kmsOwnPolicy, {}, "main (policy) has no policy of its own"],
] as const)("fails %j", (rule, props, message) => {
  expect(key(rule, props)).toEqual([message]);
});
