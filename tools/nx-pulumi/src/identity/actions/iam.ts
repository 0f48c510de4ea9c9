/*
 * Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access Management".
 * Names are the fence. What could give a role more than the boundary of the layer allows is bound to that boundary:
 * IAM User Guide, "Delegating responsibility to others using permissions boundaries".
 */
import { passRole, type ActionTable, type Grant } from "./type-actions.ts";

const POLICY = "arn:{partition}:iam::{account}:policy/{policy}";
const PROFILE = "arn:{partition}:iam::{account}:instance-profile/{instanceProfile}";
const ROLE = "arn:{partition}:iam::{account}:role/{role}";

export const iam: ActionTable = {
  "aws:iam/role:Role": {
    reads: [
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
    ],
    grants: [
      bounded("CreateRole", "PutRolePermissionsBoundary"),
      named(
        ROLE,
        "DeleteRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
      ),
      named(PROFILE, "RemoveRoleFromInstanceProfile"),
    ],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    reads: ["iam:GetRolePolicy"],
    grants: [bounded("PutRolePolicy"), named(ROLE, "DeleteRolePolicy")],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    reads: ["iam:ListAttachedRolePolicies"],
    grants: [bounded("AttachRolePolicy"), named(ROLE, "DetachRolePolicy")],
  },
  "aws:iam/policy:Policy": {
    reads: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"],
    grants: [
      named(
        POLICY,
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicy",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
        "TagPolicy",
        "UntagPolicy",
      ),
    ],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    reads: ["iam:GetInstanceProfile", "iam:GetRole"],
    grants: [
      named(
        PROFILE,
        "AddRoleToInstanceProfile",
        "CreateInstanceProfile",
        "DeleteInstanceProfile",
        "RemoveRoleFromInstanceProfile",
        "TagInstanceProfile",
        "UntagInstanceProfile",
      ),
      passRole("ec2.amazonaws.com"),
    ],
  },
  // The provider answers it itself.
  "aws:iam/getPolicyDocument:getPolicyDocument": { reads: [], grants: [] },
};

function named(arn: string, ...names: readonly string[]): Grant {
  return { actions: names.map((name) => `iam:${name}`), on: [arn], fence: "name" };
}

/** Only for a role that has the boundary of the layer, or gets it with the call. */
function bounded(...names: readonly string[]): Grant {
  return {
    ...named(ROLE, ...names),
    where: { StringEquals: { "iam:PermissionsBoundary": "{boundary}" } },
  };
}
