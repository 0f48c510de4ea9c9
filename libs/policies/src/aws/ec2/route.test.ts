import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { UNKNOWN } from "../../unknown.ts";
import { routeDestination, routeTableMixed, routeTargetKind, routeTwice } from "./route.ts";

const table = (props: object = {}): LiteralResource => ({
  type: "aws:ec2/routeTable:RouteTable",
  name: "table",
  props,
});
const route = (name: string, props: object, madeOf: object = {}): LiteralResource => ({
  type: "aws:ec2/route:Route",
  name,
  props: { routeTableId: UNKNOWN, destinationCidrBlock: "0.0.0.0/0", ...props },
  madeOf: { routeTableId: ["table"], ...madeOf },
});
const gateway = { type: "aws:ec2/internetGateway:InternetGateway", name: "igw" };
const nat = { type: "aws:ec2/natGateway:NatGateway", name: "nat" };

it("fails destinations that are no blocks, alone and in a table", () => {
  const found = (destinationCidrBlock: unknown) =>
    findingsFor(routeDestination, [table(), route("out", { destinationCidrBlock })]);
  expect(found("10.1.0.1/16")).toHaveLength(1);
  expect(found("0.0.0.0")).toHaveLength(1);
  expect(found(UNKNOWN)).toEqual([]);
  expect(found("0.0.0.0/0")).toEqual([]);
  const routes = [{ cidrBlock: "0.0.0.0/0" }, { ipv6CidrBlock: "0.0.0.0/0" }, UNKNOWN];
  expect(findingsFor(routeDestination, [table({ routes })])).toEqual([
    expect.stringMatching(/^table \(routes\[1\]\.ipv6CidrBlock\) is "0\.0\.0\.0\/0"/),
  ]);
});

it("fails targets of another kind, by what they were made of and by their ids", () => {
  const found = (props: object, madeOf: object) =>
    findingsFor(routeTargetKind, [table(), gateway, nat, route("out", props, madeOf)]);
  expect(found({ natGatewayId: UNKNOWN }, { natGatewayId: ["igw"] })).toHaveLength(1);
  expect(found({ gatewayId: UNKNOWN }, { gatewayId: ["nat"] })).toHaveLength(1);
  expect(found({ natGatewayId: UNKNOWN }, { natGatewayId: ["nat"] })).toEqual([]);
  expect(found({ natGatewayId: UNKNOWN }, {})).toEqual([]);
  expect(found({ gatewayId: "nat-0123456789abcdef0" }, {})).toHaveLength(1);
  expect(found({ gatewayId: "local" }, {})).toEqual([]);
  const routes = [{ cidrBlock: "0.0.0.0/0", natGatewayId: "igw-0123456789abcdef0" }];
  expect(findingsFor(routeTargetKind, [table({ routes })])).toHaveLength(1);
});

it("fails a second route to one destination, and passes one of another table", () => {
  const two = [table(), route("a", {}), route("b", {})];
  expect(findingsFor(routeTwice, two)).toEqual([
    expect.stringMatching(/^b leads to 0\.0\.0\.0\/0/),
  ]);
  const elsewhere = route("b", { routeTableId: "rtb-2" }, { routeTableId: [] });
  expect(findingsFor(routeTwice, [table(), route("a", {}), elsewhere])).toEqual([]);
  const routes = [{ cidrBlock: "0.0.0.0/0" }, { cidrBlock: "0.0.0.0/0" }];
  expect(findingsFor(routeTwice, [table({ routes })])).toHaveLength(1);
  expect(findingsFor(routeTwice, [table({ routes: [routes[0], UNKNOWN] })])).toEqual([]);
});

it("fails a table with routes inside and beside it, and passes either", () => {
  const inside = table({ routes: [{ cidrBlock: "10.1.0.0/16" }] });
  expect(findingsFor(routeTableMixed, [inside, route("out", {})])).toHaveLength(1);
  expect(findingsFor(routeTableMixed, [inside])).toEqual([]);
  expect(findingsFor(routeTableMixed, [table(), route("out", {})])).toEqual([]);
});
