import type { Unwrap } from "@pulumi/pulumi";
import type { SecurityGroupArgs, SecurityGroupState } from "@pulumi/aws/ec2/securityGroup.js";
import type { EC2 } from "@aws-sdk/client-ec2";

import { hasCode, unlessGone } from "../api-error.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource } from "../resource-type.ts";
import {
  findGroup,
  groupGone,
  groupRules,
  groupState,
  portFailures,
  revokeAll,
  setRules,
  updateGroup,
} from "./group-rules.ts";
import { fromApi, rulesOf } from "./security-group-rules.ts";
import { tagSpecifications } from "./tags.ts";

type Inputs = Unwrap<SecurityGroupArgs>;
type State = Unwrap<SecurityGroupState>;

/** Source: EC2 API reference, CreateSecurityGroup: "Up to 255 characters in length". */
const MAX_NAME = 255;
const IN_USE = ["DependencyViolation", "InvalidGroup.InUse"];

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
    ingress: groupRules,
    egress: groupRules,
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
    const group = await findGroup(id, call);
    if (group === undefined) return undefined;
    const namePrefix = prefixOf(group.GroupName, prior.namePrefix);
    return { ...groupState(id, group, prior, call), namePrefix };
  },

  update: updateGroup,

  async delete(id, state, call) {
    const ec2 = await call.aws.ec2();
    if (state.revokeRulesOnDelete === true) {
      const group = await findGroup(id, call);
      await revokeAll(ec2, id, "ingress", group);
      await revokeAll(ec2, id, "egress", group);
    }
    const remove = () =>
      call.untilReleased(() => ec2.deleteSecurityGroup({ GroupId: id }), ...IN_USE);
    try {
      await unlessGone(remove(), ...groupGone);
    } catch (error) {
      if (state.revokeRulesOnDelete !== true || !hasCode(error, ...IN_USE)) throw error;
      await revokeMentions(ec2, id);
      await unlessGone(remove(), ...groupGone);
    }
  },
});

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
