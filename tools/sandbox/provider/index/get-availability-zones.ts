import type {
  GetAvailabilityZonesArgs,
  GetAvailabilityZonesResult,
} from "@pulumi/aws/getAvailabilityZones.js";

import { defineFunction } from "../function-type.ts";

/** Zones of the region by name. Source: terraform-provider-aws, data source aws_availability_zones. */
export const fn = defineFunction<GetAvailabilityZonesArgs, GetAvailabilityZonesResult>({
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  noun: "EC2 Availability Zones",
  async call(args, call) {
    const ec2 = await call.aws.ec2();
    const state = args.state === undefined ? [] : [{ Name: "state", Values: [args.state] }];
    const own = (args.filters ?? []).map(({ name, values }) => ({ Name: name, Values: values }));
    const { AvailabilityZones = [] } = await ec2.describeAvailabilityZones({
      AllAvailabilityZones: args.allAvailabilityZones ?? false,
      Filters: [...state, ...own],
    });
    const zones = AvailabilityZones.filter(
      (zone) =>
        !(args.excludeNames ?? []).includes(zone.ZoneName ?? "") &&
        !(args.excludeZoneIds ?? []).includes(zone.ZoneId ?? ""),
    ).sort((a, b) => ((a.ZoneName ?? "") < (b.ZoneName ?? "") ? -1 : 1));
    return {
      ...args,
      id: call.region,
      region: call.region,
      names: zones.map((zone) => zone.ZoneName ?? ""),
      zoneIds: zones.map((zone) => zone.ZoneId ?? ""),
      groupNames: [...new Set(zones.map((zone) => zone.GroupName ?? call.region))],
    };
  },
});
