import { findingsFor, type LiteralResource } from "../../testing/findings-for.ts";
import { unknowns } from "../../testing/unknowns.ts";
import { kmsAlias } from "./alias.ts";

const alias = (props: object, name = "alias"): LiteralResource => ({
  type: "aws:kms/alias:Alias",
  name,
  props: {
    name: "alias/strata",
    targetKeyId: "arn:aws:kms:us-east-1:777788889999:key/1",
    ...props,
  },
});

it("passes aliases of keys, and what is not known yet", () => {
  const other = alias({ name: "alias/other", targetKeyId: "1111-2222" }, "other");
  for (const literal of [alias({}), ...unknowns(alias({}))]) {
    expect(findingsFor(kmsAlias, [literal, other])).toEqual([]);
  }
});

it.each([
  [{ targetKeyId: "alias/a" }, "alias (targetKeyId) is an alias, and not a key"],
  [
    { targetKeyId: "arn:aws:kms:us-east-1:777788889999:alias/a" },
    "alias (targetKeyId) is an alias, and not a key",
  ],
  [
    { targetKeyId: "arn:aws:kms:us-west-2:777788889999:key/1" },
    "alias (targetKeyId) is a key of us-west-2, and the alias in us-east-1",
  ],
  [
    { targetKeyId: "arn:aws:kms:us-east-1:111122223333:key/1" },
    "alias (targetKeyId) is a key of another account",
  ],
])("fails %j", (props, finding) => {
  expect(findingsFor(kmsAlias, [alias(props)])).toEqual([finding]);
});

it("fails the second of two aliases of one name", () => {
  expect(findingsFor(kmsAlias, [alias({}), alias({}, "second")])).toEqual([
    "second (name) is also that of alias",
  ]);
});
