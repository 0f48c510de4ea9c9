import type { GetZoneArgs, GetZoneResult } from "@pulumi/aws/route53/getZone.js";
import type { HostedZone, Route53 } from "@aws-sdk/client-route-53";

import { defineFunction } from "../function-type.ts";
import { tagRecord } from "../tag-list.ts";
import { withoutDot } from "./domain-name.ts";

/** Source: Route 53 API reference, GetHostedZone, ListHostedZones. */
export const fn = defineFunction<GetZoneArgs, GetZoneResult>({
  token: "aws:route53/getZone:getZone",
  noun: "Route 53 Hosted Zone",

  async call({ zoneId, name, privateZone, vpcId, tags: wanted = {} }, call) {
    if ((zoneId === undefined) === (name === undefined)) {
      throw new Error('one of "zoneId" and "name" must be given, and not both');
    }
    const route53 = await call.aws.route53();
    const zones = zoneId === undefined ? await zonesNamed(route53, name ?? "") : [{ Id: zoneId }];
    const found = [];
    for (const { Id = "" } of zones) {
      const id = Id.replace(/^\/hostedzone\//, "");
      const { HostedZone: zone, DelegationSet, VPCs } = await route53.getHostedZone({ Id: id });
      const tags = await tagsOf(route53, id);
      const isPrivate = zone?.Config?.PrivateZone === true;
      const fits =
        zoneId !== undefined ||
        (isPrivate === (privateZone === true || vpcId !== undefined) &&
          (vpcId === undefined || VPCs?.some(({ VPCId }) => VPCId === vpcId) === true) &&
          Object.entries(wanted).every(([key, value]) => tags[key] === value));
      if (fits)
        found.push({ id, zone, servers: DelegationSet?.NameServers ?? [], tags, isPrivate });
    }
    const [match] = found;
    if (match === undefined) throw new Error("no matching Route 53 Hosted Zone found");
    if (found.length > 1) {
      throw new Error("multiple Route 53 Hosted Zones matched: use more specific arguments");
    }
    const { id, zone, servers, tags, isPrivate } = match;
    return {
      arn: `arn:${call.partition}:route53:::hostedzone/${id}`,
      callerReference: zone?.CallerReference ?? "",
      comment: zone?.Config?.Comment ?? "",
      id,
      linkedServiceDescription: zone?.LinkedService?.Description ?? "",
      linkedServicePrincipal: zone?.LinkedService?.ServicePrincipal ?? "",
      name: withoutDot(zone?.Name ?? ""),
      nameServers: [...servers].sort(),
      primaryNameServer: servers[0] ?? "",
      privateZone: isPrivate,
      resourceRecordSetCount: zone?.ResourceRecordSetCount ?? 0,
      tags,
      ...(vpcId === undefined ? {} : { vpcId }),
      zoneId: id,
    };
  },
});

async function zonesNamed(route53: Route53, name: string): Promise<HostedZone[]> {
  const { HostedZones = [] } = await route53.listHostedZonesByName({ DNSName: name });
  // The list goes on with the names that follow.
  return HostedZones.filter((zone) => withoutDot(zone.Name ?? "") === withoutDot(name));
}

async function tagsOf(route53: Route53, id: string): Promise<Record<string, string>> {
  const answer = await route53.listTagsForResource({ ResourceType: "hostedzone", ResourceId: id });
  return tagRecord(answer.ResourceTagSet?.Tags);
}
