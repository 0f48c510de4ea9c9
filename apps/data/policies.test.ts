import { contextOf, judgementOf, mandatory } from "@strata/policies";
import { environmentsOf, record, settingsIn } from "@strata/testing";

import data from "./index.ts";
import { waivers } from "./waivers.ts";

const folder = import.meta.dirname;
const network = {
  databaseSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  dbSecurityGroupId: "sg-db",
};

it.each(environmentsOf(folder))("keeps every mandatory rule in %s, or waives it", async (stack) => {
  const settings = settingsIn(folder, "data", stack);
  const world = { project: "data", stack, settings, outputs: { network } };
  const { resources } = await record(world, data);
  const { findings, problems } = judgementOf(resources, waivers, contextOf("data", stack));
  expect(mandatory(findings).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  expect(problems).toEqual([]);
});
