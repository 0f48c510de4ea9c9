import type { Unwrap } from "@pulumi/pulumi";
import type {
  WebAclLoggingConfigurationArgs,
  WebAclLoggingConfigurationState,
} from "@pulumi/aws/wafv2/webAclLoggingConfiguration.js";
import type { LoggingConfiguration, WAFV2 } from "@aws-sdk/client-wafv2";

import { unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { isList, isObject, type Value } from "../value.ts";
import { fromWire, toWire } from "./wire-names.ts";

type Inputs = Unwrap<WebAclLoggingConfigurationArgs>;
type State = Unwrap<WebAclLoggingConfigurationState>;

const GONE = "WAFNonexistentItemException";
const FIELDS = ["method", "queryString", "singleHeader", "uriPath"];
const PART: Property = { kind: "object", block: true, fields: {} };
const needed = { kind: "string", required: true } as const;

/** Source: WAFV2 API reference, PutLoggingConfiguration, GetLoggingConfiguration. The ID is the ARN of the web ACL. */
export const resource = defineResource<Inputs, State>({
  token: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  noun: "WAFv2 WebACL Logging Configuration",
  properties: {
    logDestinationConfigs: { kind: "set", required: true, replaces: true },
    loggingFilter: {
      kind: "object",
      fields: {
        defaultBehavior: needed,
        filters: {
          kind: "set",
          required: true,
          of: {
            kind: "object",
            fields: {
              behavior: needed,
              conditions: {
                kind: "set",
                required: true,
                of: {
                  kind: "object",
                  fields: {
                    actionCondition: { kind: "object", fields: { action: needed } },
                    labelNameCondition: { kind: "object", fields: { labelName: needed } },
                  },
                },
              },
              requirement: needed,
            },
          },
        },
      },
    },
    redactedFields: {
      // A list in the program, whose order means nothing to the provider.
      kind: "set",
      of: {
        kind: "object",
        fields: {
          method: PART,
          queryString: PART,
          singleHeader: { kind: "object", fields: { name: needed } },
          uriPath: PART,
        },
      },
    },
    region: { kind: "string", computed: true, replaces: true },
    resourceArn: { kind: "string", required: true, replaces: true },
  },
  validate: ({ redactedFields }) => fieldFailures(redactedFields as Value),

  async create(inputs, call) {
    const wafv2 = await call.aws.wafv2();
    const { LoggingConfiguration } = await put(wafv2, inputs);
    return LoggingConfiguration?.ResourceArn ?? "";
  },

  async read(arn, call) {
    const wafv2 = await call.aws.wafv2();
    const found = await unlessGone(wafv2.getLoggingConfiguration({ ResourceArn: arn }), GONE);
    const configuration = found?.LoggingConfiguration;
    if (configuration === undefined) return undefined;
    return {
      logDestinationConfigs: configuration.LogDestinationConfigs,
      loggingFilter: fromWire(configuration.LoggingFilter),
      redactedFields: fromWire(configuration.RedactedFields ?? []),
      resourceArn: configuration.ResourceArn,
    };
  },

  async update(_arn, { inputs }, call) {
    await put(await call.aws.wafv2(), inputs);
  },

  async delete(arn, _state, call) {
    const wafv2 = await call.aws.wafv2();
    await unlessGone(wafv2.deleteLoggingConfiguration({ ResourceArn: arn }), GONE);
  },
});

/** The API takes one part of the request in each. */
function fieldFailures(fields: Value): CheckFailure[] {
  if (!isList(fields)) return [];
  return fields.flatMap((field, i): CheckFailure[] => {
    if (!isObject(field) || Object.values(field).filter((one) => one !== undefined).length === 1) {
      return [];
    }
    const property = `redactedFields[${i}]`;
    const reason = `"${property}" needs exactly one of ${FIELDS.join(", ")}`;
    return [{ property, reason }];
  });
}

function put(wafv2: WAFV2, inputs: Inputs) {
  const configuration: LoggingConfiguration = {
    ResourceArn: inputs.resourceArn,
    LogDestinationConfigs: inputs.logDestinationConfigs,
    LoggingFilter: toWire(inputs.loggingFilter),
    RedactedFields: toWire(inputs.redactedFields ?? []),
  };
  return wafv2.putLoggingConfiguration({ LoggingConfiguration: configuration });
}
