import { record, valueOf } from "@strata/testing";

import { DatabaseOptions, databaseParameters } from "./database-options.ts";

const values = (...logs: Parameters<typeof databaseParameters>[0]) =>
  Object.fromEntries(databaseParameters(logs).map(({ name, value }) => [name, value]));

it("demands TLS and writes to files, whatever is logged", () => {
  for (const parameters of [values(), values("audit", "error", "general", "slowquery")]) {
    expect(parameters).toMatchObject({ require_secure_transport: "1", log_output: "FILE" });
  }
});

it("writes the logs that are asked for, and no other", () => {
  expect(values("error")).toMatchObject({ general_log: "0", slow_query_log: "0" });
  expect(values("slowquery")).toMatchObject({ general_log: "0", slow_query_log: "1" });
  expect(values("general")).toMatchObject({ general_log: "1", slow_query_log: "0" });
});

it("has an option group for an audit log only", async () => {
  const options = (logs: Parameters<typeof databaseParameters>[0]) =>
    record({ project: "data" }, () => new DatabaseOptions("main", { logs }));
  const without = await options(["error", "general", "slowquery"]);
  expect(without.result.optionGroupName).toBeUndefined();
  expect(without.resources.map(({ type }) => type)).not.toContain(
    "aws:rds/optionGroup:OptionGroup",
  );

  const { result, resources } = await options(["audit"]);
  expect(result.optionGroupName && (await valueOf(result.optionGroupName))).toBe(
    "strata-local-data-main",
  );
  const group = resources.find(({ type }) => type === "aws:rds/optionGroup:OptionGroup");
  expect(group?.inputs).toMatchObject({
    engineName: "mysql",
    majorEngineVersion: "8.4",
    options: [{ optionName: "MARIADB_AUDIT_PLUGIN" }],
  });
});
