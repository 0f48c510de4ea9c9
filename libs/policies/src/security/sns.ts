import { resourceRule, stackRule } from "../rule.ts";
import {
  allowing,
  covers,
  isBoundBy,
  isForEverybody,
  statementName,
  statementsOf,
} from "../statements.ts";
import { isMissing, securityHub } from "./flag.ts";
import { ofType, partnersOf } from "./pairs.ts";

const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const facts = { group: "security", enforcement: "mandatory" } as const;

export const snsNotPublic = resourceRule({
  ...facts,
  id: "sns-not-public",
  controls: ["SNS.4"],
  source: securityHub("SNS.4"),
  types: [TOPIC, TOPIC_POLICY],
  fix: "Name who may use the topic, or bound the statement by aws:SourceAccount.",
  check: ({ props }) =>
    allowing(statementsOf(props["policy"]) ?? [])
      .filter(isForEverybody)
      .filter((one) => !isBoundBy(one, OWNER))
      .map((one, index) => ({
        property: "policy",
        message: `lets everybody use the topic (${statementName(one, index)})`,
      })),
});

export const snsCmk = resourceRule({
  ...facts,
  id: "sns-cmk",
  controls: ["SNS.1"],
  source: securityHub("SNS.1"),
  types: [TOPIC],
  fix: "Set kmsMasterKeyId to a key of the account that lets the publishing services use it.",
  check: ({ props }) => {
    const key = props["kmsMasterKeyId"];
    const property = "kmsMasterKeyId";
    if (isMissing(key)) return { property, message: "stores messages without encryption" };
    return key === "alias/aws/sns"
      ? { property, message: "has a key that alarms cannot use, so their messages are lost" }
      : undefined;
  },
});

export const snsTls = stackRule({
  ...facts,
  id: "sns-tls",
  controls: ["AwsSolutions-SNS3"],
  source: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  types: [TOPIC],
  fix: "Deny sns:Publish where aws:SecureTransport is false, in the topic's policy.",
  checkStack: (resources) =>
    ofType(resources, TOPIC)
      .filter((topic) => {
        const { partners, cannotTell } = partnersOf(topic, ofType(resources, TOPIC_POLICY), "arn");
        const documents = [topic.props["policy"], ...partners.map(({ props }) => props["policy"])];
        const written = documents.filter((one) => !isMissing(one)).map(statementsOf);
        if (cannotTell || written.includes(undefined)) return false;
        return !written.flatMap((one) => one ?? []).some(isTlsOnly);
      })
      .map((resource) => ({ resource, message: "takes messages without TLS" })),
});

function isTlsOnly(statement: NonNullable<ReturnType<typeof statementsOf>>[number]): boolean {
  return (
    statement.effect === "Deny" &&
    isForEverybody(statement) &&
    statement.actions.some((action) => covers(action, "sns:Publish")) &&
    statement.conditions.some(
      ({ operator, key, values }) =>
        /^Bool/.test(operator) && key === "aws:securetransport" && values.includes("false"),
    )
  );
}

const OWNER = [
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:sourcearn",
  "aws:principalorgid",
  "aws:principalaccount",
];
