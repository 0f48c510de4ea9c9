import { UNKNOWN } from "../../unknown.ts";
import { findingsFor } from "../../testing/findings-for.ts";
import { dashboardBody } from "./dashboard.ts";

const found = (body: unknown) =>
  findingsFor(dashboardBody, [
    {
      type: "aws:cloudwatch/dashboard:Dashboard",
      name: "it",
      props: { dashboardBody: typeof body === "string" ? body : JSON.stringify(body) },
    },
  ]);
const metrics = { region: "us-east-1", metrics: [["AWS/EC2", "CPUUtilization"]] };
const widget = (props: object) =>
  found({ widgets: [{ type: "metric", properties: metrics, ...props }] });

it.each([
  {},
  { x: 0, y: 0, width: 24, height: 1000 },
  { x: 23, y: 7, width: 1, height: 1 },
  { properties: { ...metrics, metrics: undefined, annotations: { alarms: ["arn"] } } },
  { type: "text", properties: { markdown: "# Strata" } },
  { type: "alarm", properties: { alarms: ["arn"] } },
  { type: "log", properties: { region: "us-east-1", query: "SOURCE 'a'" } },
])("passes a widget with %j", (props) => {
  expect(widget(props)).toEqual([]);
});

it("cannot tell what is not known yet", () => {
  const props = { dashboardBody: UNKNOWN };
  const type = "aws:cloudwatch/dashboard:Dashboard";
  expect(findingsFor(dashboardBody, [{ type, name: "it", props }])).toEqual([]);
});

it.each([
  [{ type: "metrics" }, 'of the type "metrics"'],
  [{ width: 25 }, "that is 25 columns wide: there are 24"],
  [{ height: 0 }, "that is 0 rows high: 1 to 1000"],
  [{ x: 3 }, "with one of x and y"],
  [{ x: 24, y: 0 }, "at column 24: there are 0 to 23"],
  [{ x: 0, y: -1 }, "at row -1"],
  [{ x: 19, y: 0 }, "that ends beyond the last column"],
  [{ properties: "x" }, "without properties"],
  [{ properties: { region: "us-east-1" } }, "without metrics"],
  [{ properties: { metrics: [] } }, "of metrics, without a region"],
  [{ properties: { ...metrics, metrics: ["CPUUtilization"] } }, "whose metrics are no lists"],
  [{ properties: { ...metrics, view: "line" } }, 'with the view "line", which there is not'],
  [{ type: "text" }, "of text, without markdown"],
  [{ type: "alarm" }, "of alarms, without up to 100 of them"],
  [{ type: "log" }, "of logs, without a query"],
])("fails a widget with %j", (props, problem) => {
  expect(widget(props)).toEqual(
    [`it (dashboardBody) has a widget, number 1, ${problem}`].map((start) =>
      expect.stringContaining(start),
    ),
  );
});

it("fails a body that is no dashboard", () => {
  for (const body of ["no JSON", [], {}, { widgets: {} }]) {
    expect(found(body)).toEqual(["it (dashboardBody) has no list of widgets"]);
  }
  expect(found({ widgets: ["x"] })).toEqual([
    "it (dashboardBody) has a widget, number 1, that is no object",
  ]);
  const many = Array.from({ length: 501 }, () => ({ type: "text", properties: { markdown: "" } }));
  expect(found({ widgets: many })).toEqual(["it (dashboardBody) has 501 widgets: 500 is the most"]);
});
