import type { Unwrap } from "@pulumi/pulumi";
import type { RouteTableArgs } from "@pulumi/aws/ec2/routeTable.js";
import type { Route as ApiRoute } from "@aws-sdk/client-ec2";

import type { Properties } from "../property.ts";

/** One inline route of a route table: one destination, one target. */
export type Route = NonNullable<Unwrap<RouteTableArgs>["routes"]>[number];

const DESTINATIONS = ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"] as const;
const TARGETS = [
  "gatewayId",
  "natGatewayId",
  "egressOnlyGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "networkInterfaceId",
  "carrierGatewayId",
  "vpcEndpointId",
] as const;

/** Not here, because moto loses them: coreNetworkArn, localGatewayId, odbNetworkArn. */
export const routeProperties: Properties = Object.fromEntries(
  [...DESTINATIONS, ...TARGETS].map((name) => [name, { kind: "string" }]),
);

/** What is wrong with a route, in the words of the official provider; undefined if nothing is. */
export function problemOf(route: Route): string | undefined {
  if (given(route, DESTINATIONS) !== 1) return `one of ${quoted(DESTINATIONS)} must be specified`;
  if (given(route, TARGETS) !== 1) return `one of ${quoted(TARGETS)} must be specified`;
  return undefined;
}

/** Two routes of one table with this in common are the same route. */
export function destinationOf(route: Route): string {
  return route.cidrBlock ?? route.ipv6CidrBlock ?? route.destinationPrefixListId ?? "";
}

export function targetOf(route: Route): string {
  return TARGETS.map((name) => route[name]).find((target) => target !== undefined) ?? "";
}

/** How DeleteRoute names a route. */
export function toDestination(route: Route) {
  return {
    DestinationCidrBlock: route.cidrBlock,
    DestinationIpv6CidrBlock: route.ipv6CidrBlock,
    DestinationPrefixListId: route.destinationPrefixListId,
  };
}

/** Parameters of CreateRoute and ReplaceRoute. */
export function toApi(route: Route) {
  return {
    ...toDestination(route),
    GatewayId: route.gatewayId,
    NatGatewayId: route.natGatewayId,
    EgressOnlyInternetGatewayId: route.egressOnlyGatewayId,
    TransitGatewayId: route.transitGatewayId,
    VpcPeeringConnectionId: route.vpcPeeringConnectionId,
    NetworkInterfaceId: route.networkInterfaceId,
    CarrierGatewayId: route.carrierGatewayId,
    VpcEndpointId: route.vpcEndpointId,
  };
}

export function fromApi(route: ApiRoute): Route {
  // A Gateway Load Balancer endpoint is reported where gateways are.
  const endpoint = route.GatewayId?.startsWith("vpce-") === true;
  const fields = {
    cidrBlock: route.DestinationCidrBlock,
    ipv6CidrBlock: route.DestinationIpv6CidrBlock,
    destinationPrefixListId: route.DestinationPrefixListId,
    gatewayId: endpoint ? undefined : route.GatewayId,
    vpcEndpointId: endpoint ? route.GatewayId : undefined,
    natGatewayId: route.NatGatewayId,
    egressOnlyGatewayId: route.EgressOnlyInternetGatewayId,
    transitGatewayId: route.TransitGatewayId,
    vpcPeeringConnectionId: route.VpcPeeringConnectionId,
    networkInterfaceId: route.NetworkInterfaceId,
    carrierGatewayId: route.CarrierGatewayId,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * Not shown are routes that belong to the table itself or to another resource: the local ones (unless the program lists
 * them), those of gateway endpoints, those of VPC Lattice, and those that a virtual private gateway announces.
 */
export function isShown(route: ApiRoute, known: readonly Route[]): boolean {
  if (route.GatewayId === "local") {
    const destination = destinationOf(fromApi(route));
    return known.some((r) => r.gatewayId === "local" && destinationOf(r) === destination);
  }
  if (route.GatewayId === "VpcLattice" || route.Origin === "EnableVgwRoutePropagation")
    return false;
  const ofGatewayEndpoint = route.DestinationPrefixListId !== undefined;
  return !(ofGatewayEndpoint && route.GatewayId?.startsWith("vpce-") === true);
}

function given(route: Route, names: readonly (keyof Route)[]): number {
  return names.filter((name) => route[name] !== undefined && route[name] !== "").length;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
