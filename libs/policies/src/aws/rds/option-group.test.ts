import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { rdsOption } from "./option-group.ts";

const found = (props: object) =>
  findingsFor(rdsOption, [
    {
      type: "aws:rds/optionGroup:OptionGroup",
      name: "group",
      props: { engineName: "mysql", majorEngineVersion: "8.4", ...props },
    },
  ]);
const audit = (name: unknown, value: unknown) =>
  found({ options: [{ optionName: "MARIADB_AUDIT_PLUGIN", optionSettings: [{ name, value }] }] });

it("passes the audit log, and what is not known yet", () => {
  expect(audit("SERVER_AUDIT_EVENTS", "CONNECT,QUERY_DDL,QUERY_DCL")).toEqual([]);
  expect(audit("SERVER_AUDIT_EVENTS", UNKNOWN)).toEqual([]);
  expect(audit(UNKNOWN, "CONNECT")).toEqual([]);
  expect(found({ majorEngineVersion: "8.0", options: [{ optionName: "MEMCACHED" }] })).toEqual([]);
  expect(found({ majorEngineVersion: UNKNOWN, options: [UNKNOWN] })).toEqual([]);
  expect(found({ engineName: UNKNOWN, options: UNKNOWN })).toEqual([]);
  expect(found({ engineName: "oracle-ee", options: [{ optionName: "NATIVE_NETWORK" }] })).toEqual(
    [],
  );
});

it("fails versions, options, settings and events that there are not", () => {
  expect(found({ majorEngineVersion: "8" })).toEqual([
    'group (majorEngineVersion) is "8", which is no major version of MySQL in RDS',
  ]);
  expect(found({ options: [{ optionName: "MEMCACHED" }] })).toEqual([
    "group (options[0]) is MEMCACHED, which MySQL 8.4 has not",
  ]);
  expect(audit("AUDIT", "1")).toEqual([
    "group (options[0]) has AUDIT, which is no setting of the audit log",
  ]);
  expect(audit("SERVER_AUDIT_EVENTS", "CONNECT,ALL")).toEqual([
    'group (options[0]) audits "ALL", which is no event',
  ]);
});
