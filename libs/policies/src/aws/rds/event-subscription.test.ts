import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { rdsEvents } from "./event-subscription.ts";

const events = (props: object): LiteralResource => ({
  type: "aws:rds/eventSubscription:EventSubscription",
  name: "events",
  props: {
    snsTopic: "arn:aws:sns:us-east-1:777788889999:alarms",
    sourceType: "db-instance",
    sourceIds: ["main"],
    eventCategories: ["failure", "low storage"],
    ...props,
  },
});

it("passes categories that the kind of source has, and what is not known yet", () => {
  for (const literal of [events({}), ...unknowns(events({}))]) {
    expect(findingsFor(rdsEvents, [literal])).toEqual([]);
  }
  expect(findingsFor(rdsEvents, [events({ eventCategories: [UNKNOWN, "failover"] })])).toEqual([]);
});

it.each([
  [{ eventCategories: ["failed"] }, '(eventCategories) has "failed"; db-instance has availability'],
  [{ sourceType: undefined }, "(sourceIds) names sources, and sourceType does not say of what"],
  [{ snsTopic: "arn:aws:sns:us-east-1:777788889999:a.fifo" }, "(snsTopic) is a FIFO topic"],
])("fails %j", (props, finding) => {
  expect(findingsFor(rdsEvents, [events(props)])).toEqual([expect.stringContaining(finding)]);
});
