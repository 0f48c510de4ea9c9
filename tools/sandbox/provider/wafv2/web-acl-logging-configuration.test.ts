import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { scratchAcl } from "./testing/scratch-acl.ts";
import { resource } from "./web-acl-logging-configuration.ts";

const TOKEN = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const group = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;
const keep = (action: string) => ({
  behavior: "KEEP",
  requirement: "MEETS_ANY",
  conditions: [{ actionCondition: { action } }],
});
const program = {
  resourceArn: "arn:acl",
  logDestinationConfigs: [group("aws-waf-logs-web")],
  redactedFields: [{ singleHeader: { name: "authorization" } }, { queryString: {} }],
  loggingFilter: { defaultBehavior: "DROP", filters: [keep("BLOCK")] },
};

// ForceNew: terraform-provider-aws, aws_wafv2_web_acl_logging_configuration.
const decisions: [string, object, string][] = [
  ["logDestinationConfigs", { logDestinationConfigs: [group("aws-waf-logs-api")] }, "replace"],
  [
    "loggingFilter",
    { loggingFilter: { defaultBehavior: "DROP", filters: [keep("COUNT")] } },
    "update",
  ],
  ["redactedFields", { redactedFields: [{ queryString: {} }] }, "update"],
  ["region", { region: "eu-west-1" }, "replace"],
  ["resourceArn", { resourceArn: "arn:other" }, "replace"],
];

it.each([
  ...decisions,
  ["nothing", {}, "nothing"],
  ["which part is left out of the logs", { redactedFields: [{ uriPath: {} }] }, "update"],
  [
    "nothing where order means nothing",
    { redactedFields: [...program.redactedFields].reverse() },
    "nothing",
  ],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it("rejects a field of two parts", async () => {
  const logging = new Life(await emulatedProvider(), TOKEN);
  const redactedFields = [{ queryString: {}, uriPath: {} }];
  await expect(logging.create({ ...program, redactedFields })).rejects.toThrow(
    '"redactedFields[0]" needs exactly one of method, queryString, singleHeader, uriPath',
  );
});

describe("against the emulator", () => {
  let acl: Awaited<ReturnType<typeof scratchAcl>>;
  beforeEach(async () => {
    acl = await scratchAcl();
  });
  afterEach(() => acl.remove());
  const wanted = () => ({ ...program, resourceArn: acl.arn });

  it("reads back what it made, is imported, and goes", async () => {
    const logging = new Life(await emulatedProvider(), TOKEN);
    const state = await logging.create(wanted());
    expect(state).toMatchObject(wanted());
    expect(logging.id).toBe(acl.arn);
    expect(await logging.refresh()).toEqual(state);
    expect((await logging.diff(wanted())).differences).toEqual([]);
    const imported = await logging.importBy(acl.arn);
    expect((await logging.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await logging.delete();
    await logging.delete();
    expect(await logging.refresh()).toBeUndefined();
  });

  it("updates in place and sees what others changed", async () => {
    const logging = new Life(await emulatedProvider(), TOKEN);
    await logging.create(wanted());
    const bare = { resourceArn: acl.arn, logDestinationConfigs: program.logDestinationConfigs };
    expect(await logging.update(bare)).toMatchObject({ redactedFields: [] });
    expect((await logging.diff(bare)).differences).toEqual([]);
    const wafv2 = await awsClients(emulatorAddress(), "us-east-1").wafv2();
    await wafv2.putLoggingConfiguration({
      LoggingConfiguration: {
        ResourceArn: acl.arn,
        LogDestinationConfigs: program.logDestinationConfigs,
        RedactedFields: [{ UriPath: {} }],
      },
    });
    await logging.refresh();
    expect((await logging.diff(bare)).changed).toEqual(["redactedFields"]);
    await logging.delete();
  });

  it("fails where the log group has another name", async () => {
    const logging = new Life(await emulatedProvider(), TOKEN);
    const wrong = { ...wanted(), logDestinationConfigs: [group("web")] };
    await expect(logging.create(wrong)).rejects.toThrow(
      apiErrorPattern(
        "creating WAFv2 WebACL Logging Configuration",
        "WAFV2: PutLoggingConfiguration",
        "WAFInvalidParameterException",
      ),
    );
  });
});
