import { resourceRule } from "../rule.ts";

export const rdsPrivate = resourceRule({
  id: "rds-private",
  group: "security",
  enforcement: "mandatory",
  controls: ["RDS.2", "CIS 2.2.3"],
  source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
  types: ["aws:rds/instance:Instance"],
  fix: "Set publiclyAccessible to false, or leave it out.",
  check: ({ props }) =>
    props["publiclyAccessible"] === true
      ? { property: "publiclyAccessible", message: "has an address in the internet" }
      : undefined,
});
