import type { Waiver } from "./waiver.ts";

/** One exception, for several resources or environments at once. */
export interface WaiverRow extends Pick<Waiver, "rule" | "reason" | "expires"> {
  readonly environments: readonly string[];
  readonly resources: readonly ResourceName[];
}

/** A logical name, or how it is made of the environment's. */
export type ResourceName = string | ((environment: string) => string);

/** Writes a table out: one waiver for each resource in each environment. */
export function waiverTable(rows: readonly WaiverRow[]): readonly Waiver[] {
  return rows.flatMap(({ environments, resources, ...rest }) =>
    environments.flatMap((environment) =>
      resources.map((resource) => ({
        ...rest,
        environment,
        resource: typeof resource === "string" ? resource : resource(environment),
      })),
    ),
  );
}
