import type { PolicyResource } from "../../resource.ts";
import { stackRule, type StackProblem } from "../../rule.ts";
import { namedBy, ofType, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { INSTANCE, majorVersion, OPTION_GROUP, PARAMETER_GROUP } from "./database.ts";

export const rdsGroupFamily = stackRule({
  ...refusal,
  id: "rds-group-family",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html, " +
    "USER_WorkingWithOptionGroups.html",
  types: [INSTANCE],
  fix: "Make the parameter group's family and the option group's engine and majorEngineVersion those of the database.",
  checkStack: (resources) =>
    ofType(resources, INSTANCE).flatMap((instance): StackProblem[] => {
      const engine = text(instance.props["engine"])?.toLowerCase();
      const version = text(instance.props["engineVersion"]);
      if (engine === undefined || version === undefined) return [];
      const major = majorVersion(engine, version);
      const found = (property: string, what: string): StackProblem => ({
        resource: instance,
        property,
        message: `is for ${what}, and the database is ${engine} ${major}`,
      });
      return [
        ...families(resources, instance)
          .filter((family) => family !== `${engine}${major}`)
          .map((family) => found("parameterGroupName", family)),
        ...engines(resources, instance)
          .filter(([name, of]) => name !== engine || of !== major)
          .map((pair) => found("optionGroupName", pair.join(" "))),
      ];
    }),
});

/** Of the parameter group, whether the layer makes it or RDS has it. */
function families(resources: readonly PolicyResource[], instance: PolicyResource) {
  const made = namedBy(resources, instance, "parameterGroupName", PARAMETER_GROUP);
  const own = /^default\.(.+)$/.exec(text(instance.props["parameterGroupName"]) ?? "")?.[1];
  const all = [...made.map(({ props }) => text(props["family"])), own];
  return all.filter((family) => family !== undefined);
}

/** Engine and major version of the option group; `default:mysql-8-4` is RDS's own. */
function engines(resources: readonly PolicyResource[], instance: PolicyResource) {
  const made = namedBy(resources, instance, "optionGroupName", OPTION_GROUP).map(
    ({ props }) => [text(props["engineName"]), text(props["majorEngineVersion"])] as const,
  );
  const name = text(instance.props["optionGroupName"]) ?? "";
  const [, engine, digits] = /^default:([a-z0-9-]+?)-([\d-]+)$/.exec(name) ?? [];
  const own = engine === undefined ? [] : [[engine, digits?.replaceAll("-", ".")] as const];
  return [...made, ...own].filter((pair) => pair.every((part) => part !== undefined));
}
