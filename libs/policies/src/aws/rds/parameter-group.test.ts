import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { rdsParameter, rdsParameterFamily } from "./parameter-group.ts";

const found = (props: object) =>
  [rdsParameterFamily, rdsParameter].flatMap((rule) =>
    findingsFor(rule, [{ type: "aws:rds/parameterGroup:ParameterGroup", name: "group", props }]),
  );
const parameter = (props: object) => found({ family: "mysql8.4", parameters: [props] });

it.each([
  { name: "slow_query_log", value: "1" },
  { name: "SLOW_QUERY_LOG", value: "0" },
  { name: "performance_schema", value: "1", applyMethod: "pending-reboot" },
  { name: "log_output", value: "FILE" },
  { name: "max_connections", value: "{DBInstanceClassMemory/12582880}" },
  { name: "innodb_read_io_threads", value: "8", applyMethod: "pending-reboot" },
  { name: "innodb_buffer_pool_size", value: "{DBInstanceClassMemory*3/4}" },
  { name: "read_only", value: "{TrueIfReplica}" },
  { name: "general_log", value: UNKNOWN },
  { name: UNKNOWN, value: "1" },
])("passes %j", (props) => {
  expect(parameter(props)).toEqual([]);
});

it("passes what is not known yet, and other engines", () => {
  expect(found({ family: UNKNOWN, parameters: UNKNOWN })).toEqual([]);
  expect(found({ family: "mysql8.4", parameters: [UNKNOWN] })).toEqual([]);
  expect(found({ family: "postgres17", parameters: [{ name: "datadir", value: "/" }] })).toEqual(
    [],
  );
  expect(
    found({ family: "mysql8.0", parameters: [{ name: "expire_logs_days", value: "1" }] }),
  ).toEqual([]);
});

it.each([
  [
    { name: "lower_case_table_names", value: "1" },
    "lower_case_table_names is read at the start of MySQL only, and cannot be applied at once",
  ],
  [{ name: "slow_query_log", value: "true" }, 'slow_query_log is "true": RDS takes 0 and 1'],
  [{ name: "socket", value: "/tmp/x" }, "socket cannot be changed in RDS"],
  [{ name: "tx_isolation", value: "SERIALIZABLE" }, "tx_isolation is not in MySQL 8.4"],
  [{ name: "slow_query_lgo", value: "1" }, "slow_query_lgo is unknown: slow_query_log is meant"],
  [{ name: "max_conections", value: "1" }, "max_conections is unknown: max_connections is meant"],
  [
    { name: "long_query_time", value: "1s" },
    'long_query_time is "1s": RDS takes a number of seconds',
  ],
])("fails %j", (props, problem) => {
  expect(parameter(props)).toEqual([`group (parameters[0]) ${problem}`]);
});

it("fails a family that there is not", () => {
  expect(found({ family: "mysql84" })).toEqual([
    'group (family) is "mysql84", which is no family of RDS',
  ]);
});
