import type { Unwrap } from "@pulumi/pulumi";
import type { InstanceProfileArgs, InstanceProfileState } from "@pulumi/aws/iam/instanceProfile.js";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";

type Inputs = Unwrap<InstanceProfileArgs>;
type State = Unwrap<InstanceProfileState>;

const GONE = "NoSuchEntity*";

/** Source: IAM API reference, CreateInstanceProfile; it holds at most one role. The ID is the name. */
export const resource = defineResource<Inputs, State>({
  token: "aws:iam/instanceProfile:InstanceProfile",
  noun: "IAM Instance Profile",
  tags: true,
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    path: { kind: "string", default: "/", replaces: true },
    role: { kind: "string" },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    createDate: { kind: "string", output: true },
    uniqueId: { kind: "string", output: true },
  },
  validate: (inputs) => prefixFailures(inputs, 102),

  async create(inputs, call) {
    const iam = await call.aws.iam();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const InstanceProfileName = name;
    await iam.createInstanceProfile({
      InstanceProfileName,
      Path: inputs.path,
      Tags: tagList(inputs.tagsAll),
    });
    call.created(name);
    const RoleName = inputs.role as string | undefined;
    if (RoleName !== undefined && RoleName !== "") {
      await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName });
    }
    return name;
  },

  async read(name, call, prior) {
    const iam = await call.aws.iam();
    const found = await unlessGone(iam.getInstanceProfile({ InstanceProfileName: name }), GONE);
    const profile = found?.InstanceProfile;
    if (profile === undefined) return undefined;
    return {
      name: profile.InstanceProfileName,
      namePrefix: prefixOf(profile.InstanceProfileName, prior.namePrefix),
      path: profile.Path,
      role: profile.Roles?.[0]?.RoleName,
      arn: profile.Arn,
      createDate: profile.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z"),
      uniqueId: profile.InstanceProfileId,
      tags: tagRecord(profile.Tags),
    };
  },

  async update(name, { before, inputs, changed }, call) {
    const iam = await call.aws.iam();
    const InstanceProfileName = name;
    if (changed("role")) {
      const [old, wanted] = [before.role, inputs.role] as (string | undefined)[];
      if (old !== undefined && old !== "") {
        const leaving = { InstanceProfileName, RoleName: old };
        await unlessGone(iam.removeRoleFromInstanceProfile(leaving), GONE);
      }
      if (wanted !== undefined && wanted !== "") {
        await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: wanted });
      }
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      if (gone.length > 0) await iam.untagInstanceProfile({ InstanceProfileName, TagKeys: gone });
      if (set.length > 0) await iam.tagInstanceProfile({ InstanceProfileName, Tags: set });
    }
  },

  async delete(name, state, call) {
    const iam = await call.aws.iam();
    const InstanceProfileName = name;
    const RoleName = state.role as string | undefined;
    if (RoleName !== undefined && RoleName !== "") {
      await unlessGone(iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName }), GONE);
    }
    await unlessGone(iam.deleteInstanceProfile({ InstanceProfileName }), GONE);
  },
});
