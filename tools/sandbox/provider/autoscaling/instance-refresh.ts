import type { Unwrap } from "@pulumi/pulumi";
import type { GroupArgs } from "@pulumi/aws/autoscaling/group.js";
import type {
  AutoScaling,
  RefreshPreferences,
  RefreshStrategy,
} from "@aws-sdk/client-auto-scaling";

import type { CheckFailure } from "../resource-type.ts";
import { isList, isObject, type Value, type Values } from "../value.ts";
import { healthyPercentageFailures } from "./group-rules.ts";
import { launchTemplateOf, mixedPolicyOf } from "./group-settings.ts";
import { toWire } from "./wire-names.ts";

type Inputs = Unwrap<GroupArgs>;

/** A change of these always starts a refresh. Source: terraform-provider-aws, aws_autoscaling_group. */
const ALWAYS = ["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"] as const;

/** Preferences that the provider takes as texts, because leaving them out is not the same as 0. */
const NUMBERS = ["checkpointDelay", "instanceWarmup"] as const;

/** True if this update changes what the instances are made of, or what the program names as a trigger. */
export function needsRefresh(
  { instanceRefresh }: Inputs,
  changed: (...names: (keyof Inputs & string)[]) => boolean,
): boolean {
  const triggers = (instanceRefresh?.triggers ?? []).map(propertyOf);
  return changed(...ALWAYS, ...(triggers as (keyof Inputs & string)[]));
}

/** As the provider, it does not wait until the refresh is done. */
export async function startRefresh(
  autoScaling: AutoScaling,
  AutoScalingGroupName: string,
  inputs: Inputs,
): Promise<void> {
  const { instanceRefresh: refresh } = inputs;
  const preferences = refresh?.preferences;
  const numbers = Object.fromEntries(
    NUMBERS.flatMap((name) => {
      const text = preferences?.[name];
      return text === undefined || text === "" ? [] : [[name, Number(text)]];
    }),
  );
  const Preferences =
    preferences && toWire<RefreshPreferences>({ ...preferences, ...blanks(), ...numbers });
  await autoScaling.startInstanceRefresh({
    AutoScalingGroupName,
    Strategy: refresh?.strategy as RefreshStrategy,
    Preferences,
    // To roll back, AWS has to be told what it would roll back from.
    ...(preferences?.autoRollback === true
      ? {
          DesiredConfiguration: {
            LaunchTemplate: launchTemplateOf(inputs),
            MixedInstancesPolicy: mixedPolicyOf(inputs),
          },
        }
      : {}),
  });
}

/** Rules of the provider and of AWS (Auto Scaling API reference, RefreshPreferences). */
export function refreshFailures(group: object): CheckFailure[] {
  const { instanceRefresh: refresh, ...inputs } = group as Values;
  if (!isObject(refresh)) return [];
  const failures: CheckFailure[] = [];
  const { strategy, triggers, preferences } = refresh;
  if (typeof strategy === "string" && !["Rolling", "ReplaceRootVolume"].includes(strategy)) {
    const reason = `expected "instanceRefresh.strategy" to be Rolling or ReplaceRootVolume, got ${strategy}`;
    failures.push({ property: "instanceRefresh.strategy", reason });
  }
  failures.push(...triggerFailures(triggers));
  if (!isObject(preferences)) return failures;
  const where = "instanceRefresh.preferences";
  failures.push(...healthyPercentageFailures(where, preferences));
  if (preferences.autoRollback === true && inputs.launchConfiguration !== undefined) {
    const reason = `"${where}.autoRollback" needs a launch template: AWS cannot go back to a launch configuration`;
    failures.push({ property: `${where}.autoRollback`, reason });
  }
  return failures;
}

function triggerFailures(triggers: Value): CheckFailure[] {
  if (!isList(triggers)) return [];
  return triggers.flatMap((trigger, i): CheckFailure[] => {
    if (typeof trigger !== "string") return [];
    const name = propertyOf(trigger);
    if (!(ALWAYS as readonly string[]).includes(name)) return [];
    const property = `instanceRefresh.triggers[${i}]`;
    return [
      { property, reason: `"${trigger}" always starts a refresh: take it out of the triggers` },
    ];
  });
}

/** Triggers are names of the provider's underlying schema too, `tag` for one. */
function propertyOf(trigger: string): string {
  const camel = trigger.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return PLURALS[camel] ?? camel;
}

const PLURALS: Readonly<Record<string, string>> = {
  tag: "tags",
  vpcZoneIdentifier: "vpcZoneIdentifiers",
};

function blanks() {
  return Object.fromEntries(NUMBERS.map((name) => [name, undefined]));
}
