import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { rdsSubnetGroup } from "./subnet-group.ts";

const group = (subnetIds: unknown, name = "ours"): LiteralResource => ({
  type: "aws:rds/subnetGroup:SubnetGroup",
  name: "group",
  props: { name, subnetIds },
});
const subnet = (id: string, availabilityZone: unknown): LiteralResource => ({
  type: "aws:ec2/subnet:Subnet",
  name: id,
  props: { availabilityZone },
  identities: [id],
});
const found = (...resources: LiteralResource[]) => findingsFor(rdsSubnetGroup, resources);

it("passes subnets of two zones, those of other layers, and what is not known yet", () => {
  expect(found(group(["a", "b"]))).toEqual([]);
  expect(found(subnet("a", "us-east-1a"), subnet("b", "us-east-1b"), group(["a", "b"]))).toEqual(
    [],
  );
  expect(found(subnet("a", "us-east-1a"), subnet("b", UNKNOWN), group(["a", "b"]))).toEqual([]);
  expect(found(subnet("a", "us-east-1a"), group(["a", "b"]))).toEqual([]);
  expect(found(group(UNKNOWN))).toEqual([]);
  expect(found(group([UNKNOWN]))).toEqual([]);
});

it("fails one subnet, the same twice, one zone, and the reserved name", () => {
  expect(found(group(["a"]))).toEqual([
    "group (subnetIds) has 1 subnets: RDS wants two zones at least",
  ]);
  expect(found(group(["a", "a", "b"]))).toEqual(["group (subnetIds) has a more than once"]);
  const inA = [subnet("a", "us-east-1a"), subnet("b", "us-east-1a")];
  expect(found(...inA, group(["a", "b"]))).toEqual([
    "group (subnetIds) are all in us-east-1a: RDS wants two zones at least",
  ]);
  expect(found(group(["a", "b"], "default"))).toEqual([
    'group (name) is "default", which RDS keeps for itself',
  ]);
});
