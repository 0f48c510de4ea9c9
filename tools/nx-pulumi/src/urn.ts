/** Logical name of a resource, which may have `::` in it itself. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
