import type { PictureResource } from "./environment-picture.ts";
import { samplePicture } from "./testing/sample-picture.ts";
import { topologies } from "./topology.ts";

const named = (resources: readonly PictureResource[]) => resources.map(({ name }) => name);
const withResources = (...resources: PictureResource[]) => {
  const picture = samplePicture();
  const [network, ...others] = picture.layers;
  if (network === undefined) throw new Error("the sample has no layer");
  const own = network.resources.filter(({ type }) => /Vpc$|Subnet$/.test(type));
  return topologies({
    layers: [{ ...network, resources: [...own, ...resources] }, ...others.slice(1)],
  });
};

it("has zones as columns and tiers as rows", () => {
  const [topology] = topologies(samplePicture());
  expect(topology?.zones).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  expect(topology?.tiers.map(({ tier }) => tier)).toEqual(["public", "private", "database"]);
  const cells = topology?.tiers[1]?.cells.get("us-east-1b");
  expect(cells?.subnet.name).toBe("private-b");
});

it("puts what stands in several subnets across their tier", () => {
  const [topology] = topologies(samplePicture());
  const across = topology?.tiers.map(({ tier, spanning }) => [tier, named(spanning)]);
  expect(across).toEqual([
    ["public", ["strata-web"]],
    ["private", ["strata-web"]],
    ["database", []],
  ]);
});

it("puts a NAT gateway that has no id yet into the zone of its name", () => {
  const [topology] = topologies(samplePicture());
  const cell = topology?.tiers[0]?.cells.get("us-east-1a");
  expect(named(cell?.inside ?? [])).toEqual(["nat-a"]);
});

it("puts a database where its subnet group is", () => {
  const group = {
    urn: "urn:group",
    type: "aws:rds/subnetGroup:SubnetGroup",
    name: "main",
    id: "main",
    props: { name: "main", subnetIds: ["subnet-private-a", "subnet-private-b"] },
  };
  const instance = {
    urn: "urn:db",
    type: "aws:rds/instance:Instance",
    name: "main",
    props: { dbSubnetGroupName: "main" },
  };
  const [topology] = withResources(group, instance);
  expect(topology?.tiers.map(({ spanning }) => named(spanning))).toEqual([[], ["main"], []]);
  const [planned] = withResources({ ...instance, props: {} });
  expect(planned?.tiers.map(({ spanning }) => named(spanning))).toEqual([[], [], ["main"]]);
});

it("keeps two networks apart", () => {
  const other = {
    urn: "urn:vpc2",
    type: "aws:ec2/vpc:Vpc",
    name: "other",
    id: "vpc-2",
    props: { cidrBlock: "10.9.0.0/16" },
  };
  const found = withResources(other);
  expect(found.map(({ vpc, tiers }) => [vpc.name, tiers.length])).toEqual([
    ["main", 3],
    ["other", 0],
  ]);
});

it("has tiers in the order of their addresses, whatever order their subnets are in", () => {
  const picture = samplePicture();
  const layers = picture.layers.map((one) => ({ ...one, resources: one.resources.toReversed() }));
  const [topology] = topologies({ layers });
  expect(topology?.tiers.map(({ tier }) => tier)).toEqual(["public", "private", "database"]);
});
