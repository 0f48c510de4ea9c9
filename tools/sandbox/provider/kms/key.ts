import type { Unwrap } from "@pulumi/pulumi";
import type { KeyArgs, KeyState } from "@pulumi/aws/kms/key.js";
import type { KeySpec, KeyUsageType, KMS } from "@aws-sdk/client-kms";

import { unlessGone } from "../api-error.ts";
import { documentFailures, documentText } from "../iam/policy-document.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagChanges } from "../tag-list.ts";
import { isUnknown } from "../value.ts";
import { refuseLockout } from "./policy-lockout.ts";

type Inputs = Unwrap<KeyArgs>;
type State = Unwrap<KeyState>;

const GONE = "NotFoundException";
const NO_KEY_STORE = "moto has no custom key stores";

/** The only name that a key policy can have. */
const POLICY = "default";

/** Its ID is that of the key. Source: KMS API reference, CreateKey; terraform-provider-aws, aws_kms_key. */
export const resource = defineResource<Inputs, State>({
  token: "aws:kms/key:Key",
  noun: "KMS Key",
  tags: true,
  properties: {
    bypassPolicyLockoutSafetyCheck: { kind: "boolean", default: false, local: true },
    customKeyStoreId: { kind: "string", replaces: true, simulated: NO_KEY_STORE },
    customerMasterKeySpec: { kind: "string", default: "SYMMETRIC_DEFAULT", replaces: true },
    deletionWindowInDays: { kind: "number", local: true },
    description: { kind: "string", computed: true },
    enableKeyRotation: { kind: "boolean", default: false },
    isEnabled: { kind: "boolean", default: true },
    keyUsage: { kind: "string", default: "ENCRYPT_DECRYPT", replaces: true },
    multiRegion: { kind: "boolean", computed: true, replaces: true },
    policy: { kind: "json", computed: true },
    rotationPeriodInDays: { kind: "number", computed: true },
    xksKeyId: { kind: "string", replaces: true, simulated: NO_KEY_STORE },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    keyId: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const kms = await call.aws.kms();
    const policy = policyOf(inputs);
    if (policy !== undefined && inputs.bypassPolicyLockoutSafetyCheck !== true) {
      refuseLockout("KMS: CreateKey", policy);
    }
    const { KeyMetadata } = await kms.createKey({
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      CustomKeyStoreId: inputs.customKeyStoreId,
      Description: inputs.description,
      KeySpec: inputs.customerMasterKeySpec as KeySpec,
      KeyUsage: inputs.keyUsage as KeyUsageType,
      MultiRegion: inputs.multiRegion,
      Policy: policy,
      Tags: kmsTags(tagChanges({}, inputs.tagsAll).set),
      XksKeyId: inputs.xksKeyId,
    });
    const id = KeyMetadata?.KeyId ?? "";
    call.created(id);
    if (inputs.enableKeyRotation === true) await rotate(kms, id, inputs);
    if (inputs.isEnabled === false) await kms.disableKey({ KeyId: id });
    return id;
  },

  async read(id, call) {
    const kms = await call.aws.kms();
    const found = await unlessGone(kms.describeKey({ KeyId: id }), GONE);
    const key = found?.KeyMetadata;
    // To the official provider, too, a key that waits for its deletion is gone.
    if (key === undefined || key.KeyState?.startsWith("Pending") === true) return undefined;
    const KeyId = key.KeyId;
    const [policy, rotation, tags] = await Promise.all([
      kms.getKeyPolicy({ KeyId, PolicyName: POLICY }),
      key.Origin === "AWS_KMS" ? kms.getKeyRotationStatus({ KeyId }) : undefined,
      kms.listResourceTags({ KeyId }),
    ]);
    return {
      arn: key.Arn,
      customerMasterKeySpec: key.KeySpec,
      description: key.Description,
      enableKeyRotation: rotation?.KeyRotationEnabled,
      isEnabled: key.Enabled,
      keyId: key.KeyId,
      keyUsage: key.KeyUsage,
      multiRegion: key.MultiRegion ?? false,
      policy: policy.Policy,
      rotationPeriodInDays: rotation?.RotationPeriodInDays,
      tags: Object.fromEntries(
        (tags.Tags ?? []).map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]),
      ),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const kms = await call.aws.kms();
    const KeyId = id;
    // A disabled key cannot rotate, so it is enabled first and disabled last.
    if (changed("isEnabled") && inputs.isEnabled !== false) await kms.enableKey({ KeyId });
    const rotates = inputs.enableKeyRotation === true;
    if (changed("enableKeyRotation") || (rotates && changed("rotationPeriodInDays"))) {
      if (rotates) await rotate(kms, id, inputs);
      else await kms.disableKeyRotation({ KeyId });
    }
    if (changed("description")) {
      await kms.updateKeyDescription({ KeyId, Description: inputs.description ?? "" });
    }
    if (changed("policy")) {
      const Policy = policyOf(inputs) ?? "";
      const bypass = inputs.bypassPolicyLockoutSafetyCheck === true;
      if (!bypass) refuseLockout("KMS: PutKeyPolicy", Policy);
      await kms.putKeyPolicy({
        KeyId,
        Policy,
        PolicyName: POLICY,
        BypassPolicyLockoutSafetyCheck: bypass,
      });
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      if (gone.length > 0) await kms.untagResource({ KeyId, TagKeys: gone });
      if (set.length > 0) await kms.tagResource({ KeyId, Tags: kmsTags(set) ?? [] });
    }
    if (changed("isEnabled") && inputs.isEnabled === false) await kms.disableKey({ KeyId });
  },

  /** KMS deletes no key at once: it can be brought back until the window ends, 30 days where none is given. */
  async delete(id, state, call) {
    const kms = await call.aws.kms();
    const PendingWindowInDays = state.deletionWindowInDays;
    const scheduled = kms.scheduleKeyDeletion({ KeyId: id, PendingWindowInDays });
    await unlessGone(scheduled, GONE, "KMSInvalidStateException");
  },
});

function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const found = documentFailures(inputs as Record<string, unknown>, "policy");
  const ranges = [
    ["deletionWindowInDays", 7, 30],
    ["rotationPeriodInDays", 90, 2560],
  ] as const;
  for (const [property, least, most] of ranges) {
    const days = inputs[property];
    if (days === undefined || isUnknown(days) || (days >= least && days <= most)) continue;
    const reason = `expected "${property}" to be in the range (${least} - ${most}), got ${days}`;
    found.push({ property, reason });
  }
  if (inputs.xksKeyId !== undefined && inputs.customKeyStoreId === undefined) {
    const reason = '"xksKeyId" requires "customKeyStoreId"';
    found.push({ property: "xksKeyId", reason });
  }
  return found;
}

function policyOf({ policy }: Inputs): string | undefined {
  return policy === undefined ? undefined : documentText(policy);
}

async function rotate(kms: KMS, KeyId: string, inputs: Inputs): Promise<void> {
  const RotationPeriodInDays = inputs.rotationPeriodInDays;
  await kms.enableKeyRotation({ KeyId, RotationPeriodInDays });
}

/** KMS has its own words for key and value. */
function kmsTags(tags: readonly { readonly Key: string; readonly Value: string }[]) {
  if (tags.length === 0) return undefined;
  return tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
}
