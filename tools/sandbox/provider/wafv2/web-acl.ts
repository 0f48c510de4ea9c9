import type { Unwrap } from "@pulumi/pulumi";
import type { WebAclArgs, WebAclState } from "@pulumi/aws/wafv2/webAcl.js";
import type {
  AssociationConfig,
  GetWebACLCommandOutput,
  Rule,
  Scope,
  WAFV2,
} from "@aws-sdk/client-wafv2";

import { unlessGone } from "../api-error.ts";
import { isSame } from "../equality.ts";
import { nameToUse, prefixFailures, prefixOf } from "../name-prefix.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import { tagChanges, tagList, tagRecord } from "../tag-list.ts";
import { isList, isObject, isUnknown, type Value } from "../value.ts";
import { DEFAULT_ACTION, IMMUNITY, RULE, VISIBILITY } from "./rule-properties.ts";
import { fromWire, toWire } from "./wire-names.ts";

type Inputs = Unwrap<WebAclArgs>;
type State = Unwrap<WebAclState>;

const GONE = "WAFNonexistentItemException";
const SCOPES = ["REGIONAL", "CLOUDFRONT"];
const LIMIT = {
  kind: "object",
  fields: { defaultSizeInspectionLimit: { kind: "string", required: true } },
} as const;
/** How the API calls what an association inspects the bodies of. */
const ASSOCIATED = {
  apiGateway: "API_GATEWAY",
  appRunnerService: "APP_RUNNER_SERVICE",
  cloudfront: "CLOUDFRONT",
  cognitoUserPool: "COGNITO_USER_POOL",
  verifiedAccessInstance: "VERIFIED_ACCESS_INSTANCE",
} as const;

/** Source: WAFV2 API reference, CreateWebACL, UpdateWebACL, GetWebACL, DeleteWebACL. */
export const resource = defineResource<Inputs, State>({
  token: "aws:wafv2/webAcl:WebAcl",
  noun: "WAFv2 WebACL",
  tags: true,
  autoname: { property: "name", maxLength: 128, unlessGiven: "namePrefix" },
  properties: {
    name: { kind: "string", computed: true, replaces: true },
    namePrefix: { kind: "string", computed: true, replaces: true },
    associationConfig: {
      kind: "object",
      fields: {
        requestBodies: {
          kind: "list",
          of: {
            kind: "object",
            fields: {
              apiGateway: LIMIT,
              appRunnerService: LIMIT,
              cloudfront: LIMIT,
              cognitoUserPool: LIMIT,
              verifiedAccessInstance: LIMIT,
            },
          },
        },
      },
    },
    captchaConfig: IMMUNITY,
    challengeConfig: IMMUNITY,
    customResponseBodies: {
      kind: "set",
      of: {
        kind: "object",
        fields: {
          content: { kind: "string", required: true },
          contentType: { kind: "string", required: true },
          key: { kind: "string", required: true },
        },
      },
    },
    dataProtectionConfig: {
      kind: "object",
      fields: {
        dataProtections: {
          kind: "list",
          of: {
            kind: "object",
            fields: {
              action: { kind: "string", required: true },
              excludeRateBasedDetails: { kind: "boolean" },
              excludeRuleMatchDetails: { kind: "boolean" },
              field: {
                kind: "object",
                required: true,
                fields: {
                  fieldKeys: { kind: "list" },
                  fieldType: { kind: "string", required: true },
                },
              },
            },
          },
        },
      },
      simulated: "moto does not keep the data protection of a web ACL",
    },
    defaultAction: DEFAULT_ACTION,
    description: { kind: "string" },
    region: { kind: "string", computed: true, replaces: true },
    // AWS holds rules only: where they are those of the text, none are shown beside it.
    ruleJson: { kind: "json", local: true, conflictsWith: ["rules"] },
    rules: { kind: "set", of: RULE },
    scope: { kind: "string", required: true, replaces: true },
    tags: { kind: "map" },
    tokenDomains: { kind: "set" },
    visibilityConfig: VISIBILITY,
    applicationIntegrationUrl: { kind: "string", output: true },
    arn: { kind: "string", output: true },
    capacity: { kind: "number", output: true, recomputed: ["rules", "ruleJson"] },
    lockToken: { kind: "string", output: true, recomputed: true },
  },
  validate: (inputs) => [
    ...nameFailures(inputs),
    ...prefixFailures(inputs, 102),
    ...scopeFailures(inputs),
    ...defaultActionFailures(inputs.defaultAction as Value),
    ...ruleFailures(inputs.rules as Value),
  ],

  async create(inputs, call) {
    const wafv2 = await call.aws.wafv2();
    const { Summary } = await wafv2.createWebACL({
      Name: nameToUse(inputs.name, inputs.namePrefix),
      Scope: inputs.scope as Scope,
      ...settingsOf(inputs),
      Rules: rulesOf(inputs),
      Tags: tagList(inputs.tagsAll),
    });
    return Summary?.Id ?? "";
  },

  async read(id, call, prior) {
    const wafv2 = await call.aws.wafv2();
    const found = await get(wafv2, id, prior);
    const acl = found?.WebACL;
    if (acl === undefined) return undefined;
    const { TagInfoForResource } = await wafv2.listTagsForResource({ ResourceARN: acl.ARN });
    const bodies = Object.entries(acl.CustomResponseBodies ?? {});
    return {
      name: acl.Name,
      namePrefix: prefixOf(acl.Name, prior.namePrefix),
      associationConfig: associationFrom(acl.AssociationConfig),
      captchaConfig: fromWire(acl.CaptchaConfig),
      challengeConfig: fromWire(acl.ChallengeConfig),
      customResponseBodies: bodies.map(([key, { Content = "", ContentType = "" }]) => ({
        content: Content,
        contentType: ContentType,
        key,
      })),
      defaultAction: fromWire(acl.DefaultAction),
      description: acl.Description,
      rules: isSameJson(acl.Rules, prior.ruleJson) ? undefined : fromWire(acl.Rules),
      scope: scopeOf(acl.ARN ?? ""),
      tokenDomains: acl.TokenDomains,
      visibilityConfig: fromWire(acl.VisibilityConfig),
      applicationIntegrationUrl: found?.ApplicationIntegrationURL ?? "",
      arn: acl.ARN,
      capacity: acl.Capacity,
      lockToken: found?.LockToken,
      tags: tagRecord(TagInfoForResource?.TagList),
    };
  },

  async update(id, { before, inputs, changed }, call) {
    const wafv2 = await call.aws.wafv2();
    if (changed(...IN_UPDATE)) {
      // The present token: the provider repeats with it where somebody else changed the web ACL in between.
      const found = await get(wafv2, id, before);
      await wafv2.updateWebACL({
        Id: id,
        Name: before.name,
        Scope: before.scope as Scope,
        LockToken: found?.LockToken,
        ...settingsOf(inputs),
        Rules: rulesOf(inputs),
      });
    }
    if (changed("tagsAll")) {
      const { gone, set } = tagChanges(before.tagsAll, inputs.tagsAll);
      const ResourceARN = before.arn;
      if (gone.length > 0) await wafv2.untagResource({ ResourceARN, TagKeys: gone });
      if (set.length > 0) await wafv2.tagResource({ ResourceARN, Tags: set });
    }
  },

  async delete(id, state, call) {
    const wafv2 = await call.aws.wafv2();
    await call.untilReleased(async () => {
      const found = await get(wafv2, id, state);
      if (found === undefined) return;
      const { name: Name, scope } = state;
      const key = { Id: id, Name, Scope: scope as Scope, LockToken: found.LockToken };
      await unlessGone(wafv2.deleteWebACL(key), GONE);
    }, "WAFAssociatedItemException");
  },

  async import(importId) {
    const [id = "", name = "", scope = "", more] = importId.split("/");
    if (id === "" || name === "" || !SCOPES.includes(scope) || more !== undefined) {
      throw new Error(`"${importId}" is no id of a web ACL: expected ID/NAME/SCOPE`);
    }
    return { id, prior: { name, scope } };
  },
});

/** Properties that UpdateWebACL changes; it replaces them all. */
const IN_UPDATE = [
  "associationConfig",
  "captchaConfig",
  "challengeConfig",
  "customResponseBodies",
  "dataProtectionConfig",
  "defaultAction",
  "description",
  "ruleJson",
  "rules",
  "tokenDomains",
  "visibilityConfig",
] as const satisfies readonly (keyof Inputs)[];

function nameFailures({ name, namePrefix }: Partial<Inputs>): CheckFailure[] {
  return Object.entries({ name, namePrefix })
    .filter(([, text]) => typeof text === "string" && !/^[0-9A-Za-z_-]{1,128}$/.test(text))
    .map(([property, text]) => ({
      property,
      reason: `"${property}" is 1 to 128 letters, digits, hyphens and underscores, not "${text}"`,
    }));
}

function scopeFailures({ scope, region }: Partial<Inputs>): CheckFailure[] {
  if (typeof scope === "string" && !SCOPES.includes(scope)) {
    const reason = `expected "scope" to be one of ${SCOPES.join(", ")}, got ${scope}`;
    return [{ property: "scope", reason }];
  }
  if (scope !== "CLOUDFRONT" || region === undefined || region === "us-east-1") return [];
  const reason = `a web ACL for CloudFront is made in us-east-1, not in ${region}`;
  return [{ property: "scope", reason }];
}

function defaultActionFailures(action: Value): CheckFailure[] {
  return exactlyOne("defaultAction", action, ["allow", "block"]);
}

/** A rule has an action of its own, or decides what becomes of the actions of the group that it names. */
function ruleFailures(rules: Value): CheckFailure[] {
  if (!isList(rules)) return [];
  const failures = rules.flatMap((rule, i): CheckFailure[] => {
    if (!isObject(rule) || !isObject(rule.statement)) return [];
    const where = `rules[${i}]`;
    const { managedRuleGroupStatement: managed, ruleGroupReferenceStatement: reference } =
      rule.statement;
    const isGroup = managed !== undefined || reference !== undefined;
    const [right, wrong] = isGroup ? ["overrideAction", "action"] : ["action", "overrideAction"];
    const kind = isGroup ? "names a rule group" : "names no rule group";
    if (rule[right] === undefined || rule[wrong] !== undefined) {
      const reason = `"${where}" ${kind}: it needs "${right}", and no "${wrong}"`;
      return [{ property: `${where}.${rule[wrong] === undefined ? right : wrong}`, reason }];
    }
    const choices = isGroup
      ? ["none", "count"]
      : ["allow", "block", "captcha", "challenge", "count"];
    return [
      ...exactlyOne(`${where}.${right}`, rule[right], choices),
      ...exactlyOne(`${where}.statement`, rule.statement, undefined),
    ];
  });
  const priorities = rules.flatMap((rule) => (isObject(rule) ? [rule.priority] : []));
  const twice = priorities.find((one, i) => !isUnknown(one) && priorities.indexOf(one) !== i);
  if (twice === undefined) return failures;
  const reason = `two of "rules" have the priority ${String(twice)}: each needs one of its own`;
  return [...failures, { property: "rules", reason }];
}

function exactlyOne(
  property: string,
  value: Value,
  choices: readonly string[] | undefined,
): CheckFailure[] {
  if (!isObject(value)) return [];
  const given = Object.keys(value).filter((key) => value[key] !== undefined);
  if (given.length === 1) return [];
  const of = choices === undefined ? "" : ` of ${choices.map((one) => `"${one}"`).join(", ")}`;
  const got = given.length === 0 ? "none" : given.map((key) => `"${key}"`).join(" and ");
  return [{ property, reason: `"${property}" needs exactly one${of}, got ${got}` }];
}

function settingsOf(inputs: Inputs) {
  const bodies = inputs.customResponseBodies ?? [];
  return {
    AssociationConfig: associationOf(inputs),
    CaptchaConfig: toWire<never>(inputs.captchaConfig),
    ChallengeConfig: toWire<never>(inputs.challengeConfig),
    CustomResponseBodies:
      bodies.length === 0
        ? undefined
        : Object.fromEntries(
            bodies.map(({ key, content, contentType }) => [
              key,
              { Content: content, ContentType: contentType as "TEXT_PLAIN" },
            ]),
          ),
    DataProtectionConfig: toWire<never>(inputs.dataProtectionConfig),
    DefaultAction: toWire<never>(inputs.defaultAction),
    Description: inputs.description,
    TokenDomains: inputs.tokenDomains,
    VisibilityConfig: toWire<never>(inputs.visibilityConfig),
  };
}

/** The JSON of `ruleJson` has the API's own names. */
function rulesOf({ rules, ruleJson }: Inputs): Rule[] {
  if (ruleJson !== undefined) return JSON.parse(ruleJson) as Rule[];
  const sorted = [...(rules ?? [])].sort((a, b) => a.priority - b.priority);
  return toWire(sorted);
}

/** True if these are the rules that the text says. */
function isSameJson(rules: readonly Rule[] | undefined, ruleJson: string | undefined): boolean {
  if (ruleJson === undefined) return false;
  const text = (value: unknown) => JSON.stringify(fromWire(value));
  return isSame({ kind: "json" }, text(rules), text(JSON.parse(ruleJson)));
}

function associationOf({ associationConfig }: Inputs): AssociationConfig | undefined {
  const [bodies] = associationConfig?.requestBodies ?? [];
  if (bodies === undefined) return undefined;
  const entries = Object.entries(bodies).map(([name, limit]) => [
    ASSOCIATED[name as keyof typeof ASSOCIATED],
    toWire(limit),
  ]);
  return { RequestBody: Object.fromEntries(entries) as AssociationConfig["RequestBody"] };
}

function associationFrom(config: AssociationConfig | undefined): State["associationConfig"] {
  if (config?.RequestBody === undefined) return undefined;
  const held: Readonly<Record<string, unknown>> = config.RequestBody;
  const entries = Object.entries(ASSOCIATED)
    .filter(([, wire]) => held[wire] !== undefined)
    .map(([name, wire]) => [name, fromWire(held[wire])]);
  return { requestBodies: [Object.fromEntries(entries) as object] };
}

/** By id, name and scope. The name is not known yet where it was just made from a prefix. */
async function get(
  wafv2: WAFV2,
  id: string,
  { name, scope }: Partial<State>,
): Promise<GetWebACLCommandOutput | undefined> {
  const Scope = scope as Scope;
  const Name = name ?? (await nameOf(wafv2, id, Scope));
  if (Name === undefined) return undefined;
  return unlessGone(wafv2.getWebACL({ Id: id, Name, Scope }), GONE);
}

async function nameOf(wafv2: WAFV2, id: string, Scope: Scope): Promise<string | undefined> {
  let NextMarker: string | undefined;
  do {
    const page = await wafv2.listWebACLs({ Scope, NextMarker });
    const found = page.WebACLs?.find(({ Id }) => Id === id);
    if (found !== undefined) return found.Name;
    NextMarker = page.NextMarker;
  } while (NextMarker !== undefined);
  return undefined;
}

function scopeOf(arn: string): string {
  return arn.split(":")[5]?.startsWith("global/") === true ? "CLOUDFRONT" : "REGIONAL";
}
