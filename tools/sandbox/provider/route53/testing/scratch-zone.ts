import { randomUUID } from "node:crypto";

import type { RRType } from "@aws-sdk/client-route-53";

import { awsClients } from "../../aws-clients.ts";
import { emulatorAddress } from "../../testing/emulated.ts";

/** A public hosted zone, made without the provider under test. */
export interface ScratchZone {
  readonly id: string;
  readonly name: string;
  add(name: string, type: RRType, value: string): Promise<void>;
  /** With all the records in it. */
  remove(): Promise<void>;
}

export async function scratchZone(name: string): Promise<ScratchZone> {
  const route53 = await awsClients(emulatorAddress(), "us-east-1").route53();
  const { HostedZone } = await route53.createHostedZone({
    Name: name,
    CallerReference: randomUUID(),
  });
  const id = (HostedZone?.Id ?? "").replace("/hostedzone/", "");
  const change = (Action: "CREATE" | "DELETE", ResourceRecordSet: object) =>
    route53.changeResourceRecordSets({
      HostedZoneId: id,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet: ResourceRecordSet as never }] },
    });
  return {
    id,
    name,
    async add(recordName, Type, Value) {
      await change("CREATE", { Name: recordName, Type, TTL: 60, ResourceRecords: [{ Value }] });
    },
    async remove() {
      const { ResourceRecordSets = [] } = await route53.listResourceRecordSets({
        HostedZoneId: id,
      });
      const own = ResourceRecordSets.filter(({ Type }) => Type !== "NS" && Type !== "SOA");
      for (const record of own) await change("DELETE", record);
      await route53.deleteHostedZone({ Id: id });
    },
  };
}
