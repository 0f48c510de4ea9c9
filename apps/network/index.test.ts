import { join } from "node:path";

import { parseSettings } from "@strata/config";
import {
  environmentsOf,
  identities,
  inputsByIdentity,
  record,
  recordThroughHost,
  settingsIn,
  valueOf,
} from "@strata/testing";

import network from "./index.ts";
import { networkSettings } from "./src/settings.ts";

const folder = import.meta.dirname;
const settings = settingsIn(folder, "network", "local");
const world = { project: "network", settings };
const run = () => record(world, network);

it("makes exactly these resources, under names that never change", async () => {
  const { resources } = await run();
  expect(identities(resources)).toEqual([
    "aws:ec2/internetGateway:InternetGateway main",
    "aws:ec2/routeTable:RouteTable public",
    "aws:ec2/routeTableAssociation:RouteTableAssociation public-a",
    "aws:ec2/routeTableAssociation:RouteTableAssociation public-b",
    "aws:ec2/routeTableAssociation:RouteTableAssociation public-c",
    "aws:ec2/securityGroup:SecurityGroup strata-local-network-alb",
    "aws:ec2/securityGroup:SecurityGroup strata-local-network-app",
    "aws:ec2/securityGroup:SecurityGroup strata-local-network-db",
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
  ]);
});

it("puts every AWS resource into a component", async () => {
  const { resources } = await run();
  const orphans = resources.filter(
    ({ type, options }) => type.startsWith("aws:") && options.parent === undefined,
  );
  expect(orphans).toEqual([]);
});

it("publishes its contract", async () => {
  const { result } = await run();
  expect(await valueOf(result.vpcId)).toBe("vpc-main");
  expect(await valueOf(result.availabilityZones)).toEqual([
    "us-east-1a",
    "us-east-1b",
    "us-east-1c",
  ]);
  expect(await valueOf(result.publicSubnetIds)).toEqual(
    ["a", "b", "c"].map((zone) => `subnet-public-${zone}`),
  );
  expect(await valueOf(result.databaseSubnetIds)).toEqual(await valueOf(result.privateSubnetIds));
});

it("gives no instance a public address", async () => {
  const { resources } = await run();
  const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
  expect(subnets.map(({ inputs }) => inputs["mapPublicIpOnLaunch"])).toEqual(Array(6).fill(false));
});

it("lets the world in on port 80 of the load balancer and nowhere else", async () => {
  const { resources } = await run();
  const open = resources.flatMap(({ name, inputs }) =>
    (
      (inputs["ingress"] as
        { cidrBlocks?: string[]; fromPort: number; toPort: number }[] | undefined) ?? []
    )
      .filter(({ cidrBlocks }) => cidrBlocks?.includes("0.0.0.0/0"))
      .map(({ fromPort, toPort }) => `${name} ${fromPort}-${toPort}`),
  );
  expect(open).toEqual(["strata-local-network-alb 80-80"]);
});

it("keeps subnets where they are when a zone comes before them", async () => {
  const blocks = async (zones: string[]) => {
    const { resources } = await record({ ...world, settings: { ...settings, zones } }, network);
    return new Map(resources.map(({ name, inputs }) => [name, inputs["cidrBlock"]]));
  };
  const [two, three] = [await blocks(["b", "c"]), await blocks(["a", "b", "c"])];
  for (const name of ["public-b", "public-c", "private-b", "private-c"]) {
    expect(two.get(name)).toBe(three.get(name));
  }
});

it("fails before any resource exists when a setting is misspelt", async () => {
  const misspelt = { ...world, settings: { ...settings, zoness: ["a"] } };
  await expect(record(misspelt, network)).rejects.toThrow(
    'Unrecognized key: "zoness", did you mean "zones"?',
  );
});

it("fails before any resource exists when a zone is not available", async () => {
  const calls = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["us-east-1a"] },
  };
  await expect(record({ ...world, calls }, network)).rejects.toThrow(
    "network:settings: zones b, c are not available to this account in us-east-1; use some of a",
  );
});

it("fails in words when AWS does not list its zones", async () => {
  const calls = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": new Error("no credentials"),
  };
  await expect(record({ ...world, calls }, network)).rejects.toThrow(
    /^cannot list the availability zones of us-east-1: .*no credentials/s,
  );
});

it.each(environmentsOf(folder))("has valid settings in %s", (environment) => {
  const raw = settingsIn(folder, "network", environment);
  expect(parseSettings(networkSettings, raw, join(folder, environment))).toBeDefined();
});

it("registers the same resources when Pulumi's own host runs the folder", async () => {
  const here = await run();
  const there = await recordThroughHost(folder, world);
  expect(there.log).toEqual([]);
  expect(there.exitCode).toBe(0);
  expect(inputsByIdentity(there.resources)).toEqual(inputsByIdentity(here.resources));
  expect(Object.keys(there.outputs).sort()).toEqual(Object.keys(here.result).sort());
});
