import type { Unwrap } from "@pulumi/pulumi";
import type {
  DefaultRouteTableArgs,
  DefaultRouteTableState,
} from "@pulumi/aws/ec2/defaultRouteTable.js";

import { defineResource } from "../resource-type.ts";
import { fromApi, isShown } from "./inline-route.ts";
import { findTable, routeFailures, setRoutes, tableRoutes, tableState } from "./table-routes.ts";
import { updateTags } from "./tags.ts";

type Inputs = Unwrap<DefaultRouteTableArgs>;
type State = Unwrap<DefaultRouteTableState>;

/**
 * The main route table that EC2 makes with every VPC, adopted: its routes go, whatever the program says, and a deletion
 * leaves it as it is.
 *
 * Source: EC2 API reference, DescribeRouteTables, CreateRoute, ReplaceRoute, DeleteRoute.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/defaultRouteTable:DefaultRouteTable",
  noun: "EC2 Default Route Table",
  tags: true,
  properties: {
    defaultRouteTableId: { kind: "string", required: true, replaces: true },
    routes: tableRoutes,
    propagatingVgws: { kind: "set", simulated: "moto has no EnableVgwRoutePropagation" },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
    vpcId: { kind: "string", output: true },
  },

  validate: ({ routes }) => routeFailures(routes),

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const id = inputs.defaultRouteTableId;
    const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [id] });
    call.created(id);
    const held = (RouteTables?.[0]?.Routes ?? []).filter((route) => isShown(route, []));
    await setRoutes(ec2, id, held.map(fromApi), []);
    await setRoutes(ec2, id, [], inputs.routes ?? []);
    await updateTags(ec2, id, {}, inputs.tagsAll);
    return id;
  },

  async read(id, call, prior) {
    const table = await findTable(id, call);
    if (table === undefined) return undefined;
    return { ...tableState(id, table, prior.routes ?? [], call), defaultRouteTableId: id };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("routes")) await setRoutes(ec2, id, before.routes ?? [], inputs.routes ?? []);
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  /** EC2 keeps it as long as the VPC. */
  delete: () => Promise.resolve(),

  /** By the id of its VPC. */
  async import(vpcId, call) {
    const ec2 = await call.aws.ec2();
    const { RouteTables } = await ec2.describeRouteTables({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "association.main", Values: ["true"] },
      ],
    });
    return { id: RouteTables?.[0]?.RouteTableId ?? "", prior: {} };
  },
});
