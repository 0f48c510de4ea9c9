import { resourceRule } from "../../rule.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

const arnOf = (service: string) => new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+$`);

/** What an endpoint looks like, by its protocol. */
const ENDPOINTS: Readonly<Record<string, readonly [RegExp, string]>> = {
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"],
  "email-json": [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"],
  http: [/^http:\/\/[^\s/]+/, "an address with http://"],
  https: [/^https:\/\/[^\s/]+/, "an address with https://"],
  sms: [/^\+?\d[\d -]{3,20}$/, "a telephone number with its country, +15550100"],
  sqs: [arnOf("sqs"), "the ARN of a queue"],
  lambda: [arnOf("lambda"), "the ARN of a function"],
  firehose: [arnOf("firehose"), "the ARN of a delivery stream"],
  application: [arnOf("sns"), "the ARN of a mobile app"],
};
const RAW = ["sqs", "http", "https", "firehose"];

export const snsSubscription = resourceRule({
  ...refusal,
  id: "sns-subscription",
  source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  fix:
    "Give the endpoint that the protocol has; raw messages to SQS, Firehose and HTTP only, a role for " +
    "Firehose, and SQS alone for a FIFO topic.",
  check: ({ props }) => {
    const protocol = text(props["protocol"]);
    const endpoint = text(props["endpoint"]);
    const topic = text(props["topic"]);
    if (topic !== undefined && !arnOf("sns").test(topic)) {
      return { property: "topic", message: "is no ARN of a topic" };
    }
    if (protocol === undefined) return undefined;
    const [pattern, allowed] = ENDPOINTS[protocol] ?? [];
    // Whose address it is, is nobody else's business.
    if (pattern !== undefined && endpoint !== undefined && !pattern.test(endpoint)) {
      return { property: "endpoint", message: `is not ${allowed}, which ${protocol} asks for` };
    }
    if (topic?.endsWith(".fifo") && protocol !== "sqs") {
      return {
        property: "protocol",
        message: `is ${protocol}, and a FIFO topic sends to SQS only`,
      };
    }
    if (props["rawMessageDelivery"] === true && !RAW.includes(protocol)) {
      return { property: "rawMessageDelivery", message: `is on, and ${protocol} has none` };
    }
    const hasRole = isSet(props["subscriptionRoleArn"]);
    if (protocol === "firehose" && !hasRole) {
      return { property: "subscriptionRoleArn", message: "is missing, which firehose needs" };
    }
    const filter = text(props["filterPolicy"]);
    if (filter !== undefined && !isFilter(filter)) {
      return { property: "filterPolicy", message: "is no JSON object with lists of values" };
    }
    return undefined;
  },
});

/** Each key has a list, or more keys below it. */
function isFilter(policy: string): boolean {
  try {
    return isBranch(JSON.parse(policy));
  } catch {
    return false;
  }
}

function isBranch(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => (Array.isArray(one) ? one.length > 0 : isBranch(one)));
}
