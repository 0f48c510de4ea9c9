import type { Unwrap } from "@pulumi/pulumi";
import type {
  EventSubscriptionArgs,
  EventSubscriptionState,
} from "@pulumi/aws/rds/eventSubscription.js";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagList, tagRecord } from "../tag-list.ts";
import { isUnknown } from "../value.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<EventSubscriptionArgs>;
type State = Unwrap<EventSubscriptionState>;

const GONE = "SubscriptionNotFound*";

/** Source: RDS API reference, CreateEventSubscription (`SourceType`). */
const SOURCE_TYPES = [
  "db-instance",
  "db-parameter-group",
  "db-security-group",
  "db-snapshot",
  "db-cluster",
  "db-cluster-snapshot",
  "custom-engine-version",
  "db-proxy",
  "blue-green-deployment",
  "db-shard-group",
  "zero-etl",
];

/** Its id is its name. Source: RDS API reference, CreateEventSubscription, ModifyEventSubscription. */
export const resource = defineResource<Inputs, State>({
  token: "aws:rds/eventSubscription:EventSubscription",
  noun: "RDS Event Subscription",
  tags: true,
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    snsTopic: { kind: "string", required: true },
    sourceType: { kind: "string" },
    sourceIds: { kind: "set" },
    eventCategories: { kind: "set" },
    enabled: { kind: "boolean", default: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    customerAwsId: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const rds = await call.aws.rds();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    const { EventSubscription: made } = await rds.createEventSubscription({
      SubscriptionName: name,
      SnsTopicArn: inputs.snsTopic,
      SourceType: inputs.sourceType,
      SourceIds: orNone(inputs.sourceIds),
      EventCategories: orNone(inputs.eventCategories),
      Enabled: inputs.enabled,
      Tags: tagList(inputs.tagsAll),
    });
    return made?.CustSubscriptionId ?? name;
  },

  async read(id, call, prior) {
    const rds = await call.aws.rds();
    const found = await unlessGone(rds.describeEventSubscriptions({ SubscriptionName: id }), GONE);
    const subscription = found?.EventSubscriptionsList?.[0];
    if (subscription === undefined) return undefined;
    const { TagList } = await rds.listTagsForResource({
      ResourceName: subscription.EventSubscriptionArn,
    });
    return {
      arn: subscription.EventSubscriptionArn,
      customerAwsId: subscription.CustomerAwsId,
      name: subscription.CustSubscriptionId,
      namePrefix: prefixOf(subscription.CustSubscriptionId, prior.namePrefix),
      snsTopic: subscription.SnsTopicArn,
      sourceType: subscription.SourceType,
      sourceIds: subscription.SourceIdsList ?? [],
      eventCategories: subscription.EventCategoriesList ?? [],
      enabled: subscription.Enabled,
      tags: tagRecord(TagList),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const rds = await call.aws.rds();
    if (changed("tagsAll")) await updateTags(rds, before.arn, before.tagsAll, inputs.tagsAll);
    if (changed("enabled", "eventCategories", "snsTopic", "sourceType")) {
      const categories = changed("eventCategories");
      await rds.modifyEventSubscription({
        SubscriptionName: id,
        Enabled: inputs.enabled,
        ...(categories ? { EventCategories: inputs.eventCategories ?? [] } : {}),
        ...(categories || changed("sourceType") ? { SourceType: inputs.sourceType ?? "" } : {}),
        ...(changed("snsTopic") ? { SnsTopicArn: inputs.snsTopic } : {}),
      });
    }
    if (!changed("sourceIds")) return;
    const was = before.sourceIds ?? [];
    const wanted = inputs.sourceIds ?? [];
    const parameters = (SourceIdentifier: string) => ({ SubscriptionName: id, SourceIdentifier });
    for (const source of was.filter((one) => !wanted.includes(one))) {
      await rds.removeSourceIdentifierFromSubscription(parameters(source));
    }
    for (const source of wanted.filter((one) => !was.includes(one))) {
      await rds.addSourceIdentifierToSubscription(parameters(source));
    }
  },

  async delete(id, _state, call) {
    const rds = await call.aws.rds();
    await unlessGone(rds.deleteEventSubscription({ SubscriptionName: id }), GONE);
  },
});

function failures({ name, namePrefix, snsTopic, sourceType }: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  for (const [property, value] of Object.entries({ name, namePrefix })) {
    if (value === undefined || isUnknown(value) || /^[0-9A-Za-z-]{1,255}$/.test(value)) continue;
    const reason = `"${property}" is 1 to 255 letters, digits and hyphens; got "${value}"`;
    found.push({ property, reason });
  }
  if (snsTopic !== undefined && !isUnknown(snsTopic) && !/^arn:[^:]+:sns:/.test(snsTopic)) {
    const reason = `expected "snsTopic" to be the ARN of a topic, got "${snsTopic}"`;
    found.push({ property: "snsTopic", reason });
  }
  if (sourceType !== undefined && !isUnknown(sourceType) && !SOURCE_TYPES.includes(sourceType)) {
    const reason = `expected "sourceType" to be one of ${SOURCE_TYPES.join(", ")}, got "${sourceType}"`;
    found.push({ property: "sourceType", reason });
  }
  return found;
}

function orNone(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : [...list];
}
