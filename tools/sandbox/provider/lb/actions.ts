import type { Unwrap } from "@pulumi/pulumi";
import type { ListenerArgs, ListenerState } from "@pulumi/aws/lb/listener.js";
import type {
  Action,
  ActionTypeEnum,
  RedirectActionStatusCodeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";

import type { Property } from "../property.ts";
import type { CheckFailure } from "../resource-type.ts";
import { isList, isObject, type Value } from "../value.ts";

type Wanted = Unwrap<ListenerArgs>["defaultActions"][number];
type Shown = NonNullable<Unwrap<ListenerState>["defaultActions"]>[number];

/** What a listener does with a request. Forwarding to one target group has two spellings. */
export const ACTION: Property = {
  kind: "object",
  fields: {
    type: { kind: "string", required: true },
    order: { kind: "number", computed: true },
    targetGroupArn: { kind: "string" },
    forward: {
      kind: "object",
      fields: {
        targetGroups: {
          kind: "set",
          required: true,
          of: {
            kind: "object",
            fields: {
              arn: { kind: "string", required: true },
              weight: { kind: "number", default: 1 },
            },
          },
        },
        stickiness: {
          kind: "object",
          computed: true,
          fields: {
            duration: { kind: "number", required: true },
            enabled: { kind: "boolean", default: false },
          },
        },
      },
    },
    redirect: {
      kind: "object",
      fields: {
        host: { kind: "string", default: "#{host}" },
        path: { kind: "string", default: "/#{path}" },
        port: { kind: "string", default: "#{port}" },
        protocol: { kind: "string", default: "#{protocol}" },
        query: { kind: "string", default: "#{query}" },
        statusCode: { kind: "string", required: true },
      },
    },
    fixedResponse: {
      kind: "object",
      fields: {
        contentType: { kind: "string", required: true },
        messageBody: { kind: "string" },
        statusCode: { kind: "string", computed: true },
      },
    },
  },
};

/** Every type of action needs its block. */
export function actionFailures(property: string, actions: unknown): CheckFailure[] {
  if (!isList(actions as Value)) return [];
  return (actions as readonly Value[]).flatMap((action, i): CheckFailure[] => {
    if (!isObject(action)) return [];
    const where = `${property}[${i}]`;
    const needs = (block: string): CheckFailure[] =>
      action[block] === undefined
        ? [
            {
              property: `${where}.${block}`,
              reason: `"${where}.${block}" must be specified when "${where}.type" is "${String(action.type)}"`,
            },
          ]
        : [];
    switch (action.type) {
      case "redirect":
        return needs("redirect");
      case "fixed-response":
        return needs("fixedResponse");
      case "forward":
        return action.forward === undefined ? needs("targetGroupArn") : [];
      default:
        return [];
    }
  });
}

export function writtenActions(actions: readonly Wanted[]): Action[] {
  return actions.map((action): Action => {
    const { forward, redirect, fixedResponse } = action;
    return {
      Type: action.type as ActionTypeEnum,
      Order: action.order,
      TargetGroupArn: action.targetGroupArn,
      ForwardConfig: forward && {
        TargetGroups: forward.targetGroups.map(({ arn, weight }) => ({
          TargetGroupArn: arn,
          Weight: weight,
        })),
        TargetGroupStickinessConfig: forward.stickiness && {
          Enabled: forward.stickiness.enabled,
          DurationSeconds: forward.stickiness.duration,
        },
      },
      RedirectConfig: redirect && {
        Host: redirect.host,
        Path: redirect.path,
        Port: redirect.port,
        Protocol: redirect.protocol,
        Query: redirect.query,
        StatusCode: redirect.statusCode as RedirectActionStatusCodeEnum,
      },
      FixedResponseConfig: fixedResponse && {
        ContentType: fixedResponse.contentType,
        MessageBody: fixedResponse.messageBody,
        StatusCode: fixedResponse.statusCode,
      },
    };
  });
}

/** @param recorded the actions as recorded or wanted: AWS shows both spellings, the record only the one in use. */
export function readActions(
  actions: readonly Action[] | undefined,
  recorded: readonly Shown[] | undefined,
): Shown[] {
  const sorted = [...(actions ?? [])].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  return sorted.map((action, i): Shown => {
    const { RedirectConfig: redirect, FixedResponseConfig: fixed } = action;
    return {
      type: action.Type ?? "",
      // AWS counts from one where the program does not.
      order: action.Order ?? i + 1,
      ...(action.Type === "forward" ? readForward(action, recorded?.[i]) : {}),
      ...(redirect === undefined
        ? {}
        : {
            redirect: {
              ...known({
                host: redirect.Host,
                path: redirect.Path,
                port: redirect.Port,
                protocol: redirect.Protocol,
                query: redirect.Query,
              }),
              statusCode: redirect.StatusCode ?? "",
            },
          }),
      ...(fixed === undefined
        ? {}
        : {
            fixedResponse: {
              ...known({ messageBody: fixed.MessageBody, statusCode: fixed.StatusCode }),
              contentType: fixed.ContentType ?? "",
            },
          }),
    };
  });
}

function readForward(action: Action, recorded: Shown | undefined): Partial<Shown> {
  const groups =
    action.ForwardConfig?.TargetGroups ??
    (action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }]);
  const sticky = action.ForwardConfig?.TargetGroupStickinessConfig;
  const single = groups.length === 1 ? groups[0]?.TargetGroupArn : undefined;
  const long = recorded?.forward !== undefined || single === undefined || sticky?.Enabled === true;
  const short = single !== undefined && (recorded?.targetGroupArn !== undefined || !long);
  const forward: NonNullable<Shown["forward"]> = {
    targetGroups: groups.map((group) => ({
      arn: group.TargetGroupArn ?? "",
      weight: ("Weight" in group ? group.Weight : undefined) ?? 1,
    })),
    ...(sticky?.DurationSeconds === undefined
      ? {}
      : { stickiness: { enabled: sticky.Enabled === true, duration: sticky.DurationSeconds } }),
  };
  return {
    ...(short ? { targetGroupArn: single } : {}),
    ...(long ? { forward } : {}),
  };
}

function known<T extends Record<string, string | undefined>>(values: T): Record<string, string> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
