import { findingsFor } from "./testing/findings-for.ts";
import { rules } from "./registry.ts";
import { UNKNOWN } from "./unknown.ts";

/** A resource of which a preview knows no input. */
const nothingKnown = new Proxy({}, { get: () => UNKNOWN, has: () => true });

/** Rules that need no input. */
const ALWAYS = ["asg-launch-template aws:ec2/launchConfiguration:LaunchConfiguration"];

const cases = rules
  .filter(({ kind, group }) => kind === "resource" && group !== "aws")
  .filter(({ id }) => id !== "current-types" && id !== "protected-stateful")
  .flatMap((rule) => rule.types.map((type) => [`${rule.id} ${type}`, rule, type] as const))
  .filter(([title]) => !ALWAYS.includes(title));

it.each(cases)("%s cannot tell anything where nothing is known", (_, rule, type) => {
  expect(findingsFor(rule, [{ type, name: "it", props: nothingKnown }])).toEqual([]);
});
