import type { Unwrap } from "@pulumi/pulumi";
import type {
  RouteTableAssociationArgs,
  RouteTableAssociationState,
} from "@pulumi/aws/ec2/routeTableAssociation.js";
import type { RouteTableAssociation } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { refusal } from "../refusal.ts";
import { defineResource, type Call } from "../resource-type.ts";

type Inputs = Unwrap<RouteTableAssociationArgs>;
type State = Unwrap<RouteTableAssociationState>;
type Target = Partial<State>;

/**
 * A subnet or gateway that uses a route table. The id is AWS's association id when it was made: pointing it at another
 * table gives it a new one, but a resource keeps its id in Pulumi, so it is found by its target from then on.
 *
 * Source: EC2 API reference, AssociateRouteTable, ReplaceRouteTableAssociation.
 */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  noun: "Route Table Association",
  properties: {
    routeTableId: { kind: "string", required: true },
    subnetId: { kind: "string", replaces: true },
    gatewayId: { kind: "string", replaces: true },
    region: { kind: "string", computed: true, replaces: true },
  },

  validate({ subnetId, gatewayId }) {
    if ((subnetId === undefined) !== (gatewayId === undefined)) return [];
    const reason = 'exactly one of "subnetId" and "gatewayId" must be set';
    return [{ property: "subnetId", reason }];
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const [other] = await associations(inputs, call);
    // moto would answer with the other association and change nothing.
    if (other !== undefined && other.RouteTableId !== inputs.routeTableId) {
      const conflict = `the specified association for route table ${inputs.routeTableId}`;
      throw refusal(
        "EC2: AssociateRouteTable",
        "Resource.AlreadyAssociated",
        `${conflict} conflicts with an existing association`,
      );
    }
    const { AssociationId = "" } = await ec2.associateRouteTable({
      RouteTableId: inputs.routeTableId,
      SubnetId: inputs.subnetId,
      GatewayId: inputs.gatewayId,
    });
    return AssociationId;
  },

  async read(id, call, prior) {
    const found = await findAssociation(id, prior, call);
    if (found === undefined) return undefined;
    return {
      routeTableId: found.RouteTableId,
      subnetId: found.SubnetId,
      gatewayId: found.GatewayId,
    };
  },

  async update(id, { inputs, before }, call) {
    const ec2 = await call.aws.ec2();
    const found = await findAssociation(id, before, call);
    await ec2.replaceRouteTableAssociation({
      AssociationId: found?.RouteTableAssociationId ?? id,
      RouteTableId: inputs.routeTableId,
    });
  },

  async delete(id, state, call) {
    const ec2 = await call.aws.ec2();
    const found = await findAssociation(id, state, call);
    if (found === undefined) return;
    const AssociationId = found.RouteTableAssociationId;
    await unlessGone(
      ec2.disassociateRouteTable({ AssociationId }),
      "InvalidAssociationID.NotFound",
    );
  },

  /** `subnet-1/rtb-1` or `igw-1/rtb-1`. */
  async import(importId, call) {
    const [target = "", routeTableId = "", ...rest] = importId.split("/");
    if (target === "" || routeTableId === "" || rest.length > 0) {
      throw new Error(
        `unexpected import id "${importId}": use subnetId/routeTableId or gatewayId/routeTableId`,
      );
    }
    const key = target.startsWith("subnet-") ? "subnetId" : "gatewayId";
    const prior: Target = { [key]: target, routeTableId };
    const found = (await associations(prior, call)).find((a) => a.RouteTableId === routeTableId);
    return { id: found?.RouteTableAssociationId ?? "", prior: found === undefined ? {} : prior };
  },
});

async function findAssociation(
  id: string,
  target: Target,
  call: Call,
): Promise<RouteTableAssociation | undefined> {
  const found = await associations(target, call, id);
  return found.find((a) => a.RouteTableAssociationId === id) ?? found[0];
}

/** Associations of the target, and the one with this id. */
async function associations(
  { subnetId, gatewayId }: Target,
  call: Call,
  id = "",
): Promise<readonly RouteTableAssociation[]> {
  if (id === "" && subnetId === undefined && gatewayId === undefined) return [];
  const ec2 = await call.aws.ec2();
  const { RouteTables = [] } = await ec2.describeRouteTables({});
  return RouteTables.flatMap((table) => table.Associations ?? []).filter(
    (association) =>
      association.RouteTableAssociationId === id ||
      (subnetId !== undefined && association.SubnetId === subnetId) ||
      (gatewayId !== undefined && association.GatewayId === gatewayId),
  );
}
