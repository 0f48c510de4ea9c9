import type { Unwrap } from "@pulumi/pulumi";
import type { LogGroupArgs, LogGroupState } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { CloudWatchLogs, LogGroup, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";

import { unlessGone } from "../api-error.ts";
import { nameToUse, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagChanges } from "../tag-list.ts";
import { isUnknown } from "../value.ts";

type Inputs = Unwrap<LogGroupArgs>;
type State = Unwrap<LogGroupState>;

const GONE = "ResourceNotFoundException";

/** Days; 0 is the provider's word for "never". Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
  3288, 3653,
];

/** Source: CloudWatch Logs API reference, CreateLogGroup, PutRetentionPolicy, AssociateKmsKey. */
export const resource = defineResource<Inputs, State>({
  token: "aws:cloudwatch/logGroup:LogGroup",
  noun: "CloudWatch Logs Log Group",
  tags: true,
  autoname: { property: "name", maxLength: 255, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true, conflictsWith: ["name"] },
    retentionInDays: { kind: "number", default: 0 },
    kmsKeyId: { kind: "string" },
    logGroupClass: {
      kind: "string",
      computed: true,
      replaces: true,
      simulated: "moto does not keep the class of a log group",
    },
    deletionProtectionEnabled: {
      kind: "boolean",
      computed: true,
      simulated: "moto does not keep the deletion protection of a log group",
    },
    skipDestroy: { kind: "boolean", default: false, local: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },
  validate: failures,

  async create(inputs, call) {
    const logs = await call.aws.cloudWatchLogs();
    const name = nameToUse(inputs.name, inputs.namePrefix);
    await logs.createLogGroup({
      logGroupName: name,
      kmsKeyId: inputs.kmsKeyId,
      logGroupClass: inputs.logGroupClass as LogGroupClass | undefined,
      deletionProtectionEnabled: inputs.deletionProtectionEnabled,
      tags: inputs.tagsAll,
    });
    call.created(name);
    await setRetention(logs, name, inputs.retentionInDays);
    return name;
  },

  async read(id, call, prior) {
    const logs = await call.aws.cloudWatchLogs();
    const group = await find(logs, id);
    if (group === undefined) return undefined;
    // The ARN of the group itself; the API also answers it with ":*", which means its streams.
    const arn = group.arn?.replace(/:\*$/, "") ?? "";
    const { tags } = await logs.listTagsForResource({ resourceArn: arn });
    return {
      arn,
      name: group.logGroupName,
      namePrefix: prefixOf(group.logGroupName, prior.namePrefix),
      retentionInDays: group.retentionInDays ?? 0,
      kmsKeyId: group.kmsKeyId,
      logGroupClass: group.logGroupClass ?? "STANDARD",
      deletionProtectionEnabled: group.deletionProtectionEnabled ?? false,
      tags,
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const logs = await call.aws.cloudWatchLogs();
    if (changed("retentionInDays")) {
      if ((inputs.retentionInDays ?? 0) > 0) await setRetention(logs, id, inputs.retentionInDays);
      else await logs.deleteRetentionPolicy({ logGroupName: id });
    }
    if (changed("kmsKeyId")) await setKey(logs, id, inputs.kmsKeyId);
    if (changed("tagsAll")) await updateTags(logs, before.arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, state, call) {
    if (state.skipDestroy === true) return;
    const logs = await call.aws.cloudWatchLogs();
    if (state.deletionProtectionEnabled === true) {
      throw new Error(
        `log group "${id}" has deletion protection (which the emulator does not know): ` +
          `set "deletionProtectionEnabled" to false and update before you delete it`,
      );
    }
    // moto hands the tags of a deleted group on to the next one of that name.
    await unlessGone(updateTags(logs, state.arn, state.tagsAll, {}), GONE);
    await unlessGone(logs.deleteLogGroup({ logGroupName: id }), GONE);
  },
});

/** Source: CloudWatch Logs API reference, CreateLogGroup (`logGroupName`) and PutRetentionPolicy. */
function failures({ name, namePrefix, retentionInDays: days }: Partial<Inputs>): CheckFailure[] {
  const found: CheckFailure[] = [];
  for (const [property, value] of Object.entries({ name, namePrefix })) {
    if (value === undefined || isUnknown(value) || /^[-0-9A-Za-z_./#]{1,512}$/.test(value))
      continue;
    const reason = `"${property}" is 1 to 512 letters, digits and the characters _ - / . #, not "${value}"`;
    found.push({ property, reason });
  }
  if (days !== undefined && !isUnknown(days) && !RETENTIONS.includes(days)) {
    const reason = `expected "retentionInDays" to be one of ${RETENTIONS.join(", ")}, got ${days}`;
    found.push({ property: "retentionInDays", reason });
  }
  return found;
}

async function setRetention(
  logs: CloudWatchLogs,
  logGroupName: string,
  days: number | undefined,
): Promise<void> {
  if (days === undefined || days === 0) return;
  await logs.putRetentionPolicy({ logGroupName, retentionInDays: days });
}

/** Without a key, CloudWatch Logs encrypts with one of its own. */
async function setKey(
  logs: CloudWatchLogs,
  logGroupName: string,
  kmsKeyId: string | undefined,
): Promise<void> {
  if (kmsKeyId === undefined) await logs.disassociateKmsKey({ logGroupName });
  else await logs.associateKmsKey({ logGroupName, kmsKeyId });
}

/** The API looks up by prefix only. */
async function find(logs: CloudWatchLogs, name: string): Promise<LogGroup | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await logs.describeLogGroups({ logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

async function updateTags(
  logs: CloudWatchLogs,
  resourceArn: string | undefined,
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const { gone, set } = tagChanges(before, after);
  if (gone.length > 0) await logs.untagResource({ resourceArn, tagKeys: gone });
  if (set.length > 0) {
    const tags = Object.fromEntries(set.map(({ Key, Value }) => [Key, Value]));
    await logs.tagResource({ resourceArn, tags });
  }
}
