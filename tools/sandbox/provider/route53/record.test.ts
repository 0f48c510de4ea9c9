import { awsClients } from "../aws-clients.ts";
import { apiErrorPattern } from "../testing/api-error-pattern.ts";
import { decision, emulatedProvider, emulatorAddress, Life } from "../testing/emulated.ts";
import { inputNames } from "../testing/input-names.ts";
import type { Values } from "../value.ts";
import { resource } from "./record.ts";
import { scratchZone, type ScratchZone } from "./testing/scratch-zone.ts";

const TOKEN = "aws:route53/record:Record";
const program = { zoneId: "Z1", name: "www", type: "A", ttl: 300, records: ["10.0.0.1"] };
const alias = {
  name: "web.elb.amazonaws.com",
  zoneId: "Z35SXDOTRQ7X7K",
  evaluateTargetHealth: true,
};
const set = { setIdentifier: "one" };

// ForceNew: terraform-provider-aws, aws_route53_record: the zone and the name only. A change of type or set identifier
// deletes and creates in one batch, as an update.
const decisions: [string, object, string][] = [
  ["zoneId", { zoneId: "Z2" }, "replace"],
  ["name", { name: "api" }, "replace"],
  ["type", { type: "AAAA", records: ["2001:db8::1"] }, "update"],
  ["ttl", { ttl: 60 }, "update"],
  ["records", { records: ["10.0.0.2"] }, "update"],
  ["aliases", { aliases: [alias], records: undefined, ttl: undefined }, "update"],
  ["allowOverwrite", { allowOverwrite: true }, "update"],
  ["healthCheckId", { healthCheckId: "check" }, "update"],
  ["setIdentifier", set, "update"],
  ["cidrRoutingPolicy", { ...set, cidrRoutingPolicy: { collectionId: "c" } }, "update"],
  ["failoverRoutingPolicies", { ...set, failoverRoutingPolicies: [{ type: "PRIMARY" }] }, "update"],
  ["geolocationRoutingPolicies", { geolocationRoutingPolicies: [{ country: "DE" }] }, "update"],
  ["geoproximityRoutingPolicy", { geoproximityRoutingPolicy: { bias: 1 } }, "update"],
  ["latencyRoutingPolicies", { latencyRoutingPolicies: [{ region: "eu-west-1" }] }, "update"],
  ["multivalueAnswerRoutingPolicy", { multivalueAnswerRoutingPolicy: true }, "update"],
  ["weightedRoutingPolicies", { weightedRoutingPolicies: [{ weight: 10 }] }, "update"],
];

it.each([
  ...decisions,
  ["nothing", {}, "nothing"],
  ["nothing where case and the final dot mean nothing", { name: "WWW." }, "nothing"],
] as typeof decisions)("a change of %s", async (_property, change, expected) => {
  expect(await decision(TOKEN, program, { ...program, ...change })).toBe(expected);
});

it("decides for every input", () => {
  expect(decisions.map(([name]) => name).sort()).toEqual(inputNames(resource));
});

it.each(["WEB.elb.amazonaws.com.", "dualstack.web.elb.amazonaws.com"])(
  "takes the alias %s for the same",
  async (name) => {
    const before = { zoneId: "Z1", name: "www", type: "A", aliases: [alias] };
    const after = { ...before, aliases: [{ ...alias, name }] };
    expect(await decision(TOKEN, before, after)).toBe("nothing");
  },
);

it.each([
  ["no target", { records: undefined }, 'one of "aliases" and "records" must be given'],
  ["two targets", { aliases: [alias] }, 'one of "aliases" and "records" must be given'],
  ["an alias with a TTL", { records: undefined, aliases: [alias] }, '"ttl" conflicts with'],
  ["records without a TTL", { ttl: undefined }, '"records" need a "ttl"'],
  [
    "two aliases",
    { records: undefined, ttl: undefined, aliases: [alias, alias] },
    "one alias only",
  ],
  ["an unknown type", { type: "B" }, 'expected "type" to be one of SOA, A,'],
  [
    "a policy alone",
    { weightedRoutingPolicies: [{ weight: 1 }] },
    '"weightedRoutingPolicies" requires "setIdentifier"',
  ],
  [
    "two policies",
    { ...set, weightedRoutingPolicies: [{ weight: 1 }], multivalueAnswerRoutingPolicy: true },
    '"weightedRoutingPolicies" conflicts with "multivalueAnswerRoutingPolicy"',
  ],
])("rejects %s", async (_what, wrong, message) => {
  const record = new Life(await emulatedProvider(), TOKEN);
  await expect(record.create({ ...program, ...wrong })).rejects.toThrow(message);
});

describe("against the emulator", () => {
  let zone: ScratchZone;
  beforeAll(async () => {
    zone = await scratchZone("records.example.com");
  });
  afterAll(() => zone.remove());
  const wanted = (change: Values = {}): Values => ({ ...program, zoneId: zone.id, ...change });

  it.each<[string, Values, string]>([
    ["an address", {}, "www_A"],
    ["a text", { name: "_dmarc", type: "TXT", records: ["v=DMARC1; p=none"] }, "_dmarc_TXT"],
    ["a wildcard", { name: "*.test" }, "*.test_A"],
    ["the zone itself", { name: "records.example.com" }, "records.example.com_A"],
    ["an alias", { records: undefined, ttl: undefined, aliases: [alias] }, "www_A"],
    ["a weight of zero", { ...set, weightedRoutingPolicies: [{ weight: 0 }] }, "www_A_one"],
    ["a failover", { ...set, failoverRoutingPolicies: [{ type: "PRIMARY" }] }, "www_A_one"],
    ["a latency", { ...set, latencyRoutingPolicies: [{ region: "eu-west-1" }] }, "www_A_one"],
    ["a place", { ...set, geolocationRoutingPolicies: [{ country: "DE" }] }, "www_A_one"],
    ["one of many", { ...set, multivalueAnswerRoutingPolicy: true }, "www_A_one"],
  ])("reads back %s, and a second look finds no difference", async (_what, change, id) => {
    const record = new Life(await emulatedProvider(), TOKEN);
    const full = wanted(change);
    const state = await record.create(full);
    const name = String(full.name);
    const fqdn = name.endsWith(zone.name) ? name : `${name}.${zone.name}`;
    const given = Object.entries(full).filter(([, value]) => value !== undefined);
    expect(state).toMatchObject({ ...Object.fromEntries(given), fqdn });
    expect(record.id).toBe(`${zone.id}_${id}`);
    expect(await record.refresh()).toEqual(state);
    expect((await record.diff(full)).differences).toEqual([]);
    const imported = await record.importBy(record.id);
    expect(imported?.inputs).toMatchObject({ zoneId: zone.id, name, type: full.type });
    expect((await record.diff(imported?.inputs ?? {})).differences).toEqual([]);
    await record.delete();
    await record.delete();
    expect(await record.refresh()).toBeUndefined();
    expect(await record.importBy(record.id)).toBeUndefined();
  });

  it("updates in place, also the type and the set identifier", async () => {
    const record = new Life(await emulatedProvider(), TOKEN);
    await record.create(wanted());
    const aliased = wanted({ records: undefined, ttl: undefined, aliases: [alias] });
    expect(await record.update(aliased)).toMatchObject({ aliases: [alias] });
    expect((await record.diff(aliased)).differences).toEqual([]);
    const moved = wanted({ type: "AAAA", records: ["2001:db8::1"] });
    expect(await record.update(moved)).toMatchObject({ type: "AAAA", records: ["2001:db8::1"] });
    const weighted = { ...moved, ...set, weightedRoutingPolicies: [{ weight: 5 }] };
    expect(await record.update(weighted)).toMatchObject(weighted);
    expect((await record.diff(weighted)).differences).toEqual([]);
    const route53 = await awsClients(emulatorAddress(), "us-east-1").route53();
    const left = await route53.listResourceRecordSets({ HostedZoneId: zone.id });
    const own = left.ResourceRecordSets?.filter(({ Type }) => Type === "A" || Type === "AAAA");
    expect(own).toMatchObject([{ Type: "AAAA", SetIdentifier: "one", Weight: 5 }]);
    expect((await record.update(moved)).setIdentifier).toBeUndefined();
    expect((await record.diff(moved)).differences).toEqual([]);
    await record.delete();
    expect(await record.refresh()).toBeUndefined();
  });

  it("sees what others changed", async () => {
    const record = new Life(await emulatedProvider(), TOKEN);
    await record.create(wanted());
    const route53 = await awsClients(emulatorAddress(), "us-east-1").route53();
    await route53.changeResourceRecordSets({
      HostedZoneId: zone.id,
      ChangeBatch: {
        Changes: [
          {
            Action: "UPSERT",
            ResourceRecordSet: {
              Name: `www.${zone.name}`,
              Type: "A",
              TTL: 300,
              ResourceRecords: [{ Value: "10.0.0.9" }],
            },
          },
        ],
      },
    });
    await record.refresh();
    expect((await record.diff(wanted())).changed).toEqual(["records"]);
    await record.delete();
    expect(await record.refresh()).toBeUndefined();
  });

  it("refuses to take over a record, unless the program says so", async () => {
    await zone.add(`www.${zone.name}`, "A", "10.0.0.9");
    const record = new Life(await emulatedProvider(), TOKEN);
    await expect(record.create(wanted())).rejects.toThrow(
      apiErrorPattern(
        "creating Route 53 Record",
        "Route53: ChangeResourceRecordSets",
        "InvalidChangeBatch",
      ),
    );
    const taking = wanted({ allowOverwrite: true });
    expect(await record.create(taking)).toMatchObject({ records: ["10.0.0.1"] });
    await record.delete();
  });

  it("refuses an import id without a type", async () => {
    const record = new Life(await emulatedProvider(), TOKEN);
    await expect(record.importBy(`${zone.id}_www`)).rejects.toThrow("is no id of a record");
  });

  it("fails with code and message of the API", async () => {
    const record = new Life(await emulatedProvider(), TOKEN);
    await expect(record.create({ ...program, zoneId: "ZNONE" })).rejects.toThrow(
      apiErrorPattern("creating Route 53 Record", "Route53: GetHostedZone", "NoSuchHostedZone"),
    );
  });
});
