import type { EC2, SecurityGroup } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import type { Call, Change, CheckFailure } from "../resource-type.ts";
import { isList, isObject } from "../value.ts";
import { arnOf } from "./arn.ts";
import {
  changeOf,
  fromApi,
  ruleProperties,
  rulesOf,
  toApi,
  type Rule,
} from "./security-group-rules.ts";
import { tagsOf, updateTags } from "./tags.ts";

type Direction = "ingress" | "egress";

/** What the default group of a VPC and any other have in common. */
interface Group {
  readonly ingress?: Rule[] | undefined;
  readonly egress?: Rule[] | undefined;
  readonly tagsAll?: Readonly<Record<string, string>> | undefined;
}

export const groupGone = ["InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound"];

/** Left out, rules may be resources of their own, hence computed; an empty list removes them all. */
export const groupRules: Property = {
  kind: "set",
  of: { kind: "object", fields: ruleProperties },
  computed: true,
};

export async function findGroup(id: string, call: Call): Promise<SecurityGroup | undefined> {
  const ec2 = await call.aws.ec2();
  const found = await unlessGone(ec2.describeSecurityGroups({ GroupIds: [id] }), ...groupGone);
  return found?.SecurityGroups?.[0];
}

/** What AWS says about a group, in the rules that the program knows. */
export function groupState(id: string, group: SecurityGroup, prior: Group, call: Call) {
  const ingress = fromApi(group.IpPermissions ?? [], group.OwnerId);
  const egress = fromApi(group.IpPermissionsEgress ?? [], group.OwnerId);
  return {
    arn: arnOf(call, `security-group/${id}`, group.OwnerId),
    name: group.GroupName,
    description: group.Description,
    vpcId: group.VpcId,
    ownerId: group.OwnerId,
    ingress: rulesOf(ingress, prior.ingress ?? [], id),
    egress: rulesOf(egress, prior.egress ?? [], id),
    tags: tagsOf(group.Tags),
  };
}

export async function updateGroup(
  id: string,
  { inputs, changed, before }: Change<Group, Group>,
  call: Call,
): Promise<void> {
  const ec2 = await call.aws.ec2();
  for (const direction of ["ingress", "egress"] as const) {
    if (changed(direction)) {
      await setRules(ec2, id, direction, before[direction] ?? [], inputs[direction]);
    }
  }
  if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
}

/** What goes, goes first: a rule whose description changes cannot be there twice. */
export async function setRules(
  ec2: EC2,
  GroupId: string,
  direction: Direction,
  before: readonly Rule[],
  after: readonly Rule[] | undefined,
): Promise<void> {
  const { gone, added } = changeOf(before, after ?? [], GroupId);
  const outgoing = direction === "egress";
  if (gone.length > 0) {
    const request = { GroupId, IpPermissions: gone.map(toApi) };
    await (outgoing
      ? ec2.revokeSecurityGroupEgress(request)
      : ec2.revokeSecurityGroupIngress(request));
  }
  if (added.length > 0) {
    const request = { GroupId, IpPermissions: added.map(toApi) };
    await (outgoing
      ? ec2.authorizeSecurityGroupEgress(request)
      : ec2.authorizeSecurityGroupIngress(request));
  }
}

/** Takes away all rules of one direction. */
export async function revokeAll(
  ec2: EC2,
  id: string,
  direction: Direction,
  group: SecurityGroup | undefined,
): Promise<void> {
  const held = direction === "egress" ? group?.IpPermissionsEgress : group?.IpPermissions;
  const rules = rulesOf(fromApi(held ?? [], group?.OwnerId), [], id);
  await setRules(ec2, id, direction, rules, []);
}

/** Source: the official provider: "from_port and to_port must both be 0 to use the 'ALL' protocol". */
export function portFailures(inputs: Partial<Group>, direction: Direction): CheckFailure[] {
  const rules = inputs[direction];
  if (!isList(rules)) return [];
  return rules.flatMap((rule, i) => {
    if (!isObject(rule)) return [];
    const all = rule.protocol === "-1" || rule.protocol === "all";
    const given = [rule.fromPort, rule.toPort].some(
      (port) => typeof port === "number" && port !== 0,
    );
    const property = `${direction}[${i}].fromPort`;
    const both = `"fromPort" and "toPort" of ${direction}[${i}] must both be 0`;
    const reason = `${both} for protocol "-1", which is all of them`;
    return all && given ? [{ property, reason }] : [];
  });
}
