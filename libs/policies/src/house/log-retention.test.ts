import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import { logRetention } from "./log-retention.ts";

const logGroup = (props: object) =>
  findingsFor(logRetention, [{ type: "aws:cloudwatch/logGroup:LogGroup", name: "flow", props }]);

it("passes a log group that forgets", () => {
  expect(logGroup({ retentionInDays: 30 })).toEqual([]);
  expect(logGroup({ retentionInDays: UNKNOWN })).toEqual([]);
});

it.each([[{}], [{ retentionInDays: 0 }]])("fails a log group that never forgets: %j", (props) => {
  expect(logGroup(props)).toEqual([
    "flow (retentionInDays) keeps its logs, and their cost, for ever",
  ]);
});
