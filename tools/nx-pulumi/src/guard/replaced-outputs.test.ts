import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import type { ResourceChange } from "../report/run-report.ts";
import { replacedBehindOutputs } from "./replaced-outputs.ts";

type Change = Pick<ResourceChange, "urn" | "type" | "name" | "op">;

const DATABASE = { urn: "urn:db", type: "aws:rds/instance:Instance", name: "main" };
const SUBNET = { urn: "urn:subnet", type: "aws:ec2/subnet:Subnet", name: "a" };

const resources = [
  {
    ...DATABASE,
    id: "db-ABCDEF",
    outputs: {
      arn: "arn:aws:rds:::db:main",
      address: "main.example.com",
      endpoint: "main.example.com:3306",
      masterUserSecrets: [{ secretArn: "arn:aws:secretsmanager:::secret:db" }],
      vpcId: "vpc-12345",
      engine: "mysql-8",
      port: 3306,
    },
  },
  { ...SUBNET, id: "subnet-1", outputs: { vpcId: "vpc-12345", availabilityZone: "zone-a" } },
];

/** What is said when a layer that publishes this replaces the resource, and compute reads the output `key`. */
function lines(output: unknown, change: Change, readers: object = { reads: ["data.key"] }) {
  const deployed = deployedLayers({
    data: { outputs: { key: output, other: "something else" }, resources, reads: [] },
    compute: readers,
  });
  return replacedBehindOutputs(deployed, deployed.get("data"), [change]);
}

it.each([
  ["its id", "db-ABCDEF"],
  ["its ARN", "arn:aws:rds:::db:main"],
  ["its address", "main.example.com"],
  ["its endpoint", "main.example.com:3306"],
  ["the secret it makes", "arn:aws:secretsmanager:::secret:db"],
  ["its id in a list", ["db-1", "db-ABCDEF"]],
  ["its id in an object", { databases: { main: "db-ABCDEF" } }],
])("tells that a resource is replaced whose output is %s", (_, output) => {
  expect(lines(output, { ...DATABASE, op: "replace" })).toEqual([
    "data: replaces aws:rds/instance:Instance main, which is data.key that compute reads",
  ]);
});

it("tells that a resource is deleted, and every reader", () => {
  const deployed = deployedLayers({
    data: { outputs: { key: "subnet-1" }, resources, reads: [] },
    observability: { references: ["data"] },
    compute: { reads: ["data.key"] },
    other: { reads: ["data.another"] },
  });
  const changes: Change[] = [{ ...SUBNET, op: "delete" }];
  expect(replacedBehindOutputs(deployed, deployed.get("data"), changes)).toEqual([
    "data: deletes aws:ec2/subnet:Subnet a, which is data.key that compute, observability read",
  ]);
});

it("tells the resources behind one output in one line, those that go in another", () => {
  const subnets = ["a", "b", "c"].map((name) => ({
    urn: `urn:${name}`,
    type: SUBNET.type,
    id: `subnet-${name}`,
    outputs: {},
  }));
  const deployed = deployedLayers({
    data: { outputs: { ids: subnets.map(({ id }) => id) }, resources: subnets, reads: [] },
    compute: { reads: ["data.ids"] },
  });
  const changes = (["replace", "delete", "replace"] as const).map((op, i): Change => {
    const name = "abc".charAt(i);
    return { urn: `urn:${name}`, type: SUBNET.type, name, op };
  });
  expect(replacedBehindOutputs(deployed, deployed.get("data"), changes)).toEqual([
    "data: replaces aws:ec2/subnet:Subnet a, aws:ec2/subnet:Subnet c, which are data.ids that compute reads",
    "data: deletes aws:ec2/subnet:Subnet b, which is data.ids that compute reads",
  ]);
});

it("tells each resource and each output once", () => {
  const deployed = deployedLayers({
    data: {
      outputs: { id: "db-ABCDEF", host: "main.example.com", subnets: ["subnet-1"] },
      resources,
      reads: [],
    },
    compute: { reads: ["data.id", "data.host", "data.subnets"] },
  });
  const changes: Change[] = [
    { ...DATABASE, op: "replace" },
    { ...SUBNET, op: "replace" },
  ];
  const found = replacedBehindOutputs(deployed, deployed.get("data"), changes);
  expect(found.map((line) => /data\.\w+/.exec(line)?.[0])).toEqual([
    "data.id",
    "data.host",
    "data.subnets",
  ]);
});

it.each<[string, unknown, Change]>([
  ["changes in place", "db-ABCDEF", { ...DATABASE, op: "update" }],
  ["is new", "db-ABCDEF", { ...DATABASE, urn: "urn:new", op: "create" }],
  ["is replaced and stands behind no output", "something", { ...DATABASE, op: "replace" }],
  ["only lies beside what the output names", "vpc-12345", { ...DATABASE, op: "replace" }],
  ["has a property like the output", "mysql-8", { ...DATABASE, op: "replace" }],
  ["has a number like the output", 3306, { ...DATABASE, op: "replace" }],
  ["is no part of the state", "db-ABCDEF", { ...DATABASE, urn: "urn:gone", op: "replace" }],
])("is silent about a resource that %s", (_, output, change) => {
  expect(lines(output, change)).toEqual([]);
});

it.each([
  ["reads another output", { reads: ["data.other"] }],
  ["is destroyed", { reads: ["data.key"], resourceCount: 0 }],
])("is silent when the reader %s", (_, reader) => {
  expect(lines("db-ABCDEF", { ...DATABASE, op: "replace" }, reader)).toEqual([]);
});

it("does not take a short text for the name of a resource", () => {
  const resource = { ...SUBNET, id: "main", outputs: {} };
  const deployed = deployedLayers({
    data: { outputs: { name: "main" }, resources: [resource], reads: [] },
    compute: { reads: ["data.name"] },
  });
  const changes: Change[] = [{ ...SUBNET, op: "replace" }];
  expect(replacedBehindOutputs(deployed, deployed.get("data"), changes)).toEqual([]);
});

it("is silent about a layer that was never deployed", () => {
  const changes: Change[] = [{ ...DATABASE, op: "replace" }];
  expect(replacedBehindOutputs(new Map(), undefined, changes)).toEqual([]);
});
