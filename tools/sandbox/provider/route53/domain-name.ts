/** `www` in the zone `example.com.` is `www.example.com`; a name that has its zone already stays as it is. */
export function fullName(name: string, zone: string): string {
  const own = withoutDot(name).toLowerCase();
  const parent = withoutDot(zone);
  if (own === parent || own.endsWith(`.${parent}`)) return own;
  return own === "" ? parent : `${own}.${parent}`;
}

export function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** Route 53 answers `\052` for the asterisk of a wildcard. */
export function unescaped(name: string): string {
  return name.replace(/^\\052\./, "*.");
}
