import type { Unwrap } from "@pulumi/pulumi";
import type { RouteTableArgs, RouteTableState } from "@pulumi/aws/ec2/routeTable.js";

import { unlessGone } from "../api-error.ts";
import { defineResource } from "../resource-type.ts";
import {
  findTable,
  routeFailures,
  setRoutes,
  tableGone,
  tableRoutes,
  tableState,
} from "./table-routes.ts";
import { tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<RouteTableArgs>;
type State = Unwrap<RouteTableState>;

/** Source: EC2 API reference, CreateRouteTable, CreateRoute, ReplaceRoute, DeleteRoute. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/routeTable:RouteTable",
  noun: "Route Table",
  tags: true,
  properties: {
    vpcId: { kind: "string", required: true, replaces: true },
    routes: tableRoutes,
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

  validate: ({ routes }) => routeFailures(routes),

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
    const table = await findTable(id, call);
    return table === undefined ? undefined : tableState(id, table, prior.routes ?? [], call);
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("routes")) await setRoutes(ec2, id, before.routes ?? [], inputs.routes ?? []);
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, _state, call) {
    const ec2 = await call.aws.ec2();
    const table = await findTable(id, call);
    // Associations that somebody else made would keep the table.
    for (const { RouteTableAssociationId } of table?.Associations ?? []) {
      const ended = ec2.disassociateRouteTable({ AssociationId: RouteTableAssociationId });
      await unlessGone(ended, "InvalidAssociationID.NotFound");
    }
    await unlessGone(ec2.deleteRouteTable({ RouteTableId: id }), tableGone);
  },
});
