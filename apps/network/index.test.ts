import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
  type Seen,
} from "@strata/testing";

import network from "./index.ts";

const folder = import.meta.dirname;
const worldOf = (stack: string, change: object = {}) => ({
  project: "network",
  stack,
  settings: { ...settingsIn(folder, "network", stack), ...change },
});
const change = (stack: string, settings: object) => record(worldOf(stack, settings), network);
/** What an environment has, recorded once. */
const recordings = new Map<string, ReturnType<typeof change>>();
function run(stack: string) {
  const recording = recordings.get(stack) ?? record(worldOf(stack), network);
  recordings.set(stack, recording);
  return recording;
}
const ofType = (resources: readonly Seen[], resource: string) =>
  resources.filter(({ type }) => type.endsWith(`:${resource}`));

const ZONES = ["a", "b", "c"];

/** The exact lists: what is in them never changes its name without an alias and a reason. */
const SEED = [
  "aws:ec2/internetGateway:InternetGateway main",
  "aws:ec2/routeTable:RouteTable public",
  "aws:ec2/routeTableAssociation:RouteTableAssociation public-a",
  "aws:ec2/routeTableAssociation:RouteTableAssociation public-b",
  "aws:ec2/routeTableAssociation:RouteTableAssociation public-c",
  "aws:ec2/securityGroup:SecurityGroup strata-seed-network-alb",
  "aws:ec2/securityGroup:SecurityGroup strata-seed-network-app",
  "aws:ec2/securityGroup:SecurityGroup strata-seed-network-db",
  "aws:ec2/subnet:Subnet private-a",
  "aws:ec2/subnet:Subnet private-b",
  "aws:ec2/subnet:Subnet private-c",
  "aws:ec2/subnet:Subnet public-a",
  "aws:ec2/subnet:Subnet public-b",
  "aws:ec2/subnet:Subnet public-c",
  "aws:ec2/vpc:Vpc main",
  "pulumi:providers:aws aws",
  "strata:network:Firewall main",
  "strata:network:PublicRouting public",
  "strata:network:SubnetTier private",
  "strata:network:SubnetTier public",
  "strata:network:Vpc main",
];

const COMPLETE = [
  ...SEED,
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl default",
  "aws:ec2/defaultRouteTable:DefaultRouteTable default",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup default",
  "aws:ec2/eip:Eip nat-a",
  "aws:ec2/eip:Eip nat-b",
  "aws:ec2/eip:Eip nat-c",
  "aws:ec2/natGateway:NatGateway nat-a",
  "aws:ec2/natGateway:NatGateway nat-b",
  "aws:ec2/natGateway:NatGateway nat-c",
  "aws:ec2/route:Route private-a-out",
  "aws:ec2/route:Route private-b-out",
  "aws:ec2/route:Route private-c-out",
  "aws:ec2/routeTable:RouteTable database",
  "aws:ec2/routeTable:RouteTable private-a",
  "aws:ec2/routeTable:RouteTable private-b",
  "aws:ec2/routeTable:RouteTable private-c",
  "aws:ec2/routeTableAssociation:RouteTableAssociation database-a",
  "aws:ec2/routeTableAssociation:RouteTableAssociation database-b",
  "aws:ec2/routeTableAssociation:RouteTableAssociation database-c",
  "aws:ec2/routeTableAssociation:RouteTableAssociation private-a",
  "aws:ec2/routeTableAssociation:RouteTableAssociation private-b",
  "aws:ec2/routeTableAssociation:RouteTableAssociation private-c",
  "aws:ec2/subnet:Subnet database-a",
  "aws:ec2/subnet:Subnet database-b",
  "aws:ec2/subnet:Subnet database-c",
  "aws:ec2/vpcEndpoint:VpcEndpoint s3",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule alb-egress-app-80",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule app-egress-db-3306",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule app-egress-s3-443",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule app-egress-world-443",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule alb-ingress-world-443",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule alb-ingress-world-80",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule app-ingress-alb-80",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule db-ingress-app-3306",
  "strata:network:IsolatedRouting database",
  "strata:network:NatGateways main",
  "strata:network:PrivateRouting private",
  "strata:network:S3Endpoint s3",
  "strata:network:SubnetTier database",
  "strata:network:VpcDefaults default",
];

const named = (list: readonly string[], stack: string) =>
  list.map((line) => line.replace("strata-seed-", `strata-${stack}-`)).sort();

/** With one gateway for all zones. */
const SINGLE = COMPLETE.filter((line) => !/ nat-[bc]$/.test(line));

function withoutTls(list: readonly string[]) {
  return list.filter((line) => !line.endsWith(" alb-ingress-world-443"));
}

it.each([
  ["seed", SEED],
  ["local", withoutTls(COMPLETE)],
  ["dev", withoutTls(SINGLE)],
  ["staging", SINGLE],
  ["prod", COMPLETE],
])("makes exactly these resources in %s, under names that never change", async (stack, list) => {
  const { resources } = await run(stack);
  expect(identities(resources)).toEqual(named(list, stack));
});

it("knows every environment that has settings", () => {
  expect(environmentsOf(folder)).toEqual(["dev", "local", "prod", "seed", "staging"]);
});

it.each(["seed", "local"])("puts every AWS resource of %s into a component", async (stack) => {
  const { resources } = await run(stack);
  const orphans = resources.filter(
    ({ type, options }) => type.startsWith("aws:") && options.parent === undefined,
  );
  expect(orphans).toEqual([]);
});

it("publishes its contract", async () => {
  const { result } = await run("prod");
  expect(await valueOf(result.vpcId)).toBe("vpc-main");
  expect(await valueOf(result.availabilityZones)).toEqual(ZONES.map((zone) => `us-east-1${zone}`));
  for (const tier of ["public", "private", "database"] as const) {
    const ids = await valueOf(result[`${tier}SubnetIds`]);
    expect(ids).toEqual(ZONES.map((zone) => `subnet-${tier}-${zone}`));
  }
  expect(await valueOf(result.privateRouteTableIds)).toEqual(
    ZONES.map((zone) => `rtb-private-${zone}`),
  );
  expect(await valueOf(result.natGatewayIds)).toEqual(ZONES.map((zone) => `nat-nat-${zone}`));
  expect(await valueOf(result.natPublicIps)).toHaveLength(3);
  expect(await valueOf(result.albIngressPorts)).toEqual([80, 443]);
  expect(await valueOf(result.dbSecurityGroupId)).toBe("sg-strata-prod-network-db");
});

it("publishes for the seed its private subnets as those of databases, and no way out", async () => {
  const { result } = await run("seed");
  expect(await valueOf(result.databaseSubnetIds)).toEqual(await valueOf(result.privateSubnetIds));
  expect(await valueOf(result.privateRouteTableIds)).toEqual([]);
  expect(await valueOf(result.natGatewayIds)).toEqual([]);
  expect(await valueOf(result.natPublicIps)).toEqual([]);
  expect(await valueOf(result.albIngressPorts)).toEqual([80]);
});

it("gives no instance a public address", async () => {
  const { resources } = await run("local");
  const subnets = ofType(resources, "Subnet");
  expect(subnets.map(({ inputs }) => inputs["mapPublicIpOnLaunch"])).toEqual(Array(9).fill(false));
});

describe("routes", () => {
  it("leads out of each private subnet through the gateway of its zone", async () => {
    const { resources } = await run("prod");
    const routes = ofType(resources, "Route").map(({ inputs }) => inputs);
    expect(routes).toEqual(
      ZONES.map((zone) => ({
        routeTableId: `rtb-private-${zone}`,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: `nat-nat-${zone}`,
      })),
    );
    const tables = new Map(
      ofType(resources, "RouteTableAssociation").map(({ inputs }) => [
        inputs["subnetId"],
        inputs["routeTableId"],
      ]),
    );
    expect(tables.size).toBe(9);
    for (const zone of ZONES) {
      expect(tables.get(`subnet-public-${zone}`)).toBe("rtb-public");
      expect(tables.get(`subnet-private-${zone}`)).toBe(`rtb-private-${zone}`);
      expect(tables.get(`subnet-database-${zone}`)).toBe("rtb-database");
    }
  });

  it("leads neither out of nor into the subnets of databases", async () => {
    const { resources } = await run("prod");
    const table = resources.find(
      ({ type, name }) => type.endsWith(":RouteTable") && name === "database",
    );
    expect(table?.inputs).toEqual({
      vpcId: "vpc-main",
      tags: { Name: "strata-prod-network-database" },
    });
    const routes = ofType(resources, "Route").map(({ inputs }) => inputs["routeTableId"]);
    expect(routes).not.toContain("rtb-database");
  });

  it("puts gateways where the way to the internet is, and never before it", async () => {
    const { resources } = await run("dev");
    const [gateway] = ofType(resources, "NatGateway");
    expect(gateway?.inputs).toMatchObject({
      subnetId: "subnet-public-a",
      allocationId: "eipalloc-nat-a",
    });
    const order = resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    expect(order.indexOf("RouteTableAssociation public-a")).toBeLessThan(
      order.indexOf("NatGateway nat-a"),
    );
  });

  it("has no way out where none is wanted, and keeps the tables", async () => {
    const { resources } = await change("dev", { natGateways: "none" });
    expect(ofType(resources, "NatGateway")).toEqual([]);
    expect(ofType(resources, "Route")).toEqual([]);
    expect(ofType(resources, "RouteTable")).toHaveLength(5);
    const names = ofType(resources, "SecurityGroupEgressRule").map(({ name }) => name);
    expect(names).not.toContain("app-egress-world-443");
  });
});

describe("endpoints", () => {
  it("leads to S3 from the private subnets, under a policy of this account", async () => {
    const { resources } = await run("prod");
    const [s3] = ofType(resources, "VpcEndpoint");
    expect(s3?.inputs).toMatchObject({
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.us-east-1.s3",
      routeTableIds: ZONES.map((zone) => `rtb-private-${zone}`),
    });
    expect(s3?.inputs["policy"]).toContain('"aws:ResourceAccount":"777788889999"');
  });

  it("stands in every private subnet, in a group of its own", async () => {
    const { resources } = await change("dev", { interfaceEndpoints: ["ssm", "kms"] });
    const endpoints = ofType(resources, "VpcEndpoint").filter(({ name }) => name !== "s3");
    expect(endpoints.map(({ name }) => name)).toEqual(["ssm", "kms"]);
    expect(endpoints[0]?.inputs).toEqual({
      vpcId: "vpc-main",
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.us-east-1.ssm",
      privateDnsEnabled: true,
      subnetIds: ZONES.map((zone) => `subnet-private-${zone}`),
      securityGroupIds: ["sg-strata-dev-network-endpoint"],
      tags: { Name: "strata-dev-network-ssm" },
    });
    const rules = resources.filter(({ name }) => /endpoint-(ingress|443)|-endpoint-/.test(name));
    expect(rules.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["app-egress-endpoint-443", "endpoint-ingress-app-443"]),
    );
  });
});

describe("firewall", () => {
  it("holds the seed's rules inside the seed's groups", async () => {
    const { resources } = await run("seed");
    const rule = (description: string, port: number, peer: object) => ({
      ...{ description, protocol: "tcp", fromPort: port, toPort: port },
      ...peer,
    });
    const inside = { cidrBlocks: ["10.0.8.0/24", "10.0.9.0/24", "10.0.10.0/24"] };
    const from = (role: string) => ({ securityGroups: [`sg-strata-seed-network-${role}`] });
    expect(ofType(resources, "SecurityGroup").map(({ inputs }) => inputs)).toEqual([
      {
        vpcId: "vpc-main",
        description: "Load balancer: HTTP from the world",
        ingress: [rule("HTTP from the world", 80, { cidrBlocks: ["0.0.0.0/0"] })],
        egress: [rule("Instances", 80, inside)],
        tags: { Name: "strata-seed-network-alb" },
      },
      {
        vpcId: "vpc-main",
        description: "Instances: from the load balancer only",
        ingress: [rule("From the load balancer", 80, from("alb"))],
        egress: [rule("Database", 3306, inside)],
        tags: { Name: "strata-seed-network-app" },
      },
      {
        vpcId: "vpc-main",
        description: "Database: from the instances only",
        ingress: [rule("MySQL from the instances", 3306, from("app"))],
        egress: [],
        tags: { Name: "strata-seed-network-db" },
      },
    ]);
  });

  it("never mixes rules inside a group with rules of their own", async () => {
    const { resources } = await run("prod");
    for (const { inputs } of ofType(resources, "SecurityGroup")) {
      expect(Object.keys(inputs).sort()).toEqual(["description", "tags", "vpcId"]);
    }
  });

  it("names a group, a prefix list or the world at the other end, and one port", async () => {
    const { resources } = await run("prod");
    const rules = new Map(resources.map(({ name, inputs }) => [name, inputs]));
    const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
    const group = (role: string) => `sg-strata-prod-network-${role}`;
    expect(rules.get("alb-egress-app-80")).toEqual({
      ...tcp(80),
      securityGroupId: group("alb"),
      referencedSecurityGroupId: group("app"),
      description: "Instances",
      tags: { Name: "strata-prod-network-alb-egress-app-80" },
    });
    expect(rules.get("app-egress-s3-443")).toMatchObject({
      ...tcp(443),
      securityGroupId: group("app"),
      prefixListId: "pl-s3",
    });
    expect(rules.get("app-egress-world-443")).toMatchObject({
      ...tcp(443),
      cidrIpv4: "0.0.0.0/0",
    });
  });

  it("lets the world in on the load balancer and nowhere else", async () => {
    const { resources } = await run("prod");
    const open = ofType(resources, "SecurityGroupIngressRule").filter(
      ({ inputs }) => inputs["cidrIpv4"] !== undefined,
    );
    expect(open.map(({ inputs }) => [inputs["securityGroupId"], inputs["fromPort"]])).toEqual([
      ["sg-strata-prod-network-alb", 80],
      ["sg-strata-prod-network-alb", 443],
    ]);
  });
});

it("locks what AWS makes with a VPC", async () => {
  const { resources } = await run("prod");
  const inputs = (type: string) => ofType(resources, type)[0]?.inputs;
  expect(inputs("DefaultSecurityGroup")).toMatchObject({ ingress: [], egress: [] });
  expect(inputs("DefaultRouteTable")).toMatchObject({
    defaultRouteTableId: "rtb-main-default",
    routes: [],
  });
  expect(inputs("DefaultNetworkAcl")?.["defaultNetworkAclId"]).toBe("acl-main");
  expect(inputs("DefaultNetworkAcl")?.["subnetIds"]).toHaveLength(9);
});

it("keeps subnets where they are when a zone comes before them", async () => {
  const blocks = async (zones: string[]) => {
    const { resources } = await change("local", { zones });
    return new Map(
      ofType(resources, "Subnet").map(({ name, inputs }) => [name, inputs["cidrBlock"]]),
    );
  };
  const [two, three] = [await blocks(["b", "c"]), await blocks(["a", "b", "c"])];
  for (const [name, block] of two) expect(three.get(name)).toBe(block);
  expect(two.size).toBe(6);
});

it("keeps the seed's subnets where they are in the complete network", async () => {
  const [seed, local] = [await run("seed"), await run("local")];
  const blocks = ({ resources }: typeof seed) =>
    ofType(resources, "Subnet").map(({ name, inputs }) => `${name} ${String(inputs["cidrBlock"])}`);
  expect(blocks(local)).toEqual(expect.arrayContaining(blocks(seed)));
});

it("fails before any resource exists when a setting is misspelt", async () => {
  await expect(change("local", { zoness: ["a"] })).rejects.toThrow(
    'Unrecognized key: "zoness", did you mean "zones"?',
  );
});

it("fails before any resource exists when an account shall have the seed", async () => {
  await expect(change("dev", { natGateways: "none", seedParity: true })).rejects.toThrow(
    "only an environment of kind sandbox may leave out what the seed did not have",
  );
});

it("fails before any resource exists when a zone is not available", async () => {
  const calls = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["us-east-1a"] },
  };
  await expect(record({ ...worldOf("local"), calls }, network)).rejects.toThrow(
    "network:settings: zones b, c are not available to this account in us-east-1; use some of a",
  );
});

it("fails in words when AWS does not list its zones", async () => {
  const calls = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": new Error("no credentials"),
  };
  await expect(record({ ...worldOf("local"), calls }, network)).rejects.toThrow(
    /^cannot list the availability zones of us-east-1: .*no credentials/s,
  );
});

it.each(["seed", "local"])(
  "registers the same resources when Pulumi's own host runs the folder for %s",
  async (stack) => {
    const here = await run(stack);
    const there = await recordThroughHost(folder, worldOf(stack));
    expect(there.log).toEqual([]);
    expect(there.exitCode).toBe(0);
    expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
    expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
  },
);
