import { resourceRule } from "../../rule.ts";
import { at, hasUnknown, listAt } from "../../unknown.ts";
import { isSet, text } from "../inputs.ts";
import { refusal } from "../refusal.ts";

const TARGETS = ["resources", "selectionTags", "conditions", "notResources"];
const ARN = /^(\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$/;

export const backupSelection = resourceRule({
  ...refusal,
  id: "backup-selection",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html",
  types: ["aws:backup/selection:Selection"],
  fix: "Name resources by their ARNs, or by tags, and the role by its ARN.",
  check: ({ props }) => {
    if (!TARGETS.some((name) => isSet(props[name]) || hasUnknown(props[name]))) {
      return { property: "resources", message: "is missing: nothing is ever copied" };
    }
    const role = text(props["iamRoleArn"]);
    if (role !== undefined && !/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(role)) {
      return { property: "iamRoleArn", message: "is no ARN of a role" };
    }
    const tags = listAt(props, "selectionTags").map((tag) => text(at(tag, "type")));
    if (tags.some((type) => type !== undefined && type !== "STRINGEQUALS")) {
      return { property: "selectionTags", message: "has a type that is not STRINGEQUALS" };
    }
    return ["resources", "notResources"].flatMap((property) =>
      listAt(props, property)
        .filter((one) => typeof one === "string" && !ARN.test(one))
        .map((one) => ({ property, message: `has "${String(one)}", which is no ARN` })),
    );
  },
});
