import type { Unwrap } from "@pulumi/pulumi";
import type {
  RolePolicyAttachmentArgs,
  RolePolicyAttachmentState,
} from "@pulumi/aws/iam/rolePolicyAttachment.js";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";

type Inputs = Unwrap<RolePolicyAttachmentArgs>;
type State = Unwrap<RolePolicyAttachmentState>;

const GONE = "NoSuchEntity*";

/** Source: IAM API reference, AttachRolePolicy. The ID, and the import ID, is `role/policy ARN`. */
export const resource = defineResource<Inputs, State>({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  noun: "IAM Role Policy Attachment",
  deleteBeforeReplace: true,
  properties: {
    policyArn: { kind: "string", required: true, replaces: true },
    role: { kind: "string", required: true, replaces: true },
  },

  async create(inputs, call) {
    const iam = await call.aws.iam();
    const role = inputs.role as string;
    await iam.attachRolePolicy({ RoleName: role, PolicyArn: inputs.policyArn });
    return `${role}/${inputs.policyArn}`;
  },

  async read(id, call, prior) {
    const iam = await call.aws.iam();
    const { role, policyArn } = { ...partsOf(id), ...(prior as Partial<Parts>) };
    const found = await unlessGone(
      iam.listAttachedRolePolicies({ RoleName: role, MaxItems: 1000 }),
      GONE,
    );
    const attached = found?.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn);
    return attached === true ? { role, policyArn } : undefined;
  },

  async delete(id, state, call) {
    const iam = await call.aws.iam();
    const { role, policyArn } = { ...partsOf(id), ...(state as Partial<Parts>) };
    await unlessGone(iam.detachRolePolicy({ RoleName: role, PolicyArn: policyArn }), GONE);
  },
});

interface Parts {
  readonly role: string;
  readonly policyArn: string;
}

/** A role name has no slash. */
function partsOf(id: string): Parts {
  const at = id.indexOf("/");
  if (at < 1 || at === id.length - 1) {
    throw new Error(`unexpected format of ID (${id}), expected <role name>/<policy ARN>`);
  }
  return { role: id.slice(0, at), policyArn: id.slice(at + 1) };
}
