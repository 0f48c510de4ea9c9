import type { LayerReport, RunReport } from "../run-report.ts";

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

const urn = (layer: string, type: string, name: string) =>
  `urn:pulumi:local::${layer}::${type}::${name}`;

/** A preview in which the network is rebuilt, the database is replaced, and one layer is left alone. */
export const examplePreview: RunReport = reportOf({
  seconds: 4.1,
  layers: [
    layerOf("network", {
      seconds: 1.2,
      counts: { created: 1, updated: 1, replaced: 1, deleted: 0, unchanged: 20 },
      gate: {
        runs: true,
        reasons: ["its program is not what was deployed: apps/network/src/vpc.ts"],
      },
      changes: [
        {
          urn: urn("network", "aws:ec2/vpc:Vpc", "main"),
          type: "aws:ec2/vpc:Vpc",
          name: "main",
          op: "update",
          stateful: false,
          properties: [
            {
              path: "tags.Purpose",
              kind: "update",
              replaces: false,
              before: "three tiers",
              after: "four tiers",
            },
          ],
        },
        {
          urn: urn("network", "aws:ec2/subnet:Subnet", "private-a"),
          type: "aws:ec2/subnet:Subnet",
          name: "private-a",
          op: "replace",
          stateful: false,
          properties: [
            {
              path: "cidrBlock",
              kind: "update",
              replaces: true,
              before: "10.0.16.0/20",
              after: "10.0.32.0/20",
            },
          ],
        },
        {
          urn: urn("network", "aws:ec2/securityGroup:SecurityGroup", "cache"),
          type: "aws:ec2/securityGroup:SecurityGroup",
          name: "cache",
          op: "create",
          stateful: false,
          properties: [
            { path: "ingress[0].fromPort", kind: "add", replaces: false, after: 6379 },
            { path: "vpcId", kind: "add", replaces: false, after: "vpc-0a1b2c3d" },
          ],
        },
      ],
      contract: [
        { key: "privateSubnetIds", change: "unknown", readers: ["data", "compute"] },
        { key: "cacheSecurityGroupId", change: "added", readers: [] },
      ],
      notices: [
        "subnet private-a is replaced behind the output privateSubnetIds, which data and compute read",
      ],
    }),
    layerOf("data", {
      seconds: 1.4,
      counts: { created: 0, updated: 1, replaced: 1, deleted: 0, unchanged: 9 },
      gate: {
        runs: true,
        reasons: ["privateSubnetIds of network is another", "Pulumi.local.yaml changed"],
      },
      changes: [
        {
          urn: urn("data", "aws:rds/subnetGroup:SubnetGroup", "main"),
          type: "aws:rds/subnetGroup:SubnetGroup",
          name: "main",
          op: "update",
          stateful: false,
          properties: [
            {
              path: "subnetIds[0]",
              kind: "update",
              replaces: false,
              before: "subnet-0aaa1111",
            },
          ],
        },
        {
          urn: urn("data", "aws:rds/instance:Instance", "main"),
          type: "aws:rds/instance:Instance",
          name: "main",
          op: "replace",
          stateful: true,
          properties: [
            {
              path: "storageEncrypted",
              kind: "update",
              replaces: true,
              before: false,
              after: true,
            },
          ],
        },
      ],
      contract: [{ key: "mysqlHost", change: "unknown", readers: ["compute"] }],
      reads: [
        { layer: "network", key: "privateSubnetIds", value: "unknown" },
        { layer: "network", key: "appSecurityGroupId", value: "deployed" },
      ],
    }),
    layerOf("observability", {
      status: "unchanged",
      seconds: 0.1,
      gate: { runs: false, reasons: ["nothing it uses has changed since its deployment"] },
    }),
  ],
  stale: [
    {
      layer: "compute",
      reads: [
        { layer: "network", key: "privateSubnetIds" },
        { layer: "data", key: "mysqlHost" },
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
