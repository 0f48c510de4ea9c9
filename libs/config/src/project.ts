/** Facts of the whole project, the same in every environment. They end up in names and tags. */
export const project = {
  /** First part of every physical name; lower case, a letter first, no hyphen (see `@strata/naming`). */
  name: "strata",
  /** Who answers for the environment, and for all code that belongs to no layer. */
  owner: "platform-team",
  /** On GitHub; `@<organization>/<owner>` is the first line of CODEOWNERS, which `npx nx sync` writes. */
  organization: "your-org",
  /** Where a reader of a tag finds the code. */
  repository: "strata",
} as const;
