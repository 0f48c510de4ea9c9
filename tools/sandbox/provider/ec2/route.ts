import { crc32 } from "node:zlib";

import type { Unwrap } from "@pulumi/pulumi";
import type { RouteArgs, RouteState } from "@pulumi/aws/ec2/route.js";
import type { Route as ApiRoute } from "@aws-sdk/client-ec2";

import { hasCode, unlessGone } from "../api-error.ts";
import { defineResource, type Call } from "../resource-type.ts";
import {
  destinationOf,
  fromApi,
  problemOf,
  toApi,
  toDestination,
  type Route,
} from "./inline-route.ts";

type Inputs = Unwrap<RouteArgs>;
type State = Unwrap<RouteState>;

const MOTO_LOSES = "moto loses routes to this kind of target";

/**
 * One route beside a table without inline routes. A route has no id of its own: it is found by table and destination.
 *
 * Source: EC2 API reference, CreateRoute, ReplaceRoute, DeleteRoute.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/route:Route",
  noun: "Route",
  properties: {
    routeTableId: { kind: "string", required: true, replaces: true },
    destinationCidrBlock: { kind: "string", replaces: true },
    destinationIpv6CidrBlock: { kind: "string", replaces: true },
    destinationPrefixListId: { kind: "string", replaces: true },
    carrierGatewayId: { kind: "string", conflictsWith: ["destinationIpv6CidrBlock"] },
    coreNetworkArn: { kind: "string", simulated: MOTO_LOSES },
    egressOnlyGatewayId: { kind: "string", conflictsWith: ["destinationCidrBlock"] },
    gatewayId: { kind: "string" },
    localGatewayId: { kind: "string", simulated: MOTO_LOSES },
    natGatewayId: { kind: "string" },
    // An instance that is given as a target is answered with its interface, hence computed.
    networkInterfaceId: { kind: "string", computed: true },
    odbNetworkArn: { kind: "string", simulated: MOTO_LOSES },
    transitGatewayId: { kind: "string" },
    vpcEndpointId: { kind: "string", conflictsWith: ["destinationPrefixListId"] },
    vpcPeeringConnectionId: { kind: "string" },
    region: { kind: "string", computed: true, replaces: true },
    instanceId: { kind: "string", output: true },
    instanceOwnerId: { kind: "string", output: true },
    origin: { kind: "string", output: true },
    state: { kind: "string", output: true },
  },

  validate(inputs) {
    const lost = ["coreNetworkArn", "localGatewayId", "odbNetworkArn"] as const;
    const property = lost.find((name) => inputs[name] !== undefined);
    if (property !== undefined) {
      return [{ property, reason: `${MOTO_LOSES}: "${property}" cannot be used in the sandbox` }];
    }
    const problem = problemOf(inlineOf(inputs as Inputs));
    if (problem === undefined) return [];
    const reason = problem.replace(
      /"cidrBlock", "ipv6CidrBlock"/,
      '"destinationCidrBlock", "destinationIpv6CidrBlock"',
    );
    return [{ property: "destinationCidrBlock", reason }];
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const route = inlineOf(inputs);
    const destination = destinationOf(route);
    const RouteTableId = inputs.routeTableId;
    await ec2.createRoute({ RouteTableId, ...toApi(route) });
    return idOf(RouteTableId, destination);
  },

  async read(_id, call, prior) {
    const { routeTableId = "" } = prior;
    const route = await find(routeTableId, destinationOf(inlineOf(prior)), call);
    if (route === undefined) return undefined;
    const { cidrBlock, ipv6CidrBlock, ...rest } = fromApi(route);
    return {
      ...rest,
      routeTableId,
      destinationCidrBlock: cidrBlock,
      destinationIpv6CidrBlock: ipv6CidrBlock,
      instanceId: route.InstanceId,
      instanceOwnerId: route.InstanceOwnerId,
      origin: route.Origin,
      state: route.State,
    };
  },

  async update(_id, { inputs }, call) {
    const ec2 = await call.aws.ec2();
    await ec2.replaceRoute({ RouteTableId: inputs.routeTableId, ...toApi(inlineOf(inputs)) });
  },

  async delete(_id, state, call) {
    const ec2 = await call.aws.ec2();
    const { routeTableId: RouteTableId } = state;
    const deleted = ec2.deleteRoute({ RouteTableId, ...toDestination(inlineOf(state)) });
    try {
      await unlessGone(deleted, "InvalidRoute.NotFound", "InvalidRouteTableID.NotFound");
    } catch (error) {
      // A local route may have been imported. It is only forgotten.
      if (!hasCode(error, "InvalidParameterValue") || !/local route/.test(String(error)))
        throw error;
    }
  },

  /** `rtb-1_0.0.0.0/0`. */
  import(importId) {
    const [routeTableId = "", destination = "", ...rest] = importId.split("_");
    if (routeTableId === "" || destination === "" || rest.length > 0) {
      throw new Error(`unexpected import id "${importId}": use routeTableId_destination`);
    }
    const key = destination.includes(":")
      ? "destinationIpv6CidrBlock"
      : destination.includes(".")
        ? "destinationCidrBlock"
        : "destinationPrefixListId";
    const prior = { routeTableId, [key]: destination };
    return Promise.resolve({ id: idOf(routeTableId, destination), prior });
  },
});

/** As the official provider makes it: table, and checksum of the destination. */
function idOf(routeTableId: string, destination: string): string {
  return `r-${routeTableId}${crc32(destination)}`;
}

function inlineOf(route: Partial<State>): Route {
  const { destinationCidrBlock, destinationIpv6CidrBlock, ...rest } = route;
  return { ...rest, cidrBlock: destinationCidrBlock, ipv6CidrBlock: destinationIpv6CidrBlock };
}

async function find(
  routeTableId: string,
  destination: string,
  call: Call,
): Promise<ApiRoute | undefined> {
  const ec2 = await call.aws.ec2();
  const described = ec2.describeRouteTables({ RouteTableIds: [routeTableId] });
  const found = await unlessGone(described, "InvalidRouteTableID.NotFound");
  const { Routes = [] } = found?.RouteTables?.[0] ?? {};
  return Routes.find((route) => destinationOf(fromApi(route)) === destination);
}
