import type { LayerReport, PropertyChange, ResourceChange, RunReport } from "../run-report.ts";
import { isStateful } from "../stateful.ts";

/** A report with the given parts, of a run that changed nothing unless they say so. */
export function reportOf(parts: Partial<RunReport>): RunReport {
  return {
    version: 1,
    operation: "preview",
    environment: "local",
    commit: "3f1c2a9d8e7b6a5c4d3e2f1a0b9c8d7e6f5a4b3c",
    startedAt: "2026-02-03T04:05:06.000Z",
    endedAt: "2026-02-03T04:05:18.300Z",
    seconds: 12.3,
    success: true,
    layers: [],
    stale: [],
    behind: [],
    withoutCode: [],
    ...parts,
  };
}

/** One layer with the given parts, without any change unless they say so. */
export function layerOf(layer: string, parts: Partial<LayerReport> = {}): LayerReport {
  const counts = { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 0 };
  return {
    layer,
    status: "done",
    role: "selected",
    seconds: 0,
    changes: [],
    contract: [],
    reads: [],
    notices: [],
    ...parts,
    counts: { ...counts, ...parts.counts },
  };
}

/** A preview in which a subnet and the database are replaced, and one layer is left alone. */
export const examplePreview: RunReport = reportOf({
  seconds: 4.1,
  layers: [
    layerOf("network", {
      seconds: 1.9,
      cost: {
        fixedMonthlyUsd: 69.35,
        beforeMonthlyUsd: 36.5,
        items: [
          {
            type: "aws:ec2/natGateway:NatGateway",
            name: "nat-a",
            kind: "fixed",
            what: "NAT gateway, 1 × 730 h",
            monthlyUsd: 32.85,
          },
          {
            type: "aws:ec2/natGateway:NatGateway",
            name: "nat-a",
            kind: "usage",
            what: "$0.045 a GB that passes",
          },
        ],
        unpriced: [],
        free: 22,
        pricesAsOf: "2026-06",
      },
      counts: { created: 1, updated: 1, replaced: 1, deleted: 0, unchanged: 20 },
      gate: {
        runs: true,
        reasons: ["program changed (apps/network/src/firewall.ts)", "setting zones changed"],
      },
      changes: [
        resource("network", "aws:ec2/subnet:Subnet", "private-a", "replace", [
          { path: "cidrBlock", before: "10.0.8.0/24", after: "10.0.16.0/23", replaces: true },
        ]),
        resource("network", "aws:ec2/securityGroup:SecurityGroup", "app", "update", [
          { path: "egress[0].toPort", before: 3306, after: 3307 },
          { path: "tags.Purpose", kind: "add", after: "web tier" },
        ]),
        resource("network", "aws:ec2/securityGroup:SecurityGroup", "cache", "create"),
      ],
      contract: [
        { key: "cacheSecurityGroupId", change: "added", readers: [] },
        { key: "privateSubnetIds", change: "unknown", readers: ["compute"] },
      ],
      notices: [
        "network: replaces aws:ec2/subnet:Subnet private-a, which is network.privateSubnetIds that compute reads",
      ],
    }),
    layerOf("data", {
      seconds: 1.4,
      counts: { created: 0, updated: 1, replaced: 1, deleted: 0, unchanged: 11 },
      gate: {
        runs: true,
        reasons: [
          "setting databaseName changed",
          "network.databaseSubnetIds is known only after network is deployed",
        ],
      },
      changes: [
        resource("data", "aws:rds/subnetGroup:SubnetGroup", "main", "update", [
          { path: "subnetIds[0]", before: "subnet-0aaa1111" },
        ]),
        resource("data", "aws:rds/instance:Instance", "main", "replace", [
          { path: "dbName", before: "app", after: "shop", replaces: true },
        ]),
      ],
      contract: [
        { key: "dbName", change: "changed", readers: ["compute"] },
        { key: "rdsAddress", change: "unknown", readers: ["compute", "observability"] },
      ],
      reads: [
        { layer: "network", key: "databaseSubnetIds", value: "unknown" },
        { layer: "network", key: "dbSecurityGroupId", value: "planned" },
      ],
      findings: [
        {
          rule: "rds-multi-az",
          enforcement: "advisory",
          controls: ["RDS.5"],
          urn: "urn:pulumi:local::data::aws:rds/instance:Instance::main",
          type: "aws:rds/instance:Instance",
          name: "main",
          property: "multiAz",
          problem: "stands in one availability zone",
          fix: "Set multiAz to true.",
          source: "Security Hub, RDS controls",
        },
        {
          rule: "rds-deletion-protection",
          enforcement: "mandatory",
          controls: ["RDS.8"],
          urn: "urn:pulumi:local::data::aws:rds/instance:Instance::main",
          type: "aws:rds/instance:Instance",
          name: "main",
          property: "deletionProtection",
          problem: "can be deleted by one call",
          fix: "Set deletionProtection to true.",
          source: "Security Hub, RDS controls",
          waived: { reason: "it is made anew every night", expires: "2026-12-31" },
        },
      ],
    }),
    layerOf("platform", {
      status: "unchanged",
      seconds: 0.1,
      counts: { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 16 },
      gate: {
        runs: false,
        reasons: ["program, settings, versions and what it reads are as deployed 2026-02-01"],
      },
    }),
  ],
  stale: [
    {
      layer: "compute",
      reads: [
        { layer: "network", key: "privateSubnetIds" },
        { layer: "data", key: "dbName" },
      ],
      command: "npx nx run compute:up --env=local",
    },
  ],
  withoutCode: [
    {
      layer: "cache",
      resources: 7,
      command: "npx nx run workspace:destroy-layer --layer=cache --env=local",
    },
  ],
});

function resource(
  layer: string,
  type: string,
  name: string,
  op: ResourceChange["op"],
  properties: readonly (Partial<PropertyChange> & Pick<PropertyChange, "path">)[] = [],
): ResourceChange {
  return {
    urn: `urn:pulumi:local::${layer}::${type}::${name}`,
    type,
    name,
    op,
    stateful: isStateful(type),
    properties: properties.map((property) => ({ kind: "update", replaces: false, ...property })),
  };
}
