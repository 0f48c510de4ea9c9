import * as pulumi from "@pulumi/pulumi";
import { record } from "@strata/testing";

import { requireHttpsPort } from "./https-port.ts";

const check = (open: unknown) =>
  record({ project: "compute", stack: "prod" }, () =>
    requireHttpsPort(pulumi.output(open) as unknown as pulumi.Output<number[]>),
  );

it.each([
  ["is open", [80, 443]],
  ["is not known yet", pulumi.unknown],
])("lets the program go on where the port %s", async (_, open) => {
  expect((await check(open)).result).toBeUndefined();
});

it("fails where the port is closed, with the setting of network to change", async () => {
  await expect(check([80])).rejects.toThrow(
    "compute:settings has a domain, but network lets nobody in on port 443\n" +
      "Set https: true in apps/network/Pulumi.prod.yaml and deploy network",
  );
});
