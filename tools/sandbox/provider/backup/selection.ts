import type { Unwrap } from "@pulumi/pulumi";
import type { SelectionArgs, SelectionState } from "@pulumi/aws/backup/selection.js";
import type {
  BackupSelection,
  ConditionParameter,
  Conditions,
  ConditionType,
} from "@aws-sdk/client-backup";

import { hasCode, unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isUnknown } from "../value.ts";

type Inputs = Unwrap<SelectionArgs>;
type State = Unwrap<SelectionState>;

const GONE = "ResourceNotFoundException";

/** AWS Backup has no call that changes a selection. Source: AWS Backup API reference, CreateBackupSelection. */
export const resource = defineResource<Inputs, State>({
  token: "aws:backup/selection:Selection",
  noun: "Backup Selection",
  autoname: { property: "name", maxLength: 255 },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    conditions: {
      kind: "set",
      computed: true,
      replaces: true,
      of: {
        kind: "object",
        fields: {
          stringEquals: parameters(),
          stringLikes: parameters(),
          stringNotEquals: parameters(),
          stringNotLikes: parameters(),
        },
      },
    },
    iamRoleArn: { kind: "string", required: true, replaces: true },
    notResources: { kind: "set", computed: true, replaces: true },
    planId: { kind: "string", required: true, replaces: true },
    resources: { kind: "set", replaces: true },
    selectionTags: {
      kind: "set",
      replaces: true,
      of: {
        kind: "object",
        fields: {
          key: { kind: "string", required: true },
          type: { kind: "string", required: true },
          value: { kind: "string", required: true },
        },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
  },
  validate: failures,

  async create(inputs, call) {
    const backup = await call.aws.backup();
    const made = await backup.createBackupSelection({
      BackupPlanId: inputs.planId,
      BackupSelection: {
        SelectionName: inputs.name,
        IamRoleArn: inputs.iamRoleArn,
        Resources: inputs.resources,
        NotResources: inputs.notResources,
        Conditions: conditionsOf(inputs.conditions),
        ListOfTags: inputs.selectionTags?.map(({ key, type, value }) => ({
          ConditionKey: key,
          ConditionType: type as ConditionType,
          ConditionValue: value,
        })),
      },
    });
    return made.SelectionId ?? "";
  },

  async read(id, call, prior) {
    const backup = await call.aws.backup();
    const wanted = { BackupPlanId: prior.planId, SelectionId: id };
    const found = await unlessItsPlanIsGone(backup.getBackupSelection(wanted));
    const selection = found?.BackupSelection;
    if (selection === undefined) return undefined;
    return {
      name: selection.SelectionName,
      conditions: conditionInputs(selection.Conditions),
      iamRoleArn: selection.IamRoleArn,
      notResources: selection.NotResources ?? [],
      planId: prior.planId,
      resources: selection.Resources ?? [],
      selectionTags: tagInputs(selection.ListOfTags),
    };
  },

  async delete(id, state, call) {
    const backup = await call.aws.backup();
    await unlessItsPlanIsGone(
      backup.deleteBackupSelection({ BackupPlanId: state.planId, SelectionId: id }),
    );
  },

  import(importId) {
    const [planId = "", id = "", ...more] = importId.split("|");
    if (planId === "" || id === "" || more.length > 0) {
      return Promise.reject(
        new Error(`unexpected format of ID ("${importId}"), expected <plan-id>|<selection-id>`),
      );
    }
    return Promise.resolve({ id, prior: { planId } });
  },
});

function parameters(): Property {
  return {
    kind: "set",
    of: {
      kind: "object",
      fields: {
        key: { kind: "string", required: true },
        value: { kind: "string", required: true },
      },
    },
  };
}

/** Source: AWS Backup API reference, BackupSelection, `SelectionName`. */
function failures({ name }: Partial<Inputs>): CheckFailure[] {
  if (name === undefined || isUnknown(name) || /^[a-zA-Z0-9_.-]{1,50}$/.test(name)) return [];
  const reason = `"name" is 1 to 50 letters, digits, hyphens, underscores and periods, not "${name}"`;
  return [{ property: "name", reason }];
}

/** Where there is no such plan, AWS Backup calls the parameter invalid. */
async function unlessItsPlanIsGone<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await unlessGone(result, GONE);
  } catch (error) {
    if (!hasCode(error, "InvalidParameterValueException")) throw error;
    if (!(error as Error).message.includes("Cannot find Backup plan")) throw error;
    return undefined;
  }
}

type ConditionInputs = NonNullable<Inputs["conditions"]>[number];
type Pair = NonNullable<ConditionInputs["stringEquals"]>[number];

function conditionsOf(conditions: Inputs["conditions"] = []): Conditions | undefined {
  if (conditions.length === 0) return undefined;
  const all = (kind: keyof ConditionInputs) =>
    conditions
      .flatMap((one) => one[kind] ?? [])
      .map(({ key, value }) => ({ ConditionKey: key, ConditionValue: value }));
  return {
    StringEquals: all("stringEquals"),
    StringLike: all("stringLikes"),
    StringNotEquals: all("stringNotEquals"),
    StringNotLike: all("stringNotLikes"),
  };
}

function conditionInputs(conditions: Conditions | undefined): State["conditions"] {
  if (conditions === undefined) return [];
  return [
    {
      stringEquals: pairs(conditions.StringEquals),
      stringLikes: pairs(conditions.StringLike),
      stringNotEquals: pairs(conditions.StringNotEquals),
      stringNotLikes: pairs(conditions.StringNotLike),
    },
  ];
}

function pairs(parameters: readonly ConditionParameter[] = []): Pair[] {
  return parameters.map(({ ConditionKey: key = "", ConditionValue: value = "" }) => ({
    key,
    value,
  }));
}

function tagInputs(tags: BackupSelection["ListOfTags"] = []): State["selectionTags"] {
  return tags.map(
    ({ ConditionKey: key = "", ConditionType: type = "", ConditionValue: value = "" }) => ({
      key,
      type,
      value,
    }),
  );
}
