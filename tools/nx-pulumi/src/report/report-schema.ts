import * as z from "zod";

import { REPORT_VERSION, runReport } from "./run-report.ts";

/** Where the schema is published: beside the plugin's package.json. */
export const SCHEMA_FILE = new URL("../../run-report.schema.json", import.meta.url);

/**
 * The form of a report as JSON schema, draft 2020-12. Keys that it does not name are allowed: a later
 * commit may add some without raising the version.
 */
export function reportSchema(): Readonly<Record<string, unknown>> {
  const { $schema, $defs, title, description, ...root } = z.toJSONSchema(runReport, {
    target: "draft-2020-12",
    // What is written, not what zod makes of it: zod drops the keys that it does not know.
    io: "input",
    override: ({ jsonSchema }) => {
      // A reader learns nothing from zod's calendar, nor from the largest whole number of JavaScript.
      if (jsonSchema.format === "date-time") jsonSchema.pattern = "Z$";
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const $id = `urn:strata:run-report:${REPORT_VERSION}`;
  return { $schema, $id, title, description, ...root, $defs: withoutJsonItself($defs ?? {}) };
}

/** To a JSON schema "any JSON value" is no rule at all; zod spells it out, in a definition of its own. */
function withoutJsonItself(
  definitions: Readonly<Record<string, z.core.JSONSchema.JSONSchema>>,
): Record<string, unknown> {
  const named = Object.entries(definitions).filter(([name]) => !name.startsWith("__"));
  return Object.fromEntries(
    named.map(([name, { $ref, ...rest }]) => [
      name,
      $ref === undefined || $ref.startsWith("#/$defs/__") ? rest : { $ref, ...rest },
    ]),
  );
}
