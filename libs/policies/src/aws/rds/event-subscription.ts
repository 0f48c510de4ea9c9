import { resourceRule } from "../../rule.ts";
import { listAt } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

/** Source: RDS user guide, "Amazon RDS event categories and event messages". */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  "db-instance": [
    "availability",
    "backup",
    "configuration change",
    "creation",
    "deletion",
    "failover",
    "failure",
    "low storage",
    "maintenance",
    "notification",
    "read replica",
    "recovery",
    "restoration",
    "security",
    "security patching",
  ],
  "db-security-group": ["configuration change", "failure"],
  "db-parameter-group": ["configuration change"],
  "db-snapshot": ["creation", "deletion", "notification", "restoration"],
  "db-cluster": [
    "configuration change",
    "creation",
    "deletion",
    "failover",
    "failure",
    "global failover",
    "global-failover",
    "maintenance",
    "notification",
    "read replica",
    "serverless",
  ],
  "db-cluster-snapshot": ["backup", "creation", "deletion", "notification", "restoration"],
  "db-proxy": ["configuration change", "creation", "deletion", "failure"],
};

export const rdsEvents = resourceRule({
  ...refusal,
  id: "rds-event-categories",
  source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html",
  types: ["aws:rds/eventSubscription:EventSubscription"],
  fix: "Take categories that the kind of source has, in lower case, and name the kind where you name sources.",
  check: ({ props }) => {
    if (!isSet(props["sourceType"]) && isSet(props["sourceIds"])) {
      return {
        property: "sourceIds",
        message: "names sources, and sourceType does not say of what",
      };
    }
    if (text(props["snsTopic"])?.endsWith(".fifo")) {
      return { property: "snsTopic", message: "is a FIFO topic, to which RDS does not publish" };
    }
    const kind = text(props["sourceType"]) ?? "";
    const allowed = CATEGORIES[kind];
    if (allowed === undefined) return undefined;
    return listAt(props, "eventCategories")
      .filter((category) => typeof category === "string" && !allowed.includes(category))
      .map((category) => ({
        property: "eventCategories",
        message: `has "${String(category)}"; ${kind} has ${allowed.join(", ")}`,
      }));
  },
});
