import { mayReferToAnything, refersTo, type PolicyResource } from "../resource.ts";

/** Resources of a type. */
export function ofType(
  resources: readonly PolicyResource[],
  ...types: readonly string[]
): readonly PolicyResource[] {
  return resources.filter(({ type }) => types.includes(type));
}

/**
 * What belongs to a resource: those of a type whose input names it. Where none does, but one may because its input is
 * not known yet, `cannotTell`.
 */
export function partnersOf(
  target: PolicyResource,
  candidates: readonly PolicyResource[],
  input: string,
): { readonly partners: readonly PolicyResource[]; readonly cannotTell: boolean } {
  const partners = candidates.filter((one) => refersTo(one, input, target));
  const cannotTell =
    partners.length === 0 && candidates.some((one) => mayReferToAnything(one, input));
  return { partners, cannotTell };
}
