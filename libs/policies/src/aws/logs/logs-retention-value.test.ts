import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { logsRetentionValue } from "./logs-retention-value.ts";

const logGroup = (props: object) =>
  findingsFor(logsRetentionValue, [
    { type: "aws:cloudwatch/logGroup:LogGroup", name: "flow", props },
  ]);

it("passes what CloudWatch Logs takes, and what is not known yet", () => {
  for (const retentionInDays of [undefined, 0, 1, 30, 3653, UNKNOWN]) {
    expect(logGroup({ retentionInDays })).toEqual([]);
  }
});

it("fails any other number of days", () => {
  expect(logGroup({ retentionInDays: 31 })).toEqual([
    "flow (retentionInDays) is 31 days, which CloudWatch Logs refuses",
  ]);
});
