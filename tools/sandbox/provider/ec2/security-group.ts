import type { Unwrap } from "@pulumi/pulumi";
import type { SecurityGroupArgs, SecurityGroupState } from "@pulumi/aws/ec2/securityGroup.js";
import type { EC2, SecurityGroup } from "@aws-sdk/client-ec2";

import { hasCode, unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource, type Call, type CheckFailure } from "../resource-type.ts";
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
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<SecurityGroupArgs>;
type State = Unwrap<SecurityGroupState>;
type Direction = "ingress" | "egress";

/** Source: EC2 API reference, CreateSecurityGroup: "Up to 255 characters in length". */
const MAX_NAME = 255;
const GONE = ["InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound"];
const IN_USE = ["DependencyViolation", "InvalidGroup.InUse"];
/** Left out, rules may be resources of their own, hence computed; an empty list removes them all. */
const RULES: Property = {
  kind: "set",
  of: { kind: "object", fields: ruleProperties },
  computed: true,
};

/** Source: EC2 API reference, CreateSecurityGroup, Authorize… and RevokeSecurityGroup{Ingress,Egress}. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/securityGroup:SecurityGroup",
  noun: "EC2 Security Group",
  tags: true,
  autoname: { property: "name", maxLength: MAX_NAME, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    description: { kind: "string", default: "Managed by Pulumi", replaces: true },
    vpcId: { kind: "string", computed: true, replaces: true },
    ingress: RULES,
    egress: RULES,
    revokeRulesOnDelete: { kind: "boolean", default: false, local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  validate(inputs) {
    return [
      ...prefixFailures(inputs, MAX_NAME - 26),
      ...portFailures(inputs, "ingress"),
      ...portFailures(inputs, "egress"),
    ];
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { GroupId: id = "" } = await ec2.createSecurityGroup({
      GroupName: nameToUse(inputs.name, inputs.namePrefix),
      Description: inputs.description,
      VpcId: inputs.vpcId,
      TagSpecifications: tagSpecifications("security-group", inputs.tagsAll),
    });
    call.created(id);
    // AWS lets every new group talk to the world. The official provider takes that away, whatever the program says.
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [id] });
    await revokeAll(ec2, id, "egress", SecurityGroups?.[0]);
    await setRules(ec2, id, "ingress", [], inputs.ingress);
    await setRules(ec2, id, "egress", [], inputs.egress);
    return id;
  },

  async read(id, call, prior) {
    const group = await find(id, call);
    if (group === undefined) return undefined;
    const ingress = fromApi(group.IpPermissions ?? [], group.OwnerId);
    const egress = fromApi(group.IpPermissionsEgress ?? [], group.OwnerId);
    return {
      arn: arnOf(call, `security-group/${id}`, group.OwnerId),
      name: group.GroupName,
      namePrefix: prefixOf(group.GroupName, prior.namePrefix),
      description: group.Description,
      vpcId: group.VpcId,
      ownerId: group.OwnerId,
      ingress: rulesOf(ingress, prior.ingress ?? [], id),
      egress: rulesOf(egress, prior.egress ?? [], id),
      tags: tagsOf(group.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    for (const direction of ["ingress", "egress"] as const) {
      if (changed(direction)) {
        await setRules(ec2, id, direction, before[direction] ?? [], inputs[direction]);
      }
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, state, call) {
    const ec2 = await call.aws.ec2();
    if (state.revokeRulesOnDelete === true) {
      const group = await find(id, call);
      await revokeAll(ec2, id, "ingress", group);
      await revokeAll(ec2, id, "egress", group);
    }
    const remove = () =>
      call.untilReleased(() => ec2.deleteSecurityGroup({ GroupId: id }), ...IN_USE);
    try {
      await unlessGone(remove(), ...GONE);
    } catch (error) {
      if (state.revokeRulesOnDelete !== true || !hasCode(error, ...IN_USE)) throw error;
      await revokeMentions(ec2, id);
      await unlessGone(remove(), ...GONE);
    }
  },
});

async function find(id: string, call: Call): Promise<SecurityGroup | undefined> {
  const ec2 = await call.aws.ec2();
  const found = await unlessGone(ec2.describeSecurityGroups({ GroupIds: [id] }), ...GONE);
  return found?.SecurityGroups?.[0];
}

/** What goes, goes first: a rule whose description changes cannot be there twice. */
async function setRules(
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

async function revokeAll(
  ec2: EC2,
  id: string,
  direction: Direction,
  group: SecurityGroup | undefined,
): Promise<void> {
  const held = direction === "egress" ? group?.IpPermissionsEgress : group?.IpPermissions;
  const rules = rulesOf(fromApi(held ?? [], group?.OwnerId), [], id);
  await setRules(ec2, id, direction, rules, []);
}

/** Takes away the rules of other groups that name this one. */
async function revokeMentions(ec2: EC2, id: string): Promise<void> {
  for (const [direction, name] of [
    ["ingress", "ip-permission.group-id"],
    ["egress", "egress.ip-permission.group-id"],
  ] as const) {
    const Filters = [{ Name: name, Values: [id] }];
    const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
    for (const group of SecurityGroups) {
      const { GroupId = "", IpPermissions, IpPermissionsEgress, OwnerId } = group;
      const held = direction === "egress" ? IpPermissionsEgress : IpPermissions;
      const mentions = fromApi(held ?? [], OwnerId).filter(({ value }) => value === id);
      await setRules(ec2, GroupId, direction, rulesOf(mentions, [], GroupId), []);
    }
  }
}

/** Source: the official provider: "from_port and to_port must both be 0 to use the 'ALL' protocol". */
function portFailures(inputs: Partial<Inputs>, direction: Direction): CheckFailure[] {
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
