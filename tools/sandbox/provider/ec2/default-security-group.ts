import type { Unwrap } from "@pulumi/pulumi";
import type {
  DefaultSecurityGroupArgs,
  DefaultSecurityGroupState,
} from "@pulumi/aws/ec2/defaultSecurityGroup.js";

import { defineResource } from "../resource-type.ts";
import {
  findGroup,
  groupRules,
  groupState,
  portFailures,
  revokeAll,
  setRules,
  updateGroup,
} from "./group-rules.ts";
import { tagsOf, updateTags } from "./tags.ts";

type Inputs = Unwrap<DefaultSecurityGroupArgs>;
type State = Unwrap<DefaultSecurityGroupState>;

/**
 * The group that EC2 makes with every VPC, adopted: its rules go, whatever the program says, and a deletion leaves it
 * as it is.
 *
 * Source: EC2 API reference, DescribeSecurityGroups, Authorize… and RevokeSecurityGroup{Ingress,Egress}.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  noun: "Default Security Group",
  tags: true,
  properties: {
    vpcId: { kind: "string", computed: true, replaces: true },
    ingress: groupRules,
    egress: groupRules,
    // Not used: the group is never deleted.
    revokeRulesOnDelete: { kind: "boolean", default: false, local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    description: { kind: "string", output: true },
    name: { kind: "string", output: true },
    namePrefix: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  validate: (inputs) => [...portFailures(inputs, "ingress"), ...portFailures(inputs, "egress")],

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { vpcId } = inputs;
    // Without a VPC, the official provider looks for the group of EC2-Classic.
    const place =
      vpcId === undefined
        ? { Name: "description", Values: ["default group"] }
        : { Name: "vpc-id", Values: [vpcId] };
    const { SecurityGroups } = await ec2.describeSecurityGroups({
      Filters: [{ Name: "group-name", Values: ["default"] }, place],
    });
    const group = SecurityGroups?.[0];
    if (group === undefined) throw new Error(`there is no default group: ${place.Values[0]}`);
    const { GroupId: id = "" } = group;
    call.created(id);
    await updateTags(ec2, id, tagsOf(group.Tags), inputs.tagsAll);
    for (const direction of ["ingress", "egress"] as const) {
      await revokeAll(ec2, id, direction, group);
      await setRules(ec2, id, direction, [], inputs[direction]);
    }
    return id;
  },

  async read(id, call, prior) {
    const group = await findGroup(id, call);
    return group === undefined ? undefined : groupState(id, group, prior, call);
  },

  update: updateGroup,

  /** EC2 keeps it as long as the VPC. */
  delete: () => Promise.resolve(),
});
