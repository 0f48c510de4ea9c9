import { UNKNOWN } from "../../unknown.ts";
import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { backupSelection } from "./selection.ts";

const selection = (props: object): LiteralResource => ({
  type: "aws:backup/selection:Selection",
  name: "it",
  props: {
    iamRoleArn: "arn:aws:iam::777788889999:role/backup",
    resources: ["arn:aws:rds:us-east-1:777788889999:db:main"],
    ...props,
  },
});
const found = (props: object) => findingsFor(backupSelection, [selection(props)]);

it("passes resources by ARN or by tag, and what is not known yet", () => {
  expect(found({ resources: ["*", "arn:aws:ec2:*:*:volume/*"] })).toEqual([]);
  expect(found({ resources: [UNKNOWN] })).toEqual([]);
  const tag = { type: "STRINGEQUALS", key: "backup", value: "yes" };
  expect(found({ resources: undefined, selectionTags: [tag] })).toEqual([]);
  for (const literal of [selection({}), ...unknowns(selection({}))]) {
    expect(findingsFor(backupSelection, [literal])).toEqual([]);
  }
});

it.each([
  [{ resources: undefined }, "it (resources) is missing: nothing is ever copied"],
  [{ resources: ["main"] }, 'it (resources) has "main", which is no ARN'],
  [{ iamRoleArn: "backup" }, "it (iamRoleArn) is no ARN of a role"],
  [
    { selectionTags: [{ type: "EQUALS" }] },
    "it (selectionTags) has a type that is not STRINGEQUALS",
  ],
])("fails %j", (props, finding) => {
  expect(found(props)).toEqual([finding]);
});
