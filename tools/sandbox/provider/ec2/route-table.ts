import type { Unwrap } from "@pulumi/pulumi";
import type { RouteTableArgs, RouteTableState } from "@pulumi/aws/ec2/routeTable.js";
import type { EC2 } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";
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
} from "./route.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<RouteTableArgs>;
type State = Unwrap<RouteTableState>;

const GONE = "InvalidRouteTableID.NotFound";

/** Source: EC2 API reference, CreateRouteTable, CreateRoute, ReplaceRoute, DeleteRoute. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/routeTable:RouteTable",
  noun: "Route Table",
  tags: true,
  properties: {
    vpcId: { kind: "string", required: true, replaces: true },
    // Left out, routes may be resources of their own, hence computed; an empty list removes them all.
    routes: { kind: "set", of: { kind: "object", fields: routeProperties }, computed: true },
    propagatingVgws: {
      kind: "set",
      computed: true,
      simulated: "moto has no EnableVgwRoutePropagation",
    },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  validate({ routes }) {
    if (!isList(routes)) return [];
    return routes.flatMap((route, i) => {
      const reason = isObject(route) ? problemOf(route) : undefined;
      return reason === undefined ? [] : [{ property: `routes[${i}]`, reason }];
    });
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { RouteTable } = await ec2.createRouteTable({
      VpcId: inputs.vpcId,
      TagSpecifications: tagSpecifications("route-table", inputs.tagsAll),
    });
    const id = RouteTable?.RouteTableId ?? "";
    call.created(id);
    await setRoutes(ec2, id, [], inputs.routes ?? []);
    return id;
  },

  async read(id, call, prior) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeRouteTables({ RouteTableIds: [id] }), GONE);
    const table = found?.RouteTables?.[0];
    if (table === undefined) return undefined;
    const shown = (table.Routes ?? []).filter((route) => isShown(route, prior.routes ?? []));
    return {
      arn: arnOf(call, `route-table/${id}`, table.OwnerId),
      ownerId: table.OwnerId,
      vpcId: table.VpcId,
      routes: shown.map(fromApi),
      tags: tagsOf(table.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("routes")) await setRoutes(ec2, id, before.routes ?? [], inputs.routes ?? []);
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(ec2.describeRouteTables({ RouteTableIds: [id] }), GONE);
    // Associations that somebody else made would keep the table.
    for (const { RouteTableAssociationId } of found?.RouteTables?.[0]?.Associations ?? []) {
      const ended = ec2.disassociateRouteTable({ AssociationId: RouteTableAssociationId });
      await unlessGone(ended, "InvalidAssociationID.NotFound");
    }
    await unlessGone(ec2.deleteRouteTable({ RouteTableId: id }), GONE);
  },
});

/** Routes that stay are left alone, so that traffic on them is never interrupted. */
async function setRoutes(
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
