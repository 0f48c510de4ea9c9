import { refersTo, type PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import {
  covers,
  isObject,
  KEY,
  names,
  policyOf,
  principals,
  textsOf,
  type Statement,
} from "../iam/policy-place.ts";
import { ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ENCRYPT =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html";

export const logsName = resourceRule({
  ...refusal,
  id: "logs-name",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  types: [GROUP],
  fix: "Begin the name with a slash, /aws/… for logs of a service: aws/ without it is AWS's.",
  check: ({ props }) => {
    const name = text(props["name"]) ?? text(props["namePrefix"]);
    if (name === undefined) return undefined;
    if (/^aws\//i.test(name)) {
      return { property: "name", message: 'begins with "aws/", which CloudWatch Logs refuses' };
    }
    if (/^[\w\-/.#]{1,512}$/.test(name)) return undefined;
    return { property: "name", message: "is no name that CloudWatch Logs takes" };
  },
});

export const logsNameOnce = stackRule({
  ...refusal,
  id: "logs-name-once",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  types: [GROUP],
  fix: "Give each log group a name of its own.",
  checkStack: (resources) => {
    const all = ofType(resources, GROUP);
    return all.flatMap((group): StackProblem[] => {
      const name = text(group.props["name"]);
      const first = all.find(({ props }) => name !== undefined && props["name"] === name);
      if (first === undefined || first === group) return [];
      return [{ resource: group, property: "name", message: `is also that of ${first.name}` }];
    });
  },
});

export const logsClass = resourceRule({
  ...refusal,
  id: "logs-class",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html",
  types: [GROUP],
  fix: "Leave logGroupClass out, or take STANDARD or INFREQUENT_ACCESS.",
  check: ({ props }) => {
    const name = text(props["logGroupClass"]);
    if (name === undefined || ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"].includes(name))
      return undefined;
    return { property: "logGroupClass", message: `is "${name}", which there is not` };
  },
});

export const logsKey = resourceRule({
  ...refusal,
  id: "logs-key",
  source: ENCRYPT,
  types: [GROUP],
  fix: "Give kmsKeyId the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, in the region of the log group.",
  check: ({ props }, { region }) => {
    const key = text(props["kmsKeyId"]);
    if (key === undefined || key === "") return undefined;
    const [, where] = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/.+$/.exec(key) ?? [];
    if (where === region) return undefined;
    const message =
      where === undefined
        ? "is no ARN of a key"
        : `is a key of ${where}, and the group in ${region}`;
    return { property: "kmsKeyId", message };
  },
});

const NEEDED = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"];
const CONTEXT = "kms:EncryptionContext:aws:logs:arn";

export const logsKeyPolicy = stackRule({
  ...refusal,
  id: "logs-key-policy",
  source: ENCRYPT,
  types: [GROUP],
  fix:
    "Allow kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe* to " +
    `logs.<region>.amazonaws.com in the policy of the key, where ${CONTEXT} is the ARN of the group, ` +
    "without :* behind it.",
  checkStack: (resources, { region, accountId }) =>
    ofType(resources, GROUP).flatMap((group): StackProblem[] => {
      const key = ofType(resources, KEY).find((one) => refersTo(group, "kmsKeyId", one));
      const problem = key && keyProblem(key, group, region, accountId);
      return problem === undefined
        ? []
        : [{ resource: group, property: "kmsKeyId", message: problem }];
    }),
});

function keyProblem(
  key: PolicyResource,
  group: PolicyResource,
  region: string,
  accountId: string,
): string | undefined {
  const service = `logs.${region}.amazonaws.com`;
  const name = text(group.props["name"]);
  const policy = policyOf(key);
  // Without a policy of its own, a key may be used by people and roles of the account, and by no service.
  if (policy === undefined) {
    return key.props["policy"] === undefined
      ? `is ${key.name}, which has no policy that lets ${service} use it`
      : undefined;
  }
  const statements = policy.statements.filter(
    (one) => one["Effect"] === "Allow" && principals(one, "Service").includes(service),
  );
  const arn = `:${region}:${accountId}:log-group:${name ?? ""}`;
  const missing = NEEDED.filter(
    (action) =>
      !statements.some((one) => names(one, action) && (name === undefined || isFor(one, arn))),
  );
  if (missing.length === 0) return undefined;
  if (statements.length === 0) return `is ${key.name}, which does not let ${service} use it`;
  return `is ${key.name}, which does not let ${service} do ${missing.join(", ")} for this group`;
}

/** Whether the condition on the log group, if there is one, fits its ARN. */
function isFor({ Condition: condition }: Statement, arn: string): boolean {
  if (!isObject(condition)) return true;
  return Object.entries(condition).every(([operator, keys]) => {
    const values = isObject(keys) ? textsOf(keys[CONTEXT]) : [];
    if (values.length === 0) return true;
    const isPattern = /^(Arn|StringLike)/i.test(operator);
    return values.some((value) => {
      const wanted = `arn:aws${arn}`;
      const given = value.replace(/^arn:[^:]*:logs/, "arn:aws");
      return isPattern ? covers(given, wanted) : given === wanted;
    });
  });
}
