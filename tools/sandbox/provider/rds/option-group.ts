import type { Unwrap } from "@pulumi/pulumi";
import type { OptionGroupArgs, OptionGroupState } from "@pulumi/aws/rds/optionGroup.js";
import type { Option, OptionConfiguration, RDS } from "@aws-sdk/client-rds";

import { unlessGone } from "../api-error.ts";
import { matchSets } from "../equality.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import type { Property } from "../property.ts";
import { defineResource } from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import type { Value } from "../value.ts";
import { groupNameFailures } from "./group-name.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<OptionGroupArgs>;
type State = Unwrap<OptionGroupState>;
type Choice = NonNullable<Inputs["options"]>[number];

const GONE = "OptionGroupNotFound*";

/** RDS answers a password as this. */
const HIDDEN = "****";

const OPTION = {
  kind: "object",
  fields: {
    optionName: { kind: "string", required: true },
    optionSettings: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          name: { kind: "string", required: true },
          value: { kind: "string", required: true },
        },
      },
    },
    port: { kind: "number", computed: true },
    version: { kind: "string", computed: true },
    dbSecurityGroupMemberships: { kind: "set" },
    vpcSecurityGroupMemberships: { kind: "set" },
  },
} as const satisfies Property;

/** Its id is its name. Source: RDS API reference, CreateOptionGroup, ModifyOptionGroup. */
export const resource = defineResource<Inputs, State>({
  token: "aws:rds/optionGroup:OptionGroup",
  noun: "RDS DB Option Group",
  tags: true,
  autoname: { property: "name", maxLength: 255, lowerCase: true, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    optionGroupDescription: { kind: "string", default: "Managed by Pulumi", replaces: true },
    engineName: { kind: "string", required: true, replaces: true },
    majorEngineVersion: { kind: "string", required: true, replaces: true },
    options: { kind: "set", of: OPTION },
    skipDestroy: { kind: "boolean", default: false, local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },
  validate: groupNameFailures,

  async create(inputs, call) {
    const rds = await call.aws.rds();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    await rds.createOptionGroup({
      OptionGroupName: name,
      OptionGroupDescription: inputs.optionGroupDescription,
      EngineName: inputs.engineName,
      MajorEngineVersion: inputs.majorEngineVersion,
      Tags: tagList(inputs.tagsAll),
    });
    const id = name.toLowerCase();
    call.created(id);
    await change(rds, id, [], inputs.options ?? []);
    return id;
  },

  async read(id, call, prior) {
    const rds = await call.aws.rds();
    const found = await unlessGone(rds.describeOptionGroups({ OptionGroupName: id }), GONE);
    const group = found?.OptionGroupsList?.[0];
    if (group === undefined) return undefined;
    const { TagList } = await rds.listTagsForResource({ ResourceName: group.OptionGroupArn });
    return {
      arn: group.OptionGroupArn,
      name: group.OptionGroupName,
      namePrefix: prefixOf(group.OptionGroupName, prior.namePrefix),
      optionGroupDescription: group.OptionGroupDescription,
      engineName: group.EngineName,
      majorEngineVersion: group.MajorEngineVersion,
      options: (group.Options ?? []).map((option) => toChoice(option, prior.options ?? [])),
      tags: tagRecord(TagList),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const rds = await call.aws.rds();
    if (changed("tagsAll")) await updateTags(rds, before.arn, before.tagsAll, inputs.tagsAll);
    if (changed("options")) await change(rds, id, before.options ?? [], inputs.options ?? []);
  },

  async delete(id, state, call) {
    if (state.skipDestroy === true) return;
    const rds = await call.aws.rds();
    const deleted = call.untilReleased(
      () => rds.deleteOptionGroup({ OptionGroupName: id }),
      "InvalidOptionGroupState*",
    );
    await unlessGone(deleted, GONE);
  },
});

/** One call for all of it, at once: the official provider never waits for the maintenance window here. */
async function change(
  rds: RDS,
  name: string,
  before: readonly Choice[],
  after: readonly Choice[],
): Promise<void> {
  const { missing } = matchSets(OPTION, before as readonly Value[], after as readonly Value[]);
  const include = missing.map((i) => toConfiguration(after[i] as Choice));
  const kept = new Set(after.map(({ optionName }) => optionName));
  const remove = before.map(({ optionName }) => optionName).filter((one) => !kept.has(one));
  if (include.length === 0 && remove.length === 0) return;
  await rds.modifyOptionGroup({
    OptionGroupName: name,
    ApplyImmediately: true,
    ...(include.length === 0 ? {} : { OptionsToInclude: include }),
    ...(remove.length === 0 ? {} : { OptionsToRemove: remove }),
  });
}

function toConfiguration(choice: Choice): OptionConfiguration {
  const orNone = (list: readonly string[] | undefined) =>
    list === undefined || list.length === 0 ? undefined : [...list];
  return {
    OptionName: choice.optionName,
    OptionSettings: choice.optionSettings?.map(({ name, value }) => ({ Name: name, Value: value })),
    Port: choice.port,
    OptionVersion: choice.version,
    DBSecurityGroupMemberships: orNone(choice.dbSecurityGroupMemberships),
    VpcSecurityGroupMemberships: orNone(choice.vpcSecurityGroupMemberships),
  };
}

/** Settings at their default, a port and a version are shown only where the program says them. */
function toChoice(option: Option, said: readonly Choice[]): Choice {
  const wanted = said.find(({ optionName }) => optionName === option.OptionName);
  const settings = (option.OptionSettings ?? []).flatMap(({ Name = "", Value, DefaultValue }) => {
    const own = wanted?.optionSettings?.find(({ name }) => name === Name);
    if (own === undefined && Value === DefaultValue) return [];
    return [
      { name: Name, value: own !== undefined && Value === HIDDEN ? own.value : (Value ?? "") },
    ];
  });
  return {
    optionName: option.OptionName ?? "",
    optionSettings: settings,
    ...(wanted?.port === undefined ? {} : { port: option.Port }),
    ...(wanted?.version === undefined ? {} : { version: option.OptionVersion }),
    dbSecurityGroupMemberships: (option.DBSecurityGroupMemberships ?? []).map(
      ({ DBSecurityGroupName = "" }) => DBSecurityGroupName,
    ),
    vpcSecurityGroupMemberships: (option.VpcSecurityGroupMemberships ?? []).map(
      ({ VpcSecurityGroupId = "" }) => VpcSecurityGroupId,
    ),
  };
}
