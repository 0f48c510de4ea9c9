import type { Unwrap } from "@pulumi/pulumi";
import type { RecordArgs, RecordState } from "@pulumi/aws/route53/record.js";
import type { ResourceRecordSet, Route53, RRType } from "@aws-sdk/client-route-53";

import { hasCode, unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource, type CheckFailure } from "../resource-type.ts";
import type { Value } from "../value.ts";
import { fullName, unescaped, withoutDot } from "./domain-name.ts";

type Inputs = Unwrap<RecordArgs>;
type State = Unwrap<RecordState>;
interface Key {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | undefined;
}

const POLICIES = [
  "cidrRoutingPolicy",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "latencyRoutingPolicies",
  "multivalueAnswerRoutingPolicy",
  "weightedRoutingPolicies",
] as const;
/** Source: Route 53 API reference, ResourceRecordSet. */
const TYPES = "SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS".split(
  " ",
);

const one = (fields: Property["fields"]): Property => ({
  kind: "list",
  of: { kind: "object", fields: fields ?? {} },
});
const needed = { kind: "string", required: true } as const;

/**
 * A record set. Source: Route 53 API reference, ChangeResourceRecordSets. The ID is the zone, name, type and set
 * identifier, joined by `_`; after a change of the type it is still the old one, so the record is found by its state.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:route53/record:Record",
  noun: "Route 53 Record",
  properties: {
    aliases: one({
      evaluateTargetHealth: { kind: "boolean", required: true },
      name: { ...needed, equal: (a, b) => aliasName(a) === aliasName(b) },
      zoneId: needed,
    }),
    allowOverwrite: { kind: "boolean", computed: true, local: true },
    cidrRoutingPolicy: {
      kind: "object",
      fields: { collectionId: needed, locationName: needed },
      simulated: "moto does not keep the CIDR locations of a record",
    },
    failoverRoutingPolicies: one({ type: needed }),
    geolocationRoutingPolicies: one({
      continent: { kind: "string" },
      country: { kind: "string" },
      subdivision: { kind: "string" },
    }),
    geoproximityRoutingPolicy: {
      kind: "object",
      fields: {
        awsRegion: { kind: "string" },
        bias: { kind: "number" },
        coordinates: {
          kind: "set",
          of: { kind: "object", fields: { latitude: needed, longitude: needed } },
        },
        localZoneGroup: { kind: "string" },
      },
      simulated: "moto does not keep the place of a record",
    },
    healthCheckId: { kind: "string" },
    latencyRoutingPolicies: one({ region: needed }),
    multivalueAnswerRoutingPolicy: { kind: "boolean" },
    name: { ...needed, replaces: true, equal: (a, b) => plainName(a) === plainName(b) },
    records: { kind: "set" },
    setIdentifier: { kind: "string" },
    ttl: { kind: "number" },
    type: needed,
    weightedRoutingPolicies: one({ weight: { kind: "number", required: true } }),
    zoneId: { ...needed, replaces: true },
    fqdn: { kind: "string", output: true },
  },
  validate: (inputs) => [...targetFailures(inputs), ...policyFailures(inputs)],

  async create(inputs, call) {
    const route53 = await call.aws.route53();
    const ResourceRecordSet = recordSet(inputs, await zoneName(route53, inputs.zoneId));
    const Action = inputs.allowOverwrite === true ? "UPSERT" : "CREATE";
    await route53.changeResourceRecordSets({
      HostedZoneId: inputs.zoneId,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
    });
    const parts = [inputs.zoneId, plainName(inputs.name), inputs.type, inputs.setIdentifier];
    return parts.filter((part) => part !== undefined && part !== "").join("_");
  },

  async read(id, call, prior) {
    const route53 = await call.aws.route53();
    const key = keyOf(id, prior);
    // After an update that took the identifier away, it is still in the older record; no name has both kinds.
    const found =
      (await find(route53, key)) ?? (await find(route53, { ...key, setIdentifier: undefined }));
    if (found === undefined) return undefined;
    const { zoneId, name, type } = key;
    return { ...stateOf(found.record), zoneId, name, type, fqdn: found.fqdn };
  },

  async update(id, { before, inputs, changed }, call) {
    const route53 = await call.aws.route53();
    const wanted = recordSet(inputs, await zoneName(route53, inputs.zoneId));
    const moved = changed("type", "setIdentifier");
    const old = moved ? await find(route53, keyOf(id, before)) : undefined;
    const overwrite = !moved || inputs.allowOverwrite === true;
    await route53.changeResourceRecordSets({
      HostedZoneId: inputs.zoneId,
      ChangeBatch: {
        Changes: [
          // AWS changes neither in place: one batch takes the old one away and makes the new one.
          ...(old === undefined
            ? []
            : [{ Action: "DELETE" as const, ResourceRecordSet: old.record }]),
          { Action: overwrite ? "UPSERT" : "CREATE", ResourceRecordSet: wanted },
        ],
      },
    });
  },

  async delete(id, state, call) {
    const route53 = await call.aws.route53();
    const key = keyOf(id, state);
    const found = await find(route53, key);
    if (found === undefined) return;
    try {
      await route53.changeResourceRecordSets({
        HostedZoneId: key.zoneId,
        ChangeBatch: { Changes: [{ Action: "DELETE", ResourceRecordSet: found.record }] },
      });
    } catch (error) {
      // It went, or became another one, in between.
      if (!hasCode(error, "InvalidChangeBatch")) throw error;
    }
  },

  async import(importId) {
    const { zoneId, name, type } = keyOf(importId, {});
    if (zoneId === "" || name === "" || type === "") {
      throw new Error(
        `"${importId}" is no id of a record: expected the zone's id, the name and the type, joined by "_", ` +
          "and the set identifier if there is one",
      );
    }
    return { id: importId, prior: {} };
  },
});

function targetFailures({ aliases, records, ttl, type }: Partial<Inputs>): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string) => failures.push({ property, reason });
  if ((aliases === undefined) === (records === undefined)) {
    fail("records", 'one of "aliases" and "records" must be given, and not both');
  }
  if (Array.isArray(aliases) && aliases.length > 1) {
    fail("aliases", 'there can be one alias only in "aliases"');
  }
  if (aliases !== undefined && ttl !== undefined) {
    fail("ttl", '"ttl" conflicts with "aliases": an alias has the TTL of its target');
  }
  if (records !== undefined && aliases === undefined && ttl === undefined) {
    fail("ttl", '"records" need a "ttl"');
  }
  if (typeof type === "string" && !TYPES.includes(type)) {
    fail("type", `expected "type" to be one of ${TYPES.join(", ")}, got ${type}`);
  }
  return failures;
}

function policyFailures(inputs: Partial<Inputs>): CheckFailure[] {
  const given = POLICIES.filter((policy) => inputs[policy] !== undefined);
  const [first, second] = given;
  if (first === undefined) return [];
  if (second !== undefined) {
    return [{ property: second, reason: `"${second}" conflicts with "${first}": set one of them` }];
  }
  const reason = `"${first}" requires "setIdentifier"`;
  return inputs.setIdentifier === undefined ? [{ property: first, reason }] : [];
}

function recordSet(inputs: Inputs, zone: string): ResourceRecordSet {
  const [alias] = inputs.aliases ?? [];
  const [geolocation] = inputs.geolocationRoutingPolicies ?? [];
  const proximity = inputs.geoproximityRoutingPolicy;
  const cidr = inputs.cidrRoutingPolicy;
  return {
    Name: fullName(inputs.name, zone),
    Type: inputs.type as RRType,
    AliasTarget: alias && {
      DNSName: alias.name,
      EvaluateTargetHealth: alias.evaluateTargetHealth,
      HostedZoneId: alias.zoneId,
    },
    ResourceRecords: inputs.records?.map((value) => ({ Value: quoted(value, inputs.type) })),
    TTL: inputs.ttl,
    SetIdentifier: inputs.setIdentifier,
    HealthCheckId: inputs.healthCheckId,
    Failover: inputs.failoverRoutingPolicies?.[0]?.type as "PRIMARY" | undefined,
    GeoLocation: geolocation && {
      ContinentCode: geolocation.continent,
      CountryCode: geolocation.country,
      SubdivisionCode: geolocation.subdivision,
    },
    GeoProximityLocation: proximity && {
      AWSRegion: proximity.awsRegion,
      Bias: proximity.bias,
      Coordinates: proximity.coordinates?.map((place) => ({
        Latitude: place.latitude,
        Longitude: place.longitude,
      }))[0],
      LocalZoneGroup: proximity.localZoneGroup,
    },
    CidrRoutingConfig: cidr && {
      CollectionId: cidr.collectionId,
      LocationName: cidr.locationName,
    },
    Region: inputs.latencyRoutingPolicies?.[0]?.region as "us-east-1" | undefined,
    MultiValueAnswer: inputs.multivalueAnswerRoutingPolicy === true ? true : undefined,
    Weight: inputs.weightedRoutingPolicies?.[0]?.weight,
  };
}

function stateOf(record: ResourceRecordSet): Partial<State> {
  const { AliasTarget: alias, GeoLocation: place } = record;
  return {
    ...(alias === undefined
      ? { records: record.ResourceRecords?.map(({ Value = "" }) => unquoted(Value, record.Type)) }
      : {
          aliases: [
            {
              evaluateTargetHealth: alias.EvaluateTargetHealth === true,
              name: aliasName(alias.DNSName),
              zoneId: alias.HostedZoneId ?? "",
            },
          ],
        }),
    ...(record.Failover === undefined
      ? {}
      : { failoverRoutingPolicies: [{ type: record.Failover }] }),
    ...(place === undefined
      ? {}
      : {
          geolocationRoutingPolicies: [
            {
              ...(place.ContinentCode === undefined ? {} : { continent: place.ContinentCode }),
              ...(place.CountryCode === undefined ? {} : { country: place.CountryCode }),
              ...(place.SubdivisionCode === undefined
                ? {}
                : { subdivision: place.SubdivisionCode }),
            },
          ],
        }),
    ...(record.Region === undefined ? {} : { latencyRoutingPolicies: [{ region: record.Region }] }),
    ...(record.Weight === undefined
      ? {}
      : { weightedRoutingPolicies: [{ weight: record.Weight }] }),
    healthCheckId: record.HealthCheckId,
    multivalueAnswerRoutingPolicy: record.MultiValueAnswer ?? false,
    setIdentifier: record.SetIdentifier,
    ttl: record.TTL,
  };
}

/** By the state where there is one; else by the id, whose name may have `_` in it as well. */
function keyOf(id: string, { zoneId, name, type, setIdentifier }: Partial<State>): Key {
  if (zoneId !== undefined && name !== undefined && type !== undefined) {
    return { zoneId, name: plainName(name), type, setIdentifier };
  }
  const [zone = "", ...rest] = id.split("_");
  const place = rest.findIndex((part, i) => i > 0 && TYPES.includes(part));
  const set = place < 0 ? "" : rest.slice(place + 1).join("_");
  return {
    zoneId: zone,
    name: place < 0 ? "" : plainName(rest.slice(0, place).join("_")),
    type: place < 0 ? "" : (rest[place] ?? ""),
    setIdentifier: set === "" ? undefined : set,
  };
}

/** The API lists in the order of names and types, and can start anywhere. */
async function find(
  route53: Route53,
  { zoneId, name, type, setIdentifier }: Key,
): Promise<{ record: ResourceRecordSet; fqdn: string } | undefined> {
  const zone = await unlessGone(route53.getHostedZone({ Id: zoneId }), "NoSuchHostedZone");
  if (zone === undefined) return undefined;
  const fqdn = fullName(name, zone.HostedZone?.Name ?? "");
  const page = await route53.listResourceRecordSets({
    HostedZoneId: zoneId,
    StartRecordName: fqdn,
    StartRecordType: type as RRType,
    MaxItems: setIdentifier === undefined ? 1 : 100,
  });
  const record = page.ResourceRecordSets?.find(
    (candidate) =>
      plainName(unescaped(candidate.Name ?? "")) === fqdn &&
      candidate.Type === type &&
      (candidate.SetIdentifier ?? "") === (setIdentifier ?? ""),
  );
  return record && { record, fqdn };
}

async function zoneName(route53: Route53, id: string): Promise<string> {
  const { HostedZone } = await route53.getHostedZone({ Id: id });
  return HostedZone?.Name ?? "";
}

function plainName(name: Value): string {
  return withoutDot(String(name)).toLowerCase();
}

/** AWS adds a dot to what it is given, and its console a `dualstack.`; the provider shows neither. */
function aliasName(name: Value): string {
  return plainName(name ?? "").replace(/^dualstack\./, "");
}

/** Texts have quotation marks in DNS and none in the program. */
function quoted(value: string, type: string): string {
  return isText(type) ? `"${value}"` : value;
}

function unquoted(value: string, type: string | undefined): string {
  return isText(type) ? value.replace(/^"|"$/g, "") : value;
}

function isText(type: string | undefined): boolean {
  return type === "TXT" || type === "SPF";
}
