import { UNKNOWN } from "../unknown.ts";
import type { LiteralResource } from "./findings-for.ts";

/** The resource once for each of its inputs, with that one not known yet, and once with none known. */
export function unknowns(resource: LiteralResource): readonly LiteralResource[] {
  const props = resource.props ?? {};
  const names = Object.keys(props);
  const each = names.map((name) => ({ ...resource, props: { ...props, [name]: UNKNOWN } }));
  const none = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
  return [...each, { ...resource, props: none }];
}
