import { record } from "@strata/testing";

import { whereOpen } from "./open-port.ts";

it("hands the value on where the port is open", () => {
  expect(whereOpen("www.example.com", 443, [80, 443])).toBe("www.example.com");
});

it("fails where it is not, with the setting of network to change", async () => {
  const run = record({ project: "compute", stack: "prod" }, () => whereOpen("", 443, [80]));
  await expect(run).rejects.toThrow(
    "compute:settings has a domain, but network lets nobody in on port 443\n" +
      "Set https: true in apps/network/Pulumi.prod.yaml and deploy network",
  );
});
