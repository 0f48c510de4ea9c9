/** Facts of the whole project, the same in every environment. They end up in names and tags. */
export const project = {
  /** First part of every physical name; lower case, a letter first, no hyphen (see `@strata/naming`). */
  name: "strata",
  /** Who answers for the environment; change it together with CODEOWNERS. */
  owner: "platform-team",
  /** Where a reader of a tag finds the code. */
  repository: "strata",
} as const;
