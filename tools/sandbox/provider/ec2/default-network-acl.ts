import type { Unwrap } from "@pulumi/pulumi";
import type {
  DefaultNetworkAclArgs,
  DefaultNetworkAclState,
} from "@pulumi/aws/ec2/defaultNetworkAcl.js";
import type { EC2, NetworkAcl } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource, type Call } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import {
  entriesChange,
  entryFailures,
  entryProperties,
  fromApi,
  isOfAws,
  toApi,
  type Entry,
} from "./network-acl-entries.ts";
import { tagsOf, updateTags } from "./tags.ts";

type Inputs = Unwrap<DefaultNetworkAclArgs>;
type State = Unwrap<DefaultNetworkAclState>;

const GONE = "InvalidNetworkAclID.NotFound";
const ENTRIES = { kind: "set", of: { kind: "object", fields: entryProperties } } as const;

/**
 * The network ACL that EC2 makes with every VPC, adopted: its entries go, whatever the program says, and a deletion
 * leaves it as it is. What the program leaves out it wants to be empty.
 *
 * Source: EC2 API reference, DescribeNetworkAcls, CreateNetworkAclEntry, DeleteNetworkAclEntry,
 * ReplaceNetworkAclAssociation.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  noun: "EC2 Default Network ACL",
  tags: true,
  properties: {
    defaultNetworkAclId: { kind: "string", required: true, replaces: true },
    ingress: ENTRIES,
    egress: ENTRIES,
    // Not computed: a subnet that the program does not list is a difference for ever, because it has to have an ACL.
    subnetIds: { kind: "set" },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
    vpcId: { kind: "string", output: true },
  },

  validate: ({ ingress, egress }) => [
    ...entryFailures(ingress, "ingress"),
    ...entryFailures(egress, "egress"),
  ],

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const id = inputs.defaultNetworkAclId;
    const { NetworkAcls } = await ec2.describeNetworkAcls({ NetworkAclIds: [id] });
    const acl = NetworkAcls?.[0];
    if (acl?.IsDefault !== true) {
      throw new Error(`${id} is not the default network ACL of its VPC: use aws.ec2.NetworkAcl`);
    }
    call.created(id);
    for (const egress of [true, false]) {
      await setEntries(ec2, id, egress, entriesOf(acl, egress), []);
      await setEntries(ec2, id, egress, [], (egress ? inputs.egress : inputs.ingress) ?? []);
    }
    await associate(ec2, id, inputs.subnetIds ?? []);
    await updateTags(ec2, id, tagsOf(acl.Tags), inputs.tagsAll);
    return id;
  },

  async read(id, call) {
    const acl = await find(id, call);
    if (acl === undefined) return undefined;
    return {
      arn: arnOf(call, `network-acl/${id}`, acl.OwnerId),
      defaultNetworkAclId: id,
      egress: entriesOf(acl, true),
      ingress: entriesOf(acl, false),
      ownerId: acl.OwnerId,
      subnetIds: (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
      vpcId: acl.VpcId,
      tags: tagsOf(acl.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    for (const direction of ["ingress", "egress"] as const) {
      if (!changed(direction)) continue;
      const isEgress = direction === "egress";
      await setEntries(ec2, id, isEgress, before[direction] ?? [], inputs[direction] ?? []);
    }
    if (changed("subnetIds")) {
      const { subnetIds = [] } = before;
      const added = (inputs.subnetIds ?? []).filter((subnetId) => !subnetIds.includes(subnetId));
      // One that goes cannot be without an ACL: it leaves when it is given another.
      await associate(ec2, id, added);
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  /** EC2 keeps it as long as the VPC. */
  delete: () => Promise.resolve(),
});

async function find(id: string, call: Call): Promise<NetworkAcl | undefined> {
  const ec2 = await call.aws.ec2();
  const found = await unlessGone(ec2.describeNetworkAcls({ NetworkAclIds: [id] }), GONE);
  return found?.NetworkAcls?.[0];
}

function entriesOf(acl: NetworkAcl, isEgress: boolean): Entry[] {
  const { Entries = [] } = acl;
  return Entries.filter((entry) => entry.Egress === isEgress && !isOfAws(entry)).map(fromApi);
}

async function setEntries(
  ec2: EC2,
  NetworkAclId: string,
  Egress: boolean,
  before: readonly Entry[],
  after: readonly Entry[],
): Promise<void> {
  const { gone, added } = entriesChange(before, after);
  for (const { ruleNo: RuleNumber } of gone) {
    await ec2.deleteNetworkAclEntry({ NetworkAclId, Egress, RuleNumber });
  }
  for (const entry of added) {
    await ec2.createNetworkAclEntry({ NetworkAclId, Egress, ...toApi(entry) });
  }
}

/** Every subnet has an association already, which is moved. */
async function associate(
  ec2: EC2,
  NetworkAclId: string,
  subnetIds: readonly string[],
): Promise<void> {
  for (const subnetId of subnetIds) {
    const Filters = [{ Name: "association.subnet-id", Values: [subnetId] }];
    const { NetworkAcls = [] } = await ec2.describeNetworkAcls({ Filters });
    const held = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
      (association) => association.SubnetId === subnetId,
    );
    if (held === undefined) throw new Error(`the subnet ${subnetId} has no network ACL`);
    if (held.NetworkAclId === NetworkAclId) continue;
    const AssociationId = held.NetworkAclAssociationId;
    await ec2.replaceNetworkAclAssociation({ AssociationId, NetworkAclId });
  }
}
