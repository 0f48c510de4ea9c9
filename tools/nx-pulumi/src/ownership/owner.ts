/** How an owner is written, for messages. */
export const OWNER_FORM = '"@organization/team" or "@user"';

/** A name on GitHub: letters, digits and single hyphens; a team may also have an underscore. */
const OWNER = /^@[a-z\d]+(-[a-z\d]+)*(\/[a-z\d]+([-_][a-z\d]+)*)?$/i;

/** Whether GitHub would take it as an owner of code. Addresses of people (`a@b.c`) are left out on purpose. */
export function isOwner(value: unknown): value is string {
  return typeof value === "string" && OWNER.test(value);
}

/** The team, or the person, without the organization: what stands in the tag `owner:<team>`. */
export function teamOf(owner: string): string {
  return owner.replace(/^@(.*\/)?/, "").toLowerCase();
}
