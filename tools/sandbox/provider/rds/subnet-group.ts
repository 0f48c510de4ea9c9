import type { Unwrap } from "@pulumi/pulumi";
import type { SubnetGroupArgs, SubnetGroupState } from "@pulumi/aws/rds/subnetGroup.js";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown } from "../value.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<SubnetGroupArgs>;
type State = Unwrap<SubnetGroupState>;

const GONE = "DBSubnetGroupNotFound*";

/** Its id is its name. Source: RDS API reference, CreateDBSubnetGroup, ModifyDBSubnetGroup. */
export const resource = defineResource<Inputs, State>({
  token: "aws:rds/subnetGroup:SubnetGroup",
  noun: "RDS DB Subnet Group",
  tags: true,
  autoname: { property: "name", maxLength: 255, lowerCase: true, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    description: { kind: "string", default: "Managed by Pulumi" },
    subnetIds: { kind: "set", required: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    supportedNetworkTypes: { kind: "set", output: true },
    vpcId: { kind: "string", output: true },
  },
  validate: nameFailures,

  async create(inputs, call) {
    const rds = await call.aws.rds();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const { DBSubnetGroup: made } = await rds.createDBSubnetGroup({
      DBSubnetGroupName: name,
      DBSubnetGroupDescription: inputs.description,
      SubnetIds: inputs.subnetIds,
      Tags: tagList(inputs.tagsAll),
    });
    return made?.DBSubnetGroupName ?? name;
  },

  async read(id, call, prior) {
    const rds = await call.aws.rds();
    const found = await unlessGone(rds.describeDBSubnetGroups({ DBSubnetGroupName: id }), GONE);
    const group = found?.DBSubnetGroups?.[0];
    if (group === undefined) return undefined;
    const { TagList } = await rds.listTagsForResource({ ResourceName: group.DBSubnetGroupArn });
    return {
      arn: group.DBSubnetGroupArn,
      name: group.DBSubnetGroupName,
      namePrefix: prefixOf(group.DBSubnetGroupName, prior.namePrefix),
      description: group.DBSubnetGroupDescription,
      subnetIds: (group.Subnets ?? []).map(({ SubnetIdentifier = "" }) => SubnetIdentifier),
      supportedNetworkTypes: group.SupportedNetworkTypes ?? [],
      vpcId: group.VpcId,
      tags: tagRecord(TagList),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const rds = await call.aws.rds();
    if (changed("tagsAll")) await updateTags(rds, before.arn, before.tagsAll, inputs.tagsAll);
    if (!changed("description", "subnetIds")) return;
    await rds.modifyDBSubnetGroup({
      DBSubnetGroupName: id,
      DBSubnetGroupDescription: inputs.description,
      SubnetIds: inputs.subnetIds,
    });
  },

  async delete(id, _state, call) {
    const rds = await call.aws.rds();
    await unlessGone(rds.deleteDBSubnetGroup({ DBSubnetGroupName: id }), GONE);
  },
});

/** Source: RDS API reference, CreateDBSubnetGroup; the provider takes lower case only, because RDS stores that. */
function nameFailures({ name, namePrefix }: Partial<Inputs>): CheckFailure[] {
  return Object.entries({ name, namePrefix }).flatMap(([property, value]) => {
    if (value === undefined || isUnknown(value)) return [];
    if (/^[0-9a-z_ .-]{1,255}$/.test(value) && value !== "default") return [];
    const reason =
      `"${property}" is 1 to 255 lower case letters, digits, hyphens, underscores, periods and spaces, ` +
      `and not "default"; got "${value}"`;
    return [{ property, reason }];
  });
}
