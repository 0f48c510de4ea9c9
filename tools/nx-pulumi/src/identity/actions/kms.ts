/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service". Keys have
 * ids, so tags are the fence; an alias has a name.
 */
import { claimed, type ActionTable, type Grant } from "./type-actions.ts";

const KMS = "arn:{partition}:kms:{region}:{account}:";
const ALIAS = `${KMS}alias/{kmsAlias}`;
const KEY = `${KMS}key/*`;

export const kms: ActionTable = {
  "aws:kms/key:Key": {
    reads: [
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
    ],
    grants: [
      // IAM knows no resource for it: the key is not there yet.
      { actions: ["kms:CreateKey"], on: ["*"], fence: "new" },
      claimed([KEY], "kms:TagResource"),
      own(
        "DisableKey",
        "DisableKeyRotation",
        "EnableKey",
        "EnableKeyRotation",
        "PutKeyPolicy",
        "ScheduleKeyDeletion",
        "TagResource",
        "UntagResource",
        "UpdateKeyDescription",
      ),
    ],
  },
  "aws:kms/alias:Alias": {
    reads: ["kms:ListAliases"],
    grants: [
      own("CreateAlias", "DeleteAlias", "UpdateAlias"),
      {
        actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
        on: [ALIAS],
        fence: "name",
      },
    ],
  },
};

/**
 * Letting services encrypt with a key of the layer what it makes there. The key is used through them and lent to
 * them: nothing can be decrypted by hand.
 */
export function lentKey(...services: readonly string[]): Grant[] {
  const via = services.map((service) => `${service}.{region}.amazonaws.com`);
  return [
    {
      ...own("Decrypt", "GenerateDataKey", "RetireGrant"),
      where: { StringEquals: { "kms:ViaService": via } },
    },
    { ...own("CreateGrant"), where: { Bool: { "kms:GrantIsForAWSResource": "true" } } },
  ];
}

function own(...names: readonly string[]): Grant {
  return { actions: names.map((name) => `kms:${name}`), on: [KEY], fence: "own" };
}
