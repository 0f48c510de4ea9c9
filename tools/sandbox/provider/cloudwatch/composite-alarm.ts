import type { Unwrap } from "@pulumi/pulumi";
import type {
  CompositeAlarmArgs,
  CompositeAlarmState,
} from "@pulumi/aws/cloudwatch/compositeAlarm.js";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";

import { unlessGone } from "../api-error.ts";
import {
  defineResource,
  type CheckFailure,
  type ResourceType,
  type WithTagsAll,
} from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown, type Value } from "../value.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<CompositeAlarmArgs>;
type State = Unwrap<CompositeAlarmState>;

const GONE = "ResourceNotFound*";

/** All that PutCompositeAlarm sets. */
const definition = {
  alarmName: { kind: "string", required: true, replaces: true },
  alarmRule: { kind: "string", required: true },
  alarmDescription: { kind: "string" },
  // PutCompositeAlarm could change it, and the provider replaces: its deletion of the old alarm takes the new one away,
  // which has the same name. Who changes it replaces with another name, or deletes first (`deleteBeforeReplace`).
  actionsEnabled: { kind: "boolean", default: true, replaces: true },
  actionsSuppressor: {
    kind: "object",
    fields: {
      alarm: { kind: "string", required: true },
      extensionPeriod: { kind: "number", required: true },
      waitPeriod: { kind: "number", required: true },
    },
  },
  alarmActions: { kind: "set" },
  okActions: { kind: "set" },
  insufficientDataActions: { kind: "set" },
  region: { kind: "string", computed: true, replaces: true },
  arn: { kind: "string", output: true },
} as const satisfies ResourceType<Inputs, State>["properties"];

/**
 * Its id is its name, which the program must give.
 *
 * Source: CloudWatch API reference, PutCompositeAlarm (creates and replaces), DeleteAlarms.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  noun: "CloudWatch Composite Alarm",
  tags: true,
  properties: { ...definition, tags: { kind: "map" } },
  validate: failures,

  async create(inputs, call) {
    const cloudWatch = await call.aws.cloudWatch();
    await put(cloudWatch, inputs.alarmName, inputs, { Tags: tagList(inputs.tagsAll) });
    return inputs.alarmName;
  },

  async read(id, call) {
    const cloudWatch = await call.aws.cloudWatch();
    const { CompositeAlarms } = await cloudWatch.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["CompositeAlarm"],
    });
    const alarm = CompositeAlarms?.[0];
    if (alarm === undefined) return undefined;
    const { Tags } = await cloudWatch.listTagsForResource({ ResourceARN: alarm.AlarmArn });
    return {
      alarmName: alarm.AlarmName,
      arn: alarm.AlarmArn,
      alarmRule: alarm.AlarmRule,
      alarmDescription: alarm.AlarmDescription,
      actionsEnabled: alarm.ActionsEnabled,
      actionsSuppressor:
        alarm.ActionsSuppressor === undefined || alarm.ActionsSuppressor === ""
          ? undefined
          : {
              alarm: alarm.ActionsSuppressor,
              extensionPeriod: alarm.ActionsSuppressorExtensionPeriod ?? 0,
              waitPeriod: alarm.ActionsSuppressorWaitPeriod ?? 0,
            },
      alarmActions: alarm.AlarmActions ?? [],
      okActions: alarm.OKActions ?? [],
      insufficientDataActions: alarm.InsufficientDataActions ?? [],
      tags: tagRecord(Tags),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const cloudWatch = await call.aws.cloudWatch();
    if (changed(...(Object.keys(definition) as (keyof Inputs)[]))) {
      await put(cloudWatch, id, inputs, {});
    }
    if (changed("tagsAll"))
      await updateTags(cloudWatch, before.arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, state, call) {
    const cloudWatch = await call.aws.cloudWatch();
    // moto hands the tags of a deleted alarm on to the next one of that name.
    await unlessGone(updateTags(cloudWatch, state.arn, state.tagsAll, {}), GONE);
    await unlessGone(cloudWatch.deleteAlarms({ AlarmNames: [id] }), GONE);
  },
});

/** Source: CloudWatch API reference, PutCompositeAlarm. */
function failures(inputs: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  const lengths = { alarmName: 255, alarmRule: 10_240, alarmDescription: 1_024 } as const;
  for (const [property, most] of Object.entries(lengths)) {
    const value = inputs[property as keyof typeof lengths];
    const wrong =
      known(value) && (value.length > most || (value === "" && property === "alarmRule"));
    if (!wrong) continue;
    const reason = `expected "${property}" to have 1 to ${most} characters, got ${value.length}`;
    found.push({ property, reason });
  }
  for (const property of ["alarmActions", "okActions", "insufficientDataActions"] as const) {
    const value = inputs[property];
    if (!known(value) || value.length <= 5) continue;
    found.push({ property, reason: `"${property}" takes at most 5 actions, got ${value.length}` });
  }
  return found;
}

function known<T>(value: T | undefined): value is T {
  return value !== undefined && !isUnknown(value as Value);
}

/** One call creates an alarm and replaces all of it but the tags. */
async function put(
  cloudWatch: CloudWatch,
  name: string,
  inputs: WithTagsAll<Inputs>,
  onCreation: { readonly Tags?: { Key: string; Value: string }[] | undefined },
): Promise<void> {
  const suppressor = inputs.actionsSuppressor;
  await cloudWatch.putCompositeAlarm({
    AlarmName: name,
    AlarmRule: inputs.alarmRule,
    AlarmDescription: inputs.alarmDescription,
    ActionsEnabled: inputs.actionsEnabled,
    ActionsSuppressor: suppressor?.alarm,
    ActionsSuppressorExtensionPeriod: suppressor?.extensionPeriod,
    ActionsSuppressorWaitPeriod: suppressor?.waitPeriod,
    AlarmActions: inputs.alarmActions,
    OKActions: inputs.okActions,
    InsufficientDataActions: inputs.insufficientDataActions,
    ...onCreation,
  });
}
