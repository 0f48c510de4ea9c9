import fc from "fast-check";

import { estimate, type PricedResource } from "./estimate.ts";
import { pricing } from "./pricing.ts";

const resource = (type: string, props: Record<string, unknown> = {}, more = {}): PricedResource => {
  return { urn: `urn:${type}`, type, name: "main", props, ...more };
};
const lines = (...resources: PricedResource[]) =>
  estimate(resources, "us-east-1").items.map(({ what, monthlyUsd }) => [what, monthlyUsd]);

const template = resource("aws:ec2/launchTemplate:LaunchTemplate", {
  instanceType: "t4g.small",
  blockDeviceMappings: [{ ebs: { volumeType: "gp3", volumeSize: 8 } }],
  monitoring: { enabled: true },
});
const group = resource("aws:autoscaling/group:Group", { minSize: 3 });

it("prices a NAT gateway and its address apart from what passes through", () => {
  const { items, fixedMonthlyUsd } = estimate(
    [resource("aws:ec2/natGateway:NatGateway"), resource("aws:ec2/eip:Eip")],
    "us-east-1",
  );
  expect(fixedMonthlyUsd).toBe(36.5);
  expect(items.filter(({ kind }) => kind === "usage").map(({ what }) => what)).toEqual([
    "$0.045 a GB that passes",
  ]);
});

it("prices a load balancer with one public address in each zone, and none where it is internal", () => {
  const balancer = (props: object) => resource("aws:lb/loadBalancer:LoadBalancer", { ...props });
  const three = estimate([balancer({ subnets: ["a", "b", "c"] })], "us-east-1");
  expect(three.fixedMonthlyUsd).toBe(16.43 + 10.95);
  const internal = estimate([balancer({ subnets: ["a"], internal: true })], "us-east-1");
  expect(internal.fixedMonthlyUsd).toBe(16.43);
});

it("prices a database and its storage twice with a standby", () => {
  const props = { instanceClass: "db.t4g.medium", allocatedStorage: 20, storageType: "gp3" };
  const database = (multiAz: boolean) =>
    resource("aws:rds/instance:Instance", { ...props, multiAz, manageMasterUserPassword: true });
  expect(lines(database(false))).toEqual([
    ["db.t4g.medium, 1 × 730 h", 47.45],
    ["storage, 1 × 20 GiB", 2.3],
    ["secret", 0.4],
    ["$0.095 a GB and month above the size of the database", undefined],
  ]);
  const pair = estimate([database(true)], "us-east-1");
  expect(pair.fixedMonthlyUsd).toBe(94.9 + 4.6 + 0.4);
});

it("prices a fleet at its smallest, by its launch template", () => {
  expect(lines(template, group)).toEqual([
    ["t4g.small, 3 × 730 h", 36.79],
    ["gp3 volume, 3 × 8 GiB", 1.92],
    ["detailed monitoring, 3 ×", 6.3],
  ]);
});

it("prices a fleet of several types as if every instance were of the dearest", () => {
  const mixed = {
    ...group,
    props: {
      minSize: 1,
      mixedInstancesPolicy: {
        launchTemplate: {
          overrides: [{ instanceType: "t4g.small" }, { instanceType: "t4g.medium" }],
        },
      },
    },
  };
  expect(lines(template, mixed)[0]).toEqual(["t4g.medium, 1 × 730 h", 24.53]);
});

it("finds the template of a fleet by what its input was made of, and by its id", () => {
  const other = { ...template, urn: "urn:other", props: { instanceType: "t3.micro" } };
  const made = { ...group, propertyDependencies: { launchTemplate: ["urn:other"] } };
  expect(lines(template, other, made)[0]).toEqual(["t3.micro, 3 × 730 h", 22.78]);
  const byId = { ...group, props: { minSize: 3, launchTemplate: { id: "lt-2" } } };
  expect(lines(template, { ...other, identities: ["lt-2"] }, byId)[0]).toEqual([
    "t3.micro, 3 × 730 h",
    22.78,
  ]);
});

it("prices an endpoint for a service in each zone, and none for a gateway", () => {
  const endpoint = (vpcEndpointType: string) =>
    resource("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType, subnetIds: ["a", "b"] });
  expect(estimate([endpoint("Interface")], "us-east-1").fixedMonthlyUsd).toBe(14.6);
  expect(estimate([endpoint("Gateway")], "us-east-1")).toMatchObject({
    fixedMonthlyUsd: 0,
    items: [],
  });
});

it("says what ought to have a price and has none, instead of counting it as free", () => {
  const { unpriced, fixedMonthlyUsd } = estimate(
    [
      resource("aws:rds/instance:Instance", { instanceClass: "db.x9.huge", allocatedStorage: 20 }),
      resource("aws:lb/loadBalancer:LoadBalancer", { subnets: Symbol("unknown") }),
      group,
    ],
    "us-east-1",
  );
  expect(unpriced).toEqual([
    "main (aws:rds/instance:Instance): the table has no price of db.x9.huge",
    "main (aws:lb/loadBalancer:LoadBalancer): its subnets, each with a public address, are not known",
    "main (aws:autoscaling/group:Group): its launch template is not in this layer",
  ]);
  expect(fixedMonthlyUsd).toBe(16.43 + 2.3);
});

it("prices nothing in a region that the table does not have", () => {
  const { unpriced, fixedMonthlyUsd } = estimate([template, group], "eu-west-1");
  expect(fixedMonthlyUsd).toBe(0);
  expect(unpriced).toEqual([
    "main (aws:autoscaling/group:Group): the table has no prices of eu-west-1",
  ]);
});

it("counts what is free, and leaves components out", () => {
  const { free } = estimate([template, resource("strata:network:Vpc")], "us-east-1");
  expect(free).toBe(1);
});

it("never fails and never answers less than nothing, whatever the inputs hold", () => {
  const inputs = fc.dictionary(
    fc.constantFrom("minSize", "instanceClass", "allocatedStorage", "subnets", "rules", "multiAz"),
    fc.oneof(fc.anything({ maxDepth: 2 }), fc.integer(), fc.double()),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(pricing)), inputs, (type, props) => {
      const { fixedMonthlyUsd } = estimate([resource(type, props), template], "us-east-1");
      expect(fixedMonthlyUsd).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});
