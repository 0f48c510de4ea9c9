import { awsClients } from "../aws-clients.ts";
import {
  decision,
  DEFAULT_TAGS,
  emulatedProvider,
  emulatorAddress,
  Life,
} from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import { resource } from "./event-subscription.ts";

const TOKEN = "aws:rds/eventSubscription:EventSubscription";
const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
const program = {
  name: "strata-test-events",
  snsTopic: topic("ops"),
  sourceType: "db-instance",
  sourceIds: ["strata-event-one"],
  eventCategories: ["failover", "failure"],
  tags: { Name: "main" },
};

// RDS API reference: ModifyEventSubscription changes all but the sources, which have calls of their own, and the name.
const decisions: [string, object, string][] = [
  ["name", { name: "strata-test-other" }, "delete, then create"],
  ["namePrefix", { name: undefined, namePrefix: "strata-" }, "replace"],
  ["snsTopic", { snsTopic: topic("other") }, "update"],
  ["sourceType", { sourceType: "db-snapshot" }, "update"],
  ["sourceIds", { sourceIds: [] }, "update"],
  ["eventCategories", { eventCategories: ["failure"] }, "update"],
  ["enabled", { enabled: false }, "update"],
  ["region", { region: "eu-west-1" }, "delete, then create"],
  ["tags", { tags: { Name: "other" } }, "update"],
];

it.each([
  ...decisions,
  ["eventCategories, only their order", { eventCategories: ["failure", "failover"] }, "nothing"],
  ["nothing", {}, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each([
  [{ name: "with space" }, /"name" is 1 to 255 letters, digits and hyphens/],
  [{ namePrefix: "x" }, /"namePrefix" conflicts with "name"/],
  [{ snsTopic: "ops" }, /"snsTopic" to be the ARN of a topic/],
  [{ snsTopic: undefined }, /Missing required property "snsTopic"/],
  [{ sourceType: "database" }, /"sourceType" to be one of db-instance/],
])("rejects %j before AWS does", async (change, message) => {
  const subscription = new Life(await emulatedProvider(), TOKEN);
  await expect(subscription.create({ ...program, ...change })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  const rds = () => awsClients(emulatorAddress(), "us-east-1").rds();
  const databases = ["strata-event-one", "strata-event-two"];
  beforeAll(async () => {
    for (const DBInstanceIdentifier of databases) {
      await (
        await rds()
      ).createDBInstance({
        DBInstanceIdentifier,
        DBInstanceClass: "db.t3.micro",
        Engine: "mysql",
        MasterUsername: "strata",
        MasterUserPassword: "not-a-secret",
        AllocatedStorage: 20,
      });
    }
  });
  afterAll(async () => {
    for (const DBInstanceIdentifier of databases) {
      await (await rds()).deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    }
  });

  it("reads back what it made, and a second look finds no difference", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    const state = await subscription.create(program);
    expect(state).toMatchObject({
      ...program,
      id: program.name,
      arn: `arn:aws:rds:us-east-1:123456789012:es:${program.name}`,
      customerAwsId: "123456789012",
      enabled: true,
      tagsAll: { ...DEFAULT_TAGS, Name: "main" },
    });
    expect(await subscription.refresh()).toEqual(state);
    expect((await subscription.diff(program)).differences).toEqual([]);
    await subscription.delete();
    expect(await subscription.refresh()).toBeUndefined();
    await subscription.delete();
  });

  it("is for everything unless told otherwise, and is named automatically", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    const minimal = { snsTopic: topic("ops") };
    const state = await subscription.create(minimal);
    expect(state).toMatchObject({ name: "sample-0001020", sourceIds: [], eventCategories: [] });
    expect((await subscription.diff(minimal)).differences).toEqual([]);
    await subscription.delete();
  });

  it("updates in place and sees what others changed", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    await subscription.create(program);
    const changed = {
      ...program,
      snsTopic: topic("other"),
      sourceIds: ["strata-event-two"],
      eventCategories: ["failure", "low storage"],
      enabled: false,
      tags: { Owner: "data" },
    };
    expect(await subscription.update(changed)).toMatchObject(changed);

    await (await rds()).modifyEventSubscription({ SubscriptionName: program.name, Enabled: true });
    await subscription.refresh();
    expect((await subscription.diff(changed)).differences).toEqual([
      { path: "enabled", kind: "update", replaces: false },
    ]);
    await subscription.delete();
  });

  it("imports by name with inputs that ask for no change", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    await subscription.create(program);
    const imported = await subscription.importBy(program.name);
    expect(imported?.inputs).toMatchObject(program);
    expect((await subscription.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await subscription.delete();
    expect(await subscription.importBy(program.name)).toBeUndefined();
  });

  it("fails with code and message of the API", async () => {
    const subscription = new Life(await emulatedProvider(), TOKEN);
    await expect(subscription.create({ ...program, sourceIds: ["absent"] })).rejects.toThrow(
      /^creating RDS Event Subscription: operation error RDS: CreateEventSubscription, .* error SourceNotFound\w*: /,
    );
    await expect(subscription.create({ ...program, sourceType: undefined })).rejects.toThrow(
      /api error InvalidParameterCombination\w*: /,
    );
  });
});
