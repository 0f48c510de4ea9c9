import type { Properties } from "../property.ts";
import type { AnyResourceType } from "../resource-type.ts";

/** Every property of the table that a program may set: what a decision table has to cover. */
export function inputNames(type: AnyResourceType): string[] {
  return Object.entries(type.properties as Properties)
    .filter(([, property]) => property.output !== true)
    .map(([name]) => name)
    .sort();
}
