import type { Unwrap } from "@pulumi/pulumi";
import type { RolePolicyArgs, RolePolicyState } from "@pulumi/aws/iam/rolePolicy.js";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import { decodeDocument, documentFailures, documentText } from "./policy-document.ts";

type Inputs = Unwrap<RolePolicyArgs>;
type State = Unwrap<RolePolicyState>;

const GONE = "NoSuchEntity*";

/** Source: IAM API reference, PutRolePolicy, which makes and changes. The ID is `role:name`. */
export const resource = defineResource<Inputs, State>({
  token: "aws:iam/rolePolicy:RolePolicy",
  noun: "IAM Role Policy",
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    policy: { kind: "json", required: true },
    role: { kind: "string", required: true, replaces: true },
  },
  validate: (inputs) => [...documentFailures(inputs, "policy"), ...prefixFailures(inputs, 102)],

  async create(inputs, call) {
    const iam = await call.aws.iam();
    const RoleName = inputs.role as string;
    const PolicyName = nameToUse(inputs.name, inputs.namePrefix);
    await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: documentText(inputs.policy) });
    return `${RoleName}:${PolicyName}`;
  },

  async read(id, call, prior) {
    const iam = await call.aws.iam();
    const found = await unlessGone(iam.getRolePolicy(partsOf(id)), GONE);
    if (found === undefined) return undefined;
    return {
      name: found.PolicyName,
      namePrefix: prefixOf(found.PolicyName, prior.namePrefix),
      policy: decodeDocument(found.PolicyDocument),
      role: found.RoleName,
    };
  },

  async update(id, { inputs, changed }, call) {
    if (!changed("policy")) return;
    const iam = await call.aws.iam();
    await iam.putRolePolicy({ ...partsOf(id), PolicyDocument: documentText(inputs.policy) });
  },

  async delete(id, _state, call) {
    const iam = await call.aws.iam();
    await unlessGone(iam.deleteRolePolicy(partsOf(id)), GONE);
  },
});

function partsOf(id: string): { RoleName: string; PolicyName: string } {
  const at = id.indexOf(":");
  if (at < 1 || at === id.length - 1) {
    throw new Error(`unexpected format of ID (${id}), expected <role name>:<policy name>`);
  }
  return { RoleName: id.slice(0, at), PolicyName: id.slice(at + 1) };
}
