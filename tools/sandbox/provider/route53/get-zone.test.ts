import { randomUUID } from "node:crypto";

import { awsClients } from "../aws-clients.ts";
import { emulatedProvider, emulatorAddress } from "../testing/emulated.ts";
import type { Values } from "../value.ts";
import { scratchZone, type ScratchZone } from "./testing/scratch-zone.ts";

async function get(args: Values): Promise<Values> {
  const provider = await emulatedProvider();
  return (await provider.invoke("aws:route53/getZone:getZone", args)).result;
}

describe("a hosted zone", () => {
  let zone: ScratchZone;
  beforeAll(async () => {
    zone = await scratchZone(`${randomUUID()}.example.com`);
    const route53 = await awsClients(emulatorAddress(), "us-east-1").route53();
    await route53.changeTagsForResource({
      ResourceType: "hostedzone",
      ResourceId: zone.id,
      AddTags: [{ Key: "owner", Value: "platform" }],
    });
  });
  afterAll(() => zone.remove());

  it.each([
    ["its name", () => ({ name: zone.name })],
    ["its name with a dot", () => ({ name: `${zone.name}.` })],
    ["its id", () => ({ zoneId: zone.id })],
    ["its name and tags", () => ({ name: zone.name, tags: { owner: "platform" } })],
  ])("is found by %s", async (_key, args) => {
    expect(await get(args())).toMatchObject({
      id: zone.id,
      zoneId: zone.id,
      name: zone.name,
      arn: `arn:aws:route53:::hostedzone/${zone.id}`,
      privateZone: false,
      resourceRecordSetCount: 2,
      tags: { owner: "platform" },
      nameServers: expect.arrayContaining([expect.stringMatching(/awsdns/)]),
    });
  });

  it.each([
    [
      "another name",
      () => ({ name: "none.example.com" }),
      "no matching Route 53 Hosted Zone found",
    ],
    [
      "other tags",
      () => ({ name: zone.name, tags: { owner: "nobody" } }),
      "no matching Route 53 Hosted Zone found",
    ],
    ["a private one", () => ({ name: zone.name, privateZone: true }), "no matching"],
    ["neither name nor id", () => ({}), 'one of "zoneId" and "name" must be given'],
  ])("fails for %s", async (_what, args, message) => {
    await expect(get(args())).rejects.toThrow(message);
  });

  it("fails where two have the name", async () => {
    const twin = await scratchZone(zone.name);
    await expect(get({ name: zone.name })).rejects.toThrow("multiple Route 53 Hosted Zones");
    await twin.remove();
  });
});
