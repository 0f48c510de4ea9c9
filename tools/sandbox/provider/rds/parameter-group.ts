import type { Unwrap } from "@pulumi/pulumi";
import type { ParameterGroupArgs, ParameterGroupState } from "@pulumi/aws/rds/parameterGroup.js";
import type { ApplyMethod, Parameter, RDS } from "@aws-sdk/client-rds";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown, type Value } from "../value.ts";
import { groupNameFailures } from "./group-name.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<ParameterGroupArgs>;
type State = Unwrap<ParameterGroupState>;
type Setting = NonNullable<Inputs["parameters"]>[number];

const GONE = "DBParameterGroupNotFound*";

/** RDS takes so many parameters a call. */
const CHUNK = 20;

/** Its id is its name. Source: RDS API reference, CreateDBParameterGroup, ModifyDBParameterGroup. */
export const resource = defineResource<Inputs, State>({
  token: "aws:rds/parameterGroup:ParameterGroup",
  noun: "RDS DB Parameter Group",
  tags: true,
  autoname: { property: "name", maxLength: 255, lowerCase: true, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    description: { kind: "string", default: "Managed by Pulumi", replaces: true },
    family: { kind: "string", required: true, replaces: true },
    parameters: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          name: { kind: "string", required: true, equal: sameInLowerCase },
          value: { kind: "string", required: true },
          applyMethod: { kind: "string", default: "immediate", equal: sameInLowerCase },
        },
      },
    },
    skipDestroy: { kind: "boolean", default: false, local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const rds = await call.aws.rds();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const { DBParameterGroup: made } = await rds.createDBParameterGroup({
      DBParameterGroupName: name,
      DBParameterGroupFamily: inputs.family,
      Description: inputs.description,
      Tags: tagList(inputs.tagsAll),
    });
    const id = made?.DBParameterGroupName ?? name;
    call.created(id);
    await set(rds, id, inputs.parameters ?? []);
    return id;
  },

  async read(id, call, prior) {
    const rds = await call.aws.rds();
    const found = await unlessGone(
      rds.describeDBParameterGroups({ DBParameterGroupName: id }),
      GONE,
    );
    const group = found?.DBParameterGroups?.[0];
    if (group === undefined) return undefined;
    const [{ TagList }, parameters] = await Promise.all([
      rds.listTagsForResource({ ResourceName: group.DBParameterGroupArn }),
      parametersOf(rds, id, prior.parameters ?? []),
    ]);
    return {
      arn: group.DBParameterGroupArn,
      name: group.DBParameterGroupName,
      namePrefix: prefixOf(group.DBParameterGroupName, prior.namePrefix),
      description: group.Description,
      family: group.DBParameterGroupFamily,
      parameters,
      tags: tagRecord(TagList),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const rds = await call.aws.rds();
    if (changed("tagsAll")) await updateTags(rds, before.arn, before.tagsAll, inputs.tagsAll);
    if (!changed("parameters")) return;
    const was = before.parameters ?? [];
    const wanted = inputs.parameters ?? [];
    const differs = wanted.filter((one) => !was.some((other) => isSameSetting(one, other)));
    await set(rds, id, differs);
    const gone = was.filter(
      (one) => !wanted.some((other) => sameInLowerCase(one.name, other.name)),
    );
    await reset(rds, id, gone);
  },

  async delete(id, state, call) {
    if (state.skipDestroy === true) return;
    const rds = await call.aws.rds();
    const deleted = call.untilReleased(
      () => rds.deleteDBParameterGroup({ DBParameterGroupName: id }),
      "InvalidDBParameterGroupState*",
    );
    await unlessGone(deleted, GONE);
  },
});

function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const found = groupNameFailures(inputs);
  const { parameters } = inputs;
  if (parameters === undefined || isUnknown(parameters)) return found;
  const seen = new Set<string>();
  parameters.forEach((parameter, i) => {
    if (isUnknown(parameter)) return;
    const { name, applyMethod: method } = parameter;
    const property = `parameters[${i}]`;
    if (
      method !== undefined &&
      !isUnknown(method) &&
      !/^(immediate|pending-reboot)$/i.test(method)
    ) {
      const reason = `expected "${property}.applyMethod" to be immediate or pending-reboot, got "${method}"`;
      found.push({ property: `${property}.applyMethod`, reason });
    }
    if (isUnknown(name) || name === undefined) return;
    if (seen.has(name.toLowerCase())) {
      found.push({ property, reason: `parameter "${name}" is set twice: keep one` });
    }
    seen.add(name.toLowerCase());
  });
  return found;
}

async function set(rds: RDS, name: string, settings: readonly Setting[]): Promise<void> {
  for (const chunk of chunksOf(settings)) {
    await rds.modifyDBParameterGroup({
      DBParameterGroupName: name,
      Parameters: chunk.map((setting) => ({
        ...toParameter(setting),
        ParameterValue: setting.value,
      })),
    });
  }
}

/** Back to the default of the family. */
async function reset(rds: RDS, name: string, settings: readonly Setting[]): Promise<void> {
  for (const chunk of chunksOf(settings)) {
    await rds.resetDBParameterGroup({
      DBParameterGroupName: name,
      ResetAllParameters: false,
      Parameters: chunk.map(toParameter),
    });
  }
}

function toParameter({ name, applyMethod }: Setting): Parameter {
  return {
    ParameterName: name,
    ApplyMethod: (applyMethod ?? "immediate").toLowerCase() as ApplyMethod,
  };
}

function chunksOf(settings: readonly Setting[]): Setting[][] {
  const count = Math.ceil(settings.length / CHUNK);
  return Array.from({ length: count }, (_, i) => settings.slice(i * CHUNK, (i + 1) * CHUNK));
}

/** What somebody set, and what the program says though it is the default. */
async function parametersOf(rds: RDS, name: string, said: readonly Setting[]): Promise<Setting[]> {
  const names = new Set(said.map((setting) => setting.name.toLowerCase()));
  const Source = said.length === 0 ? "user" : undefined;
  const found: Setting[] = [];
  let Marker: string | undefined;
  do {
    const page = await rds.describeDBParameters({ DBParameterGroupName: name, Source, Marker });
    for (const parameter of page.Parameters ?? []) {
      const key = (parameter.ParameterName ?? "").toLowerCase();
      if (parameter.Source === "user" || names.has(key)) found.push(toSetting(parameter));
    }
    Marker = page.Marker;
  } while (Marker !== undefined);
  return found;
}

function toSetting({ ParameterName = "", ParameterValue = "", ApplyMethod }: Parameter): Setting {
  return { name: ParameterName, value: ParameterValue, applyMethod: ApplyMethod ?? "immediate" };
}

function isSameSetting(one: Setting, other: Setting): boolean {
  return (
    sameInLowerCase(one.name, other.name) &&
    one.value === other.value &&
    sameInLowerCase(one.applyMethod ?? "immediate", other.applyMethod ?? "immediate")
  );
}

function sameInLowerCase(before: Value, after: Value): boolean {
  return String(before).toLowerCase() === String(after).toLowerCase();
}
