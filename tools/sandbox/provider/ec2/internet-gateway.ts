import type { Unwrap } from "@pulumi/pulumi";
import type { InternetGatewayArgs, InternetGatewayState } from "@pulumi/aws/ec2/internetGateway.js";
import type { EC2 } from "@aws-sdk/client-ec2";

import { unlessGone } from "../api-error.ts";
import { defineResource, type Call } from "../resource-type.ts";
import { arnOf } from "./arn.ts";
import { tagsOf, tagSpecifications, updateTags } from "./tags.ts";

type Inputs = Unwrap<InternetGatewayArgs>;
type State = Unwrap<InternetGatewayState>;

const GONE = "InvalidInternetGatewayID.NotFound";
const IN_USE = "DependencyViolation";

/** Source: EC2 API reference, CreateInternetGateway, AttachInternetGateway, DetachInternetGateway. */
export const resource = defineResource<Inputs, State>({
  token: "aws:ec2/internetGateway:InternetGateway",
  noun: "EC2 Internet Gateway",
  tags: true,
  properties: {
    // Moves by detaching and attaching. Left out, InternetGatewayAttachment may attach it, hence computed.
    vpcId: { kind: "string", computed: true },
    region: { kind: "string", computed: true, replaces: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
    ownerId: { kind: "string", output: true },
  },

  async create(inputs, call) {
    const ec2 = await call.aws.ec2();
    const { InternetGateway } = await ec2.createInternetGateway({
      TagSpecifications: tagSpecifications("internet-gateway", inputs.tagsAll),
    });
    const id = InternetGateway?.InternetGatewayId ?? "";
    call.created(id);
    await attach(ec2, id, inputs.vpcId);
    return id;
  },

  async read(id, call) {
    const ec2 = await call.aws.ec2();
    const found = await unlessGone(
      ec2.describeInternetGateways({ InternetGatewayIds: [id] }),
      GONE,
    );
    const gateway = found?.InternetGateways?.[0];
    if (gateway === undefined) return undefined;
    return {
      arn: arnOf(call, `internet-gateway/${id}`, gateway.OwnerId),
      ownerId: gateway.OwnerId,
      vpcId: gateway.Attachments?.[0]?.VpcId,
      tags: tagsOf(gateway.Tags),
    };
  },

  async update(id, { inputs, changed, before }, call) {
    const ec2 = await call.aws.ec2();
    if (changed("vpcId")) {
      await detach(id, before.vpcId, call);
      await attach(ec2, id, inputs.vpcId);
    }
    if (changed("tagsAll")) await updateTags(ec2, id, before.tagsAll, inputs.tagsAll);
  },

  async delete(id, state, call) {
    const ec2 = await call.aws.ec2();
    await detach(id, state.vpcId, call);
    const request = { InternetGatewayId: id };
    const deleted = call.untilReleased(() => ec2.deleteInternetGateway(request), IN_USE);
    await unlessGone(deleted, GONE);
  },
});

async function attach(ec2: EC2, id: string, vpcId: string | undefined): Promise<void> {
  if (vpcId === undefined) return;
  await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
}

/** Refused as long as anything in the VPC has a public address. */
async function detach(id: string, vpcId: string | undefined, call: Call): Promise<void> {
  if (vpcId === undefined) return;
  const ec2 = await call.aws.ec2();
  const request = { InternetGatewayId: id, VpcId: vpcId };
  const detached = call.untilReleased(() => ec2.detachInternetGateway(request), IN_USE);
  await unlessGone(detached, "Gateway.NotAttached", "InvalidVpcID.NotFound", GONE);
}
