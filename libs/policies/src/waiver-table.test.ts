import { parseWaivers } from "./waiver.ts";
import { waiverTable } from "./waiver-table.ts";

it("writes one waiver for each resource in each environment", () => {
  const facts = { rule: "rds-own-port", reason: "clients know it", expires: "2027-01-31" };
  const written = waiverTable([
    { ...facts, environments: ["dev", "prod"], resources: ["main", (name) => `strata-${name}`] },
    { ...facts, environments: ["seed"], resources: ["main"] },
  ]);
  expect(written.map(({ environment, resource }) => `${environment} ${resource}`)).toEqual([
    "dev main",
    "dev strata-dev",
    "prod main",
    "prod strata-prod",
    "seed main",
  ]);
  expect(parseWaivers(written, "here")).toEqual(written);
});
