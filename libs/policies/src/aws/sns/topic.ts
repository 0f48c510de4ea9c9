import { mayReferToAnything, refersTo, type PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import {
  KEY,
  lets,
  policyOf,
  statementProblems,
  textsOf,
  TOPIC_POLICY,
} from "../iam/policy-place.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

export const TOPIC = "aws:sns/topic:Topic";

export const snsPolicyResource = stackRule({
  ...refusal,
  id: "sns-policy-resource",
  source: "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html",
  types: [TOPIC_POLICY],
  fix: "Name the ARN of the topic as the Resource of each statement.",
  checkStack: (resources) =>
    ofType(resources, TOPIC_POLICY).flatMap((resource) => {
      const policy = policyOf(resource);
      const arn = text(resource.props["arn"]);
      if (policy === undefined || arn === undefined) return [];
      return statementProblems(policy, (statement) =>
        textsOf(statement["Resource"])
          .filter((one) => one !== "*" && one !== arn)
          .map((one) => `whose Resource "${one}" is not the topic`),
      ).map((problem) => ({ resource, ...problem }));
    }),
});

/** Who publishes to a topic that an input names. */
const PUBLISHERS = [
  { type: "aws:cloudwatch/metricAlarm:MetricAlarm", inputs: actions(), service: "cloudwatch" },
  {
    type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    inputs: actions(),
    service: "cloudwatch",
  },
  { type: "aws:budgets/budget:Budget", inputs: ["notifications"], service: "budgets" },
  {
    type: "aws:rds/eventSubscription:EventSubscription",
    inputs: ["snsTopic"],
    service: "events.rds",
  },
] as const;

function actions(): readonly string[] {
  return ["alarmActions", "okActions", "insufficientDataActions"];
}

export const snsPublisher = stackRule({
  ...refusal,
  id: "sns-publisher",
  source:
    "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html, " +
    "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html",
  types: PUBLISHERS.map(({ type }) => type),
  fix:
    'Allow sns:Publish to {"Service": "<that service>"} in the policy of the topic: without it, nobody is ' +
    "told, and nothing says so.",
  checkStack: (resources) =>
    published(resources).flatMap(({ publisher, input, service, topic }): StackProblem[] => {
      const policies = ofType(resources, TOPIC_POLICY).filter((one) => refersTo(one, "arn", topic));
      // The policy that a topic is born with lets services of its account publish, but for budgets.
      const isDefault = policies.length === 0;
      const isBorn =
        isDefault && (service !== "budgets.amazonaws.com" || isSet(topic.props["policy"]));
      const cannotTell =
        isDefault && ofType(resources, TOPIC_POLICY).some((one) => mayReferToAnything(one, "arn"));
      const isAllowed = policies.some((one) => {
        const policy = policyOf(one);
        return policy === undefined || lets(policy, service, ["sns:Publish"]);
      });
      if (isBorn || cannotTell || isAllowed) return [];
      const message = `tells the topic ${topic.name}, which does not let ${service} publish`;
      return [{ resource: publisher, property: input, message }];
    }),
});

export const snsTopicKey = stackRule({
  ...refusal,
  id: "sns-topic-key",
  source:
    "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
  types: PUBLISHERS.map(({ type }) => type),
  fix:
    "Encrypt the topic with a key of your own whose policy allows kms:Decrypt and kms:GenerateDataKey* to " +
    "the service.",
  checkStack: (resources) =>
    published(resources).flatMap(({ publisher, input, service, topic }): StackProblem[] => {
      const name = text(topic.props["kmsMasterKeyId"]);
      const found = (message: string) => [{ resource: publisher, property: input, message }];
      if (name !== undefined && /(^|:)alias\/aws\/sns$/.test(name)) {
        return found(
          `tells the topic ${topic.name}, encrypted with alias/aws/sns, which ${service} cannot use`,
        );
      }
      const key = ofType(resources, KEY).find((one) => refersTo(topic, "kmsMasterKeyId", one));
      if (key === undefined) return [];
      const policy = policyOf(key);
      const isAllowed =
        policy === undefined
          ? key.props["policy"] !== undefined
          : lets(policy, service, ["kms:Decrypt", "kms:GenerateDataKey"]);
      return isAllowed
        ? []
        : found(`tells the topic ${topic.name}, whose key ${key.name} ${service} cannot use`);
    }),
});

interface Published {
  readonly publisher: PolicyResource;
  readonly input: string;
  readonly service: string;
  readonly topic: PolicyResource;
}

/** Who publishes to which topic of the layer: each topic once for each publisher. */
function published(resources: readonly PolicyResource[]): readonly Published[] {
  return PUBLISHERS.flatMap(({ type, inputs, service }) =>
    ofType(resources, type).flatMap((publisher) =>
      ofType(resources, TOPIC).flatMap((topic) => {
        const input = inputs.find((one) => tells(resources, publisher, one, topic));
        if (input === undefined) return [];
        return [{ publisher, input, service: `${service}.amazonaws.com`, topic }];
      }),
    ),
  );
}

/** An input may be made of the policy of a topic, so that it waits for it. */
function tells(
  resources: readonly PolicyResource[],
  publisher: PolicyResource,
  input: string,
  topic: PolicyResource,
): boolean {
  if (refersTo(publisher, input, topic)) return true;
  return ofType(resources, TOPIC_POLICY).some(
    (one) => refersTo(one, "arn", topic) && refersTo(publisher, input, one),
  );
}

export const snsTopicName = resourceRule({
  ...refusal,
  id: "sns-topic-name",
  source: "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
  types: [TOPIC],
  fix:
    'Take letters, digits, - and _ for the name, ".fifo" at the end of a FIFO topic only, and the id, ARN ' +
    "or alias of a key in the region.",
  check: ({ props }, { region }) => {
    const name = text(props["name"]);
    const isFifo = props["fifoTopic"] ?? false;
    if (name !== undefined && typeof isFifo === "boolean" && name.endsWith(".fifo") !== isFifo) {
      const message = isFifo ? 'does not end with ".fifo"' : 'ends with ".fifo", and it is none';
      return { property: "name", message };
    }
    const display = text(props["displayName"]);
    if (display !== undefined && display.length > 100) {
      return { property: "displayName", message: "has more than 100 characters" };
    }
    const key = text(props["kmsMasterKeyId"]);
    const [, , service, where] = key?.split(":") ?? [];
    if (service === "kms" && where !== region) {
      return {
        property: "kmsMasterKeyId",
        message: `is a key of ${where}, and the topic in ${region}`,
      };
    }
    if (
      key !== undefined &&
      /^[\w-]*[A-Za-z_][\w-]*$/.test(key) &&
      !/^(mrk-)?[\da-f-]{32,40}$/.test(key)
    ) {
      const message = "is neither id nor ARN of a key, nor an alias, which begins with alias/";
      return { property: "kmsMasterKeyId", message };
    }
    return undefined;
  },
});
