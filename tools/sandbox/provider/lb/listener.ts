import type { Unwrap } from "@pulumi/pulumi";
import type { ListenerArgs, ListenerState } from "@pulumi/aws/lb/listener.js";
import type { ProtocolEnum } from "@aws-sdk/client-elastic-load-balancing-v2";

import { unlessGone } from "../api-error.ts";
import type { Property } from "../property.ts";
import { defineResource } from "../resource-type.ts";
import { tagList } from "../tag-list.ts";
import type { Value } from "../value.ts";
import { ACTION, actionFailures, readActions, writtenActions } from "./actions.ts";
import { heldAttributes, readAttributes, writtenAttributes } from "./attributes.ts";
import { LISTENER_ATTRIBUTES, type ListenerAttribute } from "./listener-attributes.ts";
import { tagsOf, updateTags } from "./tags.ts";

type Inputs = Unwrap<ListenerArgs>;
type State = Unwrap<ListenerState>;

const GONE = "ListenerNotFound*";

/**
 * AWS fills in what is not given; and a listener whose protocol does not have the attribute shows none, whatever the
 * program says.
 */
function attribute(name: ListenerAttribute): Property {
  const equal = (before: Value, after: Value): boolean => before === undefined || before === after;
  return { kind: LISTENER_ATTRIBUTES[name].kind, computed: true, equal };
}

const ATTRIBUTE_PROPERTIES = Object.fromEntries(
  (Object.keys(LISTENER_ATTRIBUTES) as ListenerAttribute[]).map((name) => [name, attribute(name)]),
) as Record<ListenerAttribute, Property>;

/** Source: ELBv2 API reference, CreateListener, ModifyListener, ModifyListenerAttributes. */
export const resource = defineResource<Inputs, State>({
  token: "aws:lb/listener:Listener",
  noun: "ELBv2 Listener",
  tags: true,
  properties: {
    ...ATTRIBUTE_PROPERTIES,
    alpnPolicy: { kind: "string", simulated: "moto does not change the ALPN policy" },
    certificateArn: { kind: "string" },
    defaultActions: { kind: "list", required: true, of: ACTION },
    loadBalancerArn: { kind: "string", required: true, replaces: true },
    mutualAuthentication: {
      kind: "object",
      computed: true,
      fields: {
        advertiseTrustStoreCaNames: { kind: "string", computed: true },
        ignoreClientCertificateExpiry: { kind: "boolean", default: false },
        mode: { kind: "string", required: true },
        trustStoreArn: { kind: "string" },
      },
      simulated: "moto does not keep mutual authentication",
    },
    port: { kind: "number" },
    protocol: {
      kind: "string",
      computed: true,
      equal: (before, after) => String(before).toUpperCase() === String(after).toUpperCase(),
    },
    region: { kind: "string", computed: true, replaces: true },
    sslPolicy: { kind: "string", computed: true },
    tags: { kind: "map" },
    arn: { kind: "string", output: true },
  },
  validate: ({ defaultActions }) => actionFailures("defaultActions", defaultActions),

  async create(inputs, call) {
    const elbv2 = await call.aws.elbv2();
    const { Listeners } = await elbv2.createListener({
      LoadBalancerArn: inputs.loadBalancerArn,
      Port: inputs.port,
      Protocol: protocolOf(inputs),
      DefaultActions: writtenActions(inputs.defaultActions),
      SslPolicy: inputs.sslPolicy,
      ...certificatesOf(inputs),
      Tags: tagList(inputs.tagsAll),
    });
    const arn = Listeners?.[0]?.ListenerArn ?? "";
    call.created(arn);
    const Attributes = writtenAttributes(LISTENER_ATTRIBUTES, protocolOf(inputs), inputs);
    if (Attributes.length > 0) {
      await elbv2.modifyListenerAttributes({ ListenerArn: arn, Attributes });
    }
    return arn;
  },

  async read(arn, call, prior) {
    const elbv2 = await call.aws.elbv2();
    const found = await unlessGone(elbv2.describeListeners({ ListenerArns: [arn] }), GONE);
    const listener = found?.Listeners?.[0];
    if (listener === undefined) return undefined;
    const [{ Attributes: pairs }, tags] = await Promise.all([
      elbv2.describeListenerAttributes({ ListenerArn: arn }),
      tagsOf(elbv2, arn),
    ]);
    // moto shows a policy for every listener; AWS only where there is something to encrypt.
    const encrypted = listener.Protocol === "HTTPS" || listener.Protocol === "TLS";
    return {
      ...readAttributes(LISTENER_ATTRIBUTES, listener.Protocol, heldAttributes(pairs)),
      certificateArn: encrypted ? listener.Certificates?.[0]?.CertificateArn : undefined,
      defaultActions: readActions(listener.DefaultActions, prior.defaultActions),
      loadBalancerArn: listener.LoadBalancerArn,
      port: listener.Port,
      protocol: listener.Protocol,
      sslPolicy: encrypted ? listener.SslPolicy : undefined,
      arn: listener.ListenerArn,
      tags,
    };
  },

  async update(arn, { before, inputs, changed }, call) {
    const elbv2 = await call.aws.elbv2();
    if (changed("certificateArn", "defaultActions", "port", "protocol", "sslPolicy")) {
      await elbv2.modifyListener({
        ListenerArn: arn,
        Port: inputs.port,
        Protocol: inputs.protocol?.toUpperCase() as ProtocolEnum,
        DefaultActions: changed("defaultActions")
          ? writtenActions(inputs.defaultActions)
          : undefined,
        SslPolicy: inputs.sslPolicy,
        ...certificatesOf(inputs),
      });
    }
    const protocol = inputs.protocol?.toUpperCase() ?? before.protocol;
    const Attributes = writtenAttributes(LISTENER_ATTRIBUTES, protocol, inputs, (name) =>
      changed(name),
    );
    if (Attributes.length > 0) {
      await elbv2.modifyListenerAttributes({ ListenerArn: arn, Attributes });
    }
    if (changed("tagsAll")) await updateTags(elbv2, arn, before.tagsAll, inputs.tagsAll);
  },

  async delete(arn, _state, call) {
    const elbv2 = await call.aws.elbv2();
    await unlessGone(elbv2.deleteListener({ ListenerArn: arn }), GONE);
  },
});

/** As in the provider: an application load balancer speaks HTTPS if there is a certificate, else HTTP. */
function protocolOf(inputs: Inputs): ProtocolEnum | undefined {
  if (inputs.protocol !== undefined) return inputs.protocol.toUpperCase() as ProtocolEnum;
  if (!inputs.loadBalancerArn.includes(":loadbalancer/app/")) return undefined;
  return inputs.certificateArn === undefined ? "HTTP" : "HTTPS";
}

function certificatesOf({ certificateArn }: Inputs) {
  return certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: certificateArn }] };
}
