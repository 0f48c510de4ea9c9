import { resourceRule } from "../../rule.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

/** Columns of the grid, and rows at most. */
const COLUMNS = 24;
const ROWS = 1000;
const WIDGETS = 500;
const TYPES = ["alarm", "custom", "explorer", "log", "metric", "text"];

type Fields = Readonly<Record<string, unknown>>;

export const dashboardBody = resourceRule({
  ...refusal,
  id: "dashboard-body",
  source:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
  types: ["aws:cloudwatch/dashboard:Dashboard"],
  fix:
    `Write {"widgets": [...]}, each with type, properties and a place in ${COLUMNS} columns; metrics with ` +
    "region, and as lists.",
  check: ({ props }) => {
    const body = bodyOf(props["dashboardBody"]);
    if (body === undefined) return undefined;
    const found = (message: string) => ({ property: "dashboardBody", message });
    const widgets = body["widgets"];
    if (!Array.isArray(widgets)) return found("has no list of widgets");
    if (widgets.length > WIDGETS)
      return found(`has ${widgets.length} widgets: ${WIDGETS} is the most`);
    return widgets.flatMap((widget: unknown, index) => {
      if (!isFields(widget)) return [found(`has a widget, number ${index + 1}, that is no object`)];
      return widgetProblems(widget).map((problem) =>
        found(`has a widget, number ${index + 1}, ${problem}`),
      );
    });
  },
});

function widgetProblems(widget: Fields): string[] {
  const { type, properties } = widget;
  if (!TYPES.includes(String(type))) return [`of the type "${String(type)}": ${TYPES.join(", ")}`];
  if (!isFields(properties)) return ["without properties"];
  return [...placeProblems(widget), ...contentProblems(String(type), properties)];
}

function placeProblems({ x, y, width = 6, height = 6 }: Fields): string[] {
  const isWhole = (value: unknown, least: number, most: number) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  if (!isWhole(width, 1, COLUMNS))
    return [`that is ${String(width)} columns wide: there are ${COLUMNS}`];
  if (!isWhole(height, 1, ROWS)) return [`that is ${String(height)} rows high: 1 to ${ROWS}`];
  if ((x === undefined) !== (y === undefined)) return ["with one of x and y"];
  if (x === undefined) return [];
  if (!isWhole(x, 0, COLUMNS - 1)) return [`at column ${String(x)}: there are 0 to ${COLUMNS - 1}`];
  if (!isWhole(y, 0, Number.MAX_SAFE_INTEGER)) return [`at row ${String(y)}`];
  return Number(x) + Number(width) > COLUMNS ? ["that ends beyond the last column"] : [];
}

function contentProblems(type: string, properties: Fields): string[] {
  const { metrics, annotations, region, markdown, query, alarms, view } = properties;
  if (type === "text") return typeof markdown === "string" ? [] : ["of text, without markdown"];
  if (type === "alarm") {
    return Array.isArray(alarms) && alarms.length <= 100
      ? []
      : ["of alarms, without up to 100 of them"];
  }
  if (type === "log") return typeof query === "string" ? [] : ["of logs, without a query"];
  if (type !== "metric") return [];
  if (metrics === undefined && annotations === undefined) return ["without metrics"];
  if (typeof region !== "string") return ["of metrics, without a region"];
  if (
    view !== undefined &&
    !["timeSeries", "singleValue", "gauge", "bar", "pie", "table"].includes(String(view))
  ) {
    return [`with the view "${String(view)}", which there is not`];
  }
  if (metrics === undefined) return [];
  const isList = Array.isArray(metrics) && metrics.every((metric) => Array.isArray(metric));
  return isList ? [] : ["whose metrics are no lists"];
}

function bodyOf(value: unknown): Fields | undefined {
  const json = text(value);
  if (json === undefined) return undefined;
  try {
    const body: unknown = JSON.parse(json);
    return isFields(body) ? body : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
