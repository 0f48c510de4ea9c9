import { resourceRule, stackRule, type StackProblem } from "../../rule.ts";
import { isSet, number, ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { nameOf } from "./alarm-evaluation.ts";
import { ALARM } from "./alarm-metric.ts";

const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const SOURCE =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html";
/** CloudWatch's limit. */
const CHILDREN = 100;

export const compositeRule = resourceRule({
  ...refusal,
  id: "composite-rule",
  source: `${SOURCE} (AlarmRule)`,
  types: [COMPOSITE],
  fix:
    'Write ALARM("<name>"), OK("<name>") or INSUFFICIENT_DATA("<name>"), joined by AND, OR and NOT, in ' +
    "brackets where both stand.",
  check: ({ props }) => {
    const rule = text(props["alarmRule"]);
    if (rule === undefined) return undefined;
    const found = (message: string) => ({ property: "alarmRule", message });
    if (rule.length > 10_240) return found(`has ${rule.length} characters: 10240 is the most`);
    const parsed = parse(rule);
    if (typeof parsed === "string") return found(parsed);
    const own = text(props["alarmName"]);
    if (own !== undefined && parsed.includes(own)) return found("names the alarm itself");
    const count = new Set(parsed).size;
    return count > CHILDREN ? found(`names ${count} alarms: ${CHILDREN} is the most`) : undefined;
  },
});

export const compositeChild = stackRule({
  ...refusal,
  id: "composite-child",
  source: `${SOURCE} (AlarmRule)`,
  types: [COMPOSITE],
  fix: "Name alarms that there are: take the name from the alarm itself.",
  checkStack: (resources, { project, environment, layer }) => {
    const alarms = [...ofType(resources, ALARM), ...ofType(resources, COMPOSITE)];
    const names = alarms.map(nameOf);
    if (names.includes(undefined)) return [];
    // An alarm of another layer is there or not: nothing here can tell.
    const own = `${project}-${environment.name}-${layer}-`;
    return ofType(resources, COMPOSITE).flatMap((composite): StackProblem[] => {
      const parsed = parse(text(composite.props["alarmRule"]) ?? "");
      if (typeof parsed === "string") return [];
      return parsed
        .filter((name) => name.startsWith(own) && !names.includes(name))
        .map((name) => ({
          resource: composite,
          property: "alarmRule",
          message: `names "${name}", which no alarm of the layer is called`,
        }));
    });
  },
});

export const compositeSuppressor = resourceRule({
  ...refusal,
  id: "composite-suppressor",
  source: `${SOURCE} (ActionsSuppressor)`,
  types: [COMPOSITE],
  fix: "Give actionsSuppressor an alarm, a waitPeriod and an extensionPeriod in seconds.",
  check: ({ props }) => {
    const suppressor = props["actionsSuppressor"] as Readonly<Record<string, unknown>> | undefined;
    if (!isSet(suppressor) || suppressor === undefined) return undefined;
    const wrong = ["waitPeriod", "extensionPeriod"].find(
      (name) => (number(suppressor[name]) ?? 0) < 0,
    );
    if (wrong === undefined) return undefined;
    return { property: `actionsSuppressor.${wrong}`, message: "is below 0" };
  },
});

const WORD = /(AND|OR|NOT|TRUE|FALSE)\b/;
const STATE = /(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)/;
const BRACKET = /([()])/;
const TOKEN = new RegExp(`\\s*(?:${WORD.source}|${STATE.source}|${BRACKET.source})`, "gy");

/**
 * Names of the alarms in a rule, or what is wrong with it. A rule is a term, or terms joined by AND and OR; a term is a
 * state of an alarm, TRUE, FALSE, NOT and a term, or a rule in brackets. `AT_LEAST(…)` is left to CloudWatch.
 */
function parse(rule: string): readonly string[] | string {
  const names: string[] = [];
  if (/\bAT_LEAST\s*\(/.test(rule)) return names;
  TOKEN.lastIndex = 0;
  let depth = 0;
  let wantsTerm = true;
  let place = 0;
  while (rule.slice(place).trim() !== "") {
    TOKEN.lastIndex = place;
    const match = TOKEN.exec(rule);
    const near = `"${rule.slice(place).trim().slice(0, 20)}"`;
    if (match === null) return `cannot be read from ${near} on`;
    place = TOKEN.lastIndex;
    const [, word, state, quoted, single, plain, bracket] = match;
    const isTerm = state !== undefined || word === "TRUE" || word === "FALSE";
    const opens = isTerm || word === "NOT" || bracket === "(";
    if (opens !== wantsTerm) {
      return opens ? `lacks AND or OR before ${near}` : `lacks an alarm before ${near}`;
    }
    const name = quoted ?? single ?? plain;
    if (name !== undefined) names.push(name.replace(/^arn:.*:alarm:/, ""));
    if (bracket === "(") depth++;
    if (bracket === ")") depth--;
    if (depth < 0) return "closes a bracket that is not open";
    wantsTerm = isTerm || bracket === ")" ? false : true;
  }
  if (depth > 0) return "has a bracket that is not closed";
  return wantsTerm ? "ends where an alarm is wanted" : names;
}
