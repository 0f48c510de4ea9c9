import { setTimeout as wait } from "node:timers/promises";

import type { Unwrap } from "@pulumi/pulumi";
import type { PolicyArgs, PolicyState } from "@pulumi/aws/iam/policy.js";
import type { IAM } from "@aws-sdk/client-iam";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { decodeDocument, documentFailures, documentText } from "./policy-document.ts";

type Inputs = Unwrap<PolicyArgs>;
type State = Unwrap<PolicyState>;

const GONE = "NoSuchEntity*";

/** Versions that IAM keeps of one policy (IAM quotas, "Versions per managed policy"). */
const MAX_VERSIONS = 5;

/** Source: IAM API reference, CreatePolicy, CreatePolicyVersion; only the document can change. The ID is the ARN. */
export const resource = defineResource<Inputs, State>({
  token: "aws:iam/policy:Policy",
  noun: "IAM Policy",
  tags: true,
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    delayAfterPolicyCreationInMs: { kind: "number", local: true },
    description: { kind: "string", replaces: true },
    path: { kind: "string", default: "/", replaces: true },
    policy: { kind: "json", required: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    attachmentCount: { kind: "number", output: true },
    policyId: { kind: "string", output: true },
  },
  validate: (inputs) => [...documentFailures(inputs, "policy"), ...prefixFailures(inputs, 102)],

  async create(inputs, call) {
    const iam = await call.aws.iam();
    const { Policy } = await iam.createPolicy({
      PolicyName: nameToUse(inputs.name, inputs.namePrefix),
      PolicyDocument: documentText(inputs.policy),
      Description: inputs.description,
      Path: inputs.path,
      Tags: tagList(inputs.tagsAll),
    });
    return Policy?.Arn ?? "";
  },

  async read(arn, call, prior) {
    const iam = await call.aws.iam();
    const found = await unlessGone(iam.getPolicy({ PolicyArn: arn }), GONE);
    const policy = found?.Policy;
    if (policy === undefined) return undefined;
    const version = { PolicyArn: arn, VersionId: policy.DefaultVersionId };
    const { PolicyVersion } = await iam.getPolicyVersion(version);
    return {
      name: policy.PolicyName,
      namePrefix: prefixOf(policy.PolicyName, prior.namePrefix),
      description: policy.Description,
      path: policy.Path,
      policy: decodeDocument(PolicyVersion?.Document),
      arn: policy.Arn,
      attachmentCount: policy.AttachmentCount,
      policyId: policy.PolicyId,
      tags: tagRecord(policy.Tags),
    };
  },

  async update(arn, { before, inputs, changed }, call) {
    const iam = await call.aws.iam();
    const PolicyArn = arn;
    if (changed("policy")) {
      await makeRoom(iam, arn);
      // Made first and made the default after a while: what the provider does where IAM has to catch up.
      const PolicyDocument = documentText(inputs.policy);
      const made = await iam.createPolicyVersion({ PolicyArn, PolicyDocument });
      await wait(inputs.delayAfterPolicyCreationInMs ?? 0);
      const VersionId = made.PolicyVersion?.VersionId;
      await iam.setDefaultPolicyVersion({ PolicyArn, VersionId });
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      if (gone.length > 0) await iam.untagPolicy({ PolicyArn, TagKeys: gone });
      if (set.length > 0) await iam.tagPolicy({ PolicyArn, Tags: set });
    }
  },

  async delete(arn, _state, call) {
    const iam = await call.aws.iam();
    for (const VersionId of await oldVersions(iam, arn)) {
      await unlessGone(iam.deletePolicyVersion({ PolicyArn: arn, VersionId }), GONE);
    }
    await unlessGone(iam.deletePolicy({ PolicyArn: arn }), GONE);
  },
});

/** Drops the oldest version that is not the default when there is no room for another. */
async function makeRoom(iam: IAM, PolicyArn: string): Promise<void> {
  const [VersionId, ...newer] = await oldVersions(iam, PolicyArn);
  if (VersionId === undefined || newer.length + 2 < MAX_VERSIONS) return;
  await iam.deletePolicyVersion({ PolicyArn, VersionId });
}

/** All versions but the default one, oldest first; none if the policy is gone. Numbers are never used twice. */
async function oldVersions(iam: IAM, PolicyArn: string): Promise<string[]> {
  const found = await unlessGone(iam.listPolicyVersions({ PolicyArn }), GONE);
  const number = (id: string) => Number(id.replace(/^v/, ""));
  return (found?.Versions ?? [])
    .filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
    .map(({ VersionId = "" }) => VersionId)
    .sort((a, b) => number(a) - number(b));
}
