import type { Unwrap } from "@pulumi/pulumi";
import type { RoleArgs, RoleState } from "@pulumi/aws/iam/role.js";
import type { IAM } from "@aws-sdk/client-iam";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { decodeDocument, documentFailures, documentText } from "./policy-document.ts";

type Inputs = Unwrap<RoleArgs>;
type State = Unwrap<RoleState>;

const GONE = "NoSuchEntity*";

/** Source: IAM API reference, CreateRole, UpdateRole, UpdateAssumeRolePolicy. The ID is the name. */
export const resource = defineResource<Inputs, State>({
  token: "aws:iam/role:Role",
  noun: "IAM Role",
  tags: true,
  autoname: { property: "name", maxLength: 64, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    assumeRolePolicy: { kind: "json", required: true },
    description: { kind: "string" },
    forceDetachPolicies: { kind: "boolean", default: false, local: true },
    // Deprecated: given, they list all inline policies or attachments there may be.
    inlinePolicies: {
      kind: "set",
      computed: true,
      of: { kind: "object", fields: { name: { kind: "string" }, policy: { kind: "json" } } },
    },
    managedPolicyArns: { kind: "set", computed: true },
    maxSessionDuration: { kind: "number", default: 3600 },
    path: { kind: "string", default: "/", replaces: true },
    permissionsBoundary: { kind: "string" },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    createDate: { kind: "string", output: true },
    uniqueId: { kind: "string", output: true },
  },
  validate: (inputs) => [
    ...documentFailures(inputs, "assumeRolePolicy"),
    ...prefixFailures(inputs, 38),
  ],

  async create(inputs, call) {
    const iam = await call.aws.iam();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    await iam.createRole({
      RoleName: name,
      AssumeRolePolicyDocument: documentText(inputs.assumeRolePolicy),
      Path: inputs.path,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: tagList(inputs.tagsAll),
    });
    call.created(name);
    await putInline(iam, name, inputs.inlinePolicies ?? []);
    await attach(iam, name, inputs.managedPolicyArns ?? []);
    return name;
  },

  async read(name, call, prior) {
    const iam = await call.aws.iam();
    const found = await unlessGone(iam.getRole({ RoleName: name }), GONE);
    const role = found?.Role;
    if (role === undefined) return undefined;
    const [inlinePolicies, managedPolicyArns] = await Promise.all([
      inlineOf(iam, name),
      attachedTo(iam, name),
    ]);
    return {
      name: role.RoleName,
      namePrefix: prefixOf(role.RoleName, prior.namePrefix),
      assumeRolePolicy: decodeDocument(role.AssumeRolePolicyDocument),
      description: role.Description,
      inlinePolicies,
      managedPolicyArns,
      maxSessionDuration: role.MaxSessionDuration,
      path: role.Path,
      permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
      arn: role.Arn,
      createDate: role.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z"),
      uniqueId: role.RoleId,
      tags: tagRecord(role.Tags),
    };
  },

  async update(name, { before, inputs, changed }, call) {
    const iam = await call.aws.iam();
    const RoleName = name;
    if (changed("assumeRolePolicy")) {
      const PolicyDocument = documentText(inputs.assumeRolePolicy);
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument });
    }
    if (changed("description", "maxSessionDuration")) {
      await iam.updateRole({
        RoleName,
        Description: inputs.description ?? "",
        MaxSessionDuration: inputs.maxSessionDuration,
      });
    }
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = inputs.permissionsBoundary;
      if (PermissionsBoundary === undefined || PermissionsBoundary === "") {
        await iam.deleteRolePermissionsBoundary({ RoleName });
      } else {
        await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
      }
    }
    if (changed("inlinePolicies")) {
      const wanted = inputs.inlinePolicies ?? [];
      const names = new Set(wanted.map((policy) => policy.name));
      await deleteInline(
        iam,
        name,
        namesOf(before.inlinePolicies).filter((old) => !names.has(old)),
      );
      await putInline(iam, name, wanted);
    }
    if (changed("managedPolicyArns")) {
      const wanted = inputs.managedPolicyArns ?? [];
      const had = before.managedPolicyArns ?? [];
      await detach(
        iam,
        name,
        had.filter((arn) => !wanted.includes(arn)),
      );
      await attach(
        iam,
        name,
        wanted.filter((arn) => !had.includes(arn)),
      );
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      if (gone.length > 0) await iam.untagRole({ RoleName, TagKeys: gone });
      if (set.length > 0) await iam.tagRole({ RoleName, Tags: set });
    }
  },

  /**
   * IAM refuses to delete a role that is still in use. The official provider takes it out of all instance profiles, and
   * ends attachments and inline policies only if the record knows of any, or `forceDetachPolicies` is set.
   */
  async delete(name, state, call) {
    const iam = await call.aws.iam();
    const RoleName = name;
    const profiles = await unlessGone(iam.listInstanceProfilesForRole({ RoleName }), GONE);
    for (const { InstanceProfileName } of profiles?.InstanceProfiles ?? []) {
      await unlessGone(iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName }), GONE);
    }
    const force = state.forceDetachPolicies === true;
    if (force || (state.managedPolicyArns ?? []).length > 0) {
      await detach(iam, name, await attachedTo(iam, name));
    }
    if (force || namesOf(state.inlinePolicies).length > 0) {
      await deleteInline(iam, name, namesOf(await inlineOf(iam, name)));
    }
    const deleted = call.untilReleased(() => iam.deleteRole({ RoleName }), "DeleteConflict*");
    await unlessGone(deleted, GONE);
  },
});

type InlinePolicies = NonNullable<State["inlinePolicies"]>;

function namesOf(policies: InlinePolicies | undefined): string[] {
  return (policies ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/** IAM allows at most 25 attachments to a role, fewer than a page holds. */
async function attachedTo(iam: IAM, RoleName: string): Promise<string[]> {
  const found = await unlessGone(iam.listAttachedRolePolicies({ RoleName, MaxItems: 1000 }), GONE);
  return (found?.AttachedPolicies ?? []).map(({ PolicyArn = "" }) => PolicyArn);
}

/** All inline policies of a role share 10,240 characters, so one page holds them. */
async function inlineOf(iam: IAM, RoleName: string): Promise<InlinePolicies> {
  const found = await unlessGone(iam.listRolePolicies({ RoleName, MaxItems: 1000 }), GONE);
  const policies = await Promise.all(
    (found?.PolicyNames ?? []).map(async (PolicyName) => {
      const policy = await unlessGone(iam.getRolePolicy({ RoleName, PolicyName }), GONE);
      return policy === undefined
        ? undefined
        : { name: PolicyName, policy: decodeDocument(policy.PolicyDocument) };
    }),
  );
  return policies.filter((policy) => policy !== undefined) as InlinePolicies;
}

/** An empty element is how a program says "no inline policies at all". */
async function putInline(iam: IAM, RoleName: string, policies: InlinePolicies): Promise<void> {
  for (const { name, policy } of policies) {
    if (name === undefined || policy === undefined) continue;
    const PolicyDocument = documentText(policy);
    await iam.putRolePolicy({ RoleName, PolicyName: name, PolicyDocument });
  }
}

async function deleteInline(iam: IAM, RoleName: string, names: readonly string[]): Promise<void> {
  for (const PolicyName of names) {
    await unlessGone(iam.deleteRolePolicy({ RoleName, PolicyName }), GONE);
  }
}

async function attach(iam: IAM, RoleName: string, arns: readonly string[]): Promise<void> {
  for (const PolicyArn of arns) await iam.attachRolePolicy({ RoleName, PolicyArn });
}

async function detach(iam: IAM, RoleName: string, arns: readonly string[]): Promise<void> {
  for (const PolicyArn of arns) {
    await unlessGone(iam.detachRolePolicy({ RoleName, PolicyArn }), GONE);
  }
}
