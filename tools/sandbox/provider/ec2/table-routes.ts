import type { EC2, RouteTable } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import type { Call, CheckFailure } from "../resource-type.ts";
import { isList, isObject } from "../value.ts";
import { arnOf } from "./arn.ts";
import {
  destinationOf,
  fromApi,
  isShown,
  problemOf,
  routeProperties,
  targetOf,
  toApi,
  toDestination,
  type Route,
} from "./inline-route.ts";
import { tagsOf } from "./tags.ts";

export const tableGone = "InvalidRouteTableID.NotFound";

/** Left out, routes may be resources of their own, hence computed; an empty list removes them all. */
export const tableRoutes: Property = {
  kind: "set",
  of: { kind: "object", fields: routeProperties },
  computed: true,
};

export function routeFailures(routes: readonly Route[] | undefined): CheckFailure[] {
  if (!isList(routes)) return [];
  return routes.flatMap((route, i) => {
    const reason = isObject(route) ? problemOf(route) : undefined;
    return reason === undefined ? [] : [{ property: `routes[${i}]`, reason }];
  });
}

export async function findTable(id: string, call: Call): Promise<RouteTable | undefined> {
  // An empty list of ids means all tables.
  if (id === "") return undefined;
  const ec2 = await call.aws.ec2();
  const found = await unlessGone(ec2.describeRouteTables({ RouteTableIds: [id] }), tableGone);
  return found?.RouteTables?.[0];
}

/** What AWS says about a table. `known` are the routes of the program. */
export function tableState(id: string, table: RouteTable, known: readonly Route[], call: Call) {
  const shown = (table.Routes ?? []).filter((route) => isShown(route, known));
  return {
    arn: arnOf(call, `route-table/${id}`, table.OwnerId),
    ownerId: table.OwnerId,
    vpcId: table.VpcId,
    routes: shown.map(fromApi),
    tags: tagsOf(table.Tags),
  };
}

/** Routes that stay are left alone, so that traffic on them is never interrupted. */
export async function setRoutes(
  ec2: EC2,
  id: string,
  before: readonly Route[],
  after: readonly Route[],
): Promise<void> {
  const old = new Map(before.map((route) => [destinationOf(route), route]));
  const wanted = new Set(after.map(destinationOf));
  for (const [destination, route] of old) {
    if (wanted.has(destination) || route.gatewayId === "local") continue;
    const deleted = ec2.deleteRoute({ RouteTableId: id, ...toDestination(route) });
    await unlessGone(deleted, "InvalidRoute.NotFound");
  }
  for (const route of after) {
    const known = old.get(destinationOf(route));
    if (route.gatewayId === "local") continue;
    if (known === undefined) await ec2.createRoute({ RouteTableId: id, ...toApi(route) });
    else if (targetOf(known) !== targetOf(route)) {
      await ec2.replaceRoute({ RouteTableId: id, ...toApi(route) });
    }
  }
}
