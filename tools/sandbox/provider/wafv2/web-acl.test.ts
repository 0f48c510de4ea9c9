import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./web-acl.ts";

const TOKEN = "aws:wafv2/webAcl:WebAcl";
const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});
const managed = {
  name: "common",
  priority: 1,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" },
  },
  visibilityConfig: visibility("common"),
};
const rate = {
  name: "rate",
  priority: 2,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: "IP" } },
  visibilityConfig: visibility("rate"),
};
const program = {
  name: "strata-web",
  scope: "REGIONAL",
  defaultAction: { allow: {} },
  rules: [managed, rate],
  visibilityConfig: visibility("web"),
  tags: { Name: "web" },
};
const ruleJson = JSON.stringify([
  {
    Name: "block-all",
    Priority: 0,
    Action: { Block: {} },
    Statement: { GeoMatchStatement: { CountryCodes: ["AQ"] } },
    VisibilityConfig: {
      CloudWatchMetricsEnabled: true,
      MetricName: "all",
      SampledRequestsEnabled: false,
    },
  },
]);

// WAFV2 API reference: UpdateWebACL changes all but name and scope.
const decisions: [string, object, string][] = [
  ["name", { name: "other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "web-" }, "replace"],
  ["scope", { scope: "CLOUDFRONT" }, "delete, then create"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  [
    "associationConfig",
    {
      associationConfig: {
        requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_32" } }],
      },
    },
    "update",
  ],
  ["captchaConfig", { captchaConfig: { immunityTimeProperty: { immunityTime: 60 } } }, "update"],
  [
    "challengeConfig",
    { challengeConfig: { immunityTimeProperty: { immunityTime: 60 } } },
    "update",
  ],
  [
    "customResponseBodies",
    { customResponseBodies: [{ key: "no", content: "no", contentType: "TEXT_PLAIN" }] },
    "update",
  ],
  [
    "dataProtectionConfig",
    {
      dataProtectionConfig: {
        dataProtections: [{ action: "HASH", field: { fieldType: "QUERY_STRING" } }],
      },
    },
    "update",
  ],
  ["defaultAction", { defaultAction: { block: {} } }, "update"],
  ["description", { description: "in front of the web tier" }, "update"],
  ["ruleJson", { rules: undefined, ruleJson }, "update"],
  ["rules", { rules: [managed] }, "update"],
  ["tokenDomains", { tokenDomains: ["example.com"] }, "update"],
  ["visibilityConfig", { visibilityConfig: visibility("other") }, "update"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["nothing", {}, "nothing"],
  ["nothing where order means nothing", { rules: [rate, managed] }, "nothing"],
  [
    "what a group does, to counting",
    { rules: [{ ...managed, overrideAction: { count: {} } }, rate] },
    "update",
  ],
  [
    "what a rule does, to counting",
    { rules: [managed, { ...rate, action: { count: {} } }] },
    "update",
  ],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each<[string, object, string]>([
  ["a scope of its own", { scope: "GLOBAL" }, "to be one of REGIONAL, CLOUDFRONT, got GLOBAL"],
  [
    "CloudFront elsewhere",
    { scope: "CLOUDFRONT", region: "eu-west-1" },
    "a web ACL for CloudFront is made in us-east-1",
  ],
  ["a name with a dot", { name: "a.b" }, '"name" is 1 to 128 letters, digits, hyphens'],
  ["no default", { defaultAction: {} }, 'exactly one of "allow", "block", got none'],
  ["two defaults", { defaultAction: { allow: {}, block: {} } }, 'got "allow" and "block"'],
  [
    "an action of a group",
    { rules: [{ ...managed, action: { block: {} } }] },
    '"rules[0]" names a rule group: it needs "overrideAction", and no "action"',
  ],
  [
    "a rule without an action",
    { rules: [{ ...rate, action: undefined }] },
    '"rules[0]" names no rule group: it needs "action"',
  ],
  [
    "two statements",
    {
      rules: [
        { ...rate, statement: { ...rate.statement, geoMatchStatement: { countryCodes: ["AQ"] } } },
      ],
    },
    '"rules[0].statement" needs exactly one',
  ],
  [
    "one priority twice",
    { rules: [managed, { ...rate, priority: 1 }] },
    'two of "rules" have the priority 1',
  ],
  ["rules and their JSON", { ruleJson }, '"ruleJson" conflicts with "rules"'],
])("rejects %s", async (_what, wrong, message) => {
  const acl = new Life(await emulatedProvider(), TOKEN);
  await expect(acl.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const wafv2 = () => awsClients(emulatorAddress(), "us-east-1").wafv2();
  const rich = {
    ...program,
    description: "in front of the web tier",
    captchaConfig: { immunityTimeProperty: { immunityTime: 120 } },
    challengeConfig: { immunityTimeProperty: { immunityTime: 180 } },
    customResponseBodies: [{ key: "no", content: "no", contentType: "TEXT_PLAIN" }],
    associationConfig: {
      requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_32" } }],
    },
    tokenDomains: ["example.com"],
    defaultAction: {
      block: {
        customResponse: {
          responseCode: 418,
          customResponseBodyKey: "no",
          responseHeaders: [{ name: "x-why", value: "default" }],
        },
      },
    },
    rules: [
      {
        ...managed,
        overrideAction: { count: {} },
        statement: {
          managedRuleGroupStatement: {
            ...managed.statement.managedRuleGroupStatement,
            version: "Version_1.0",
            ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
            scopeDownStatement: {
              notStatement: { statement: { geoMatchStatement: { countryCodes: ["AQ"] } } },
            },
          },
        },
      },
      {
        ...rate,
        ruleLabels: [{ name: "rate" }],
        statement: {
          rateBasedStatement: {
            limit: 100,
            aggregateKeyType: "CUSTOM_KEYS",
            evaluationWindowSec: 60,
            customKeys: [{ ip: {} }, { httpMethod: {} }],
            scopeDownStatement: {
              byteMatchStatement: {
                searchString: "/login",
                positionalConstraint: "STARTS_WITH",
                fieldToMatch: { uriPath: {} },
                textTransformations: [{ priority: 0, type: "LOWERCASE" }],
              },
            },
          },
        },
      },
      {
        ...rate,
        name: "both",
        priority: 3,
        action: {
          allow: { customRequestHandling: { insertHeaders: [{ name: "a", value: "b" }] } },
        },
        statement: {
          andStatement: {
            statements: [
              { geoMatchStatement: { countryCodes: ["DE", "FR"] } },
              {
                ipSetReferenceStatement: {
                  arn: "arn:aws:wafv2:us-east-1:123456789012:regional/ipset/a/b",
                },
              },
            ],
          },
        },
      },
    ],
  };

  it.each([
    ["usual", program],
    ["rich", rich],
  ])("reads back a %s one, and a second look finds no difference", async (_kind, wanted) => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    const state = await acl.create(wanted);
    expect(state).toMatchObject({
      ...wanted,
      rules: wanted.rules.map(({ name, priority }) => ({ name, priority })),
      capacity: expect.any(Number),
      lockToken: expect.any(String),
      tagsAll: { ...DEFAULT_TAGS, Name: "web" },
      arn: `arn:aws:wafv2:us-east-1:123456789012:regional/webacl/strata-web/${acl.id}`,
    });
    expect(await acl.refresh()).toEqual(state);
    expect((await acl.diff(wanted)).differences).toEqual([]);
    const imported = await acl.importBy(`${acl.id}/strata-web/REGIONAL`);
    expect(imported?.inputs).toMatchObject({ defaultAction: wanted.defaultAction });
    expect((await acl.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await acl.delete();
    await acl.delete();
    expect(await acl.refresh()).toBeUndefined();
    expect(await acl.importBy(`${acl.id}/strata-web/REGIONAL`)).toBeUndefined();
  });

  it("sends bytes to search for, and the API's names", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    await acl.create(rich);
    const key = { Id: acl.id, Name: "strata-web", Scope: "REGIONAL" } as const;
    const { WebACL } = await (await wafv2()).getWebACL(key);
    const [common, limit] = WebACL?.Rules ?? [];
    expect(common).toMatchObject({
      OverrideAction: { Count: {} },
      VisibilityConfig: { CloudWatchMetricsEnabled: true },
    });
    const match = limit?.Statement?.RateBasedStatement;
    expect(match?.CustomKeys).toEqual([{ IP: {} }, { HTTPMethod: {} }]);
    const search = match?.ScopeDownStatement?.ByteMatchStatement?.SearchString;
    expect(Buffer.from(search ?? []).toString()).toBe("/login");
    await acl.delete();
  });

  it("updates in place, and takes away what the program does not say any more", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    const { id } = await acl.create(rich);
    const counting = { ...program, rules: [{ ...managed, overrideAction: { count: {} } }] };
    const state = await acl.update(counting);
    expect(state).toMatchObject({ id, defaultAction: { allow: {} }, tags: { Name: "web" } });
    expect((await acl.diff(counting)).differences).toEqual([]);
    const none = { ...program, rules: undefined, tags: { Owner: "web" } };
    expect(await acl.update(none)).toMatchObject({ rules: [], tags: { Owner: "web" } });
    expect((await acl.diff(none)).differences).toEqual([]);
    await acl.delete();
  });

  it("takes rules as JSON, and goes back", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    const asText = { ...program, rules: undefined, ruleJson };
    await acl.create(asText);
    expect((await acl.diff(asText)).differences).toEqual([]);
    await acl.update(program);
    expect((await acl.diff(program)).differences).toEqual([]);
    await acl.update(asText);
    await acl.refresh();
    expect((await acl.diff(asText)).differences).toEqual([]);
    await acl.delete();
  });

  it("sees what others changed, and changes it back", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    await acl.create(program);
    const client = await wafv2();
    const key = { Id: acl.id, Name: "strata-web", Scope: "REGIONAL" } as const;
    const { WebACL, LockToken } = await client.getWebACL(key);
    await client.updateWebACL({
      ...key,
      LockToken,
      DefaultAction: { Block: {} },
      VisibilityConfig: WebACL?.VisibilityConfig,
      Rules: WebACL?.Rules,
    });
    await acl.refresh();
    expect((await acl.diff(program)).changed).toEqual(["defaultAction"]);
    expect(await acl.update(program)).toMatchObject({ defaultAction: { allow: {} } });
    await acl.delete();
  });

  it("makes a name from a prefix", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    const wanted = { ...program, name: undefined, namePrefix: "web-" };
    expect(await acl.create(wanted)).toMatchObject({ name: expect.stringMatching(/^web-\d{20}/) });
    expect((await acl.diff(wanted)).differences).toEqual([]);
    await acl.delete();
  });

  it("refuses an import id without a scope", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    await expect(acl.importBy("id/name")).rejects.toThrow("expected ID/NAME/SCOPE");
  });

  it("fails where the name is taken", async () => {
    const acl = new Life(await emulatedProvider(), TOKEN);
    await acl.create(program);
    const twin = new Life(await emulatedProvider(), TOKEN);
    await expect(twin.create(program)).rejects.toThrow(
      apiErrorPattern("creating WAFv2 WebACL", "WAFV2: CreateWebACL", "WAFDuplicateItemException"),
    );
    await acl.delete();
  });
});
