import { covers, isBoundBy, isForEverybody, statementsOf } from "./statements.ts";
import { UNKNOWN } from "./unknown.ts";

const one = (statement: object) => statementsOf({ Statement: statement })![0]!;

it("reads a document as a text and as an object, with one statement or several", () => {
  const statement = { Sid: "A", Effect: "Allow", Action: "s3:GetObject", Resource: ["*"] };
  const read = statementsOf({ Statement: statement });
  expect(read).toMatchObject([{ sid: "A", actions: ["s3:GetObject"], resources: ["*"] }]);
  expect(statementsOf(JSON.stringify({ Statement: [statement] }))).toEqual(read);
});

it.each([[UNKNOWN], ["no JSON"], [undefined], [{ Statement: [{ Resource: UNKNOWN }] }], ["3"]])(
  "reads nothing of %s",
  (document) => {
    expect(statementsOf(document)).toBeUndefined();
  },
);

it("knows who everybody is", () => {
  expect(isForEverybody(one({ Principal: "*" }))).toBe(true);
  expect(isForEverybody(one({ Principal: { AWS: ["a", "*"] } }))).toBe(true);
  expect(isForEverybody(one({ Principal: { Service: "*" } }))).toBe(false);
});

it("takes only a condition that bounds", () => {
  const bound = (Condition: object) => isBoundBy(one({ Condition }), ["aws:sourceaccount"]);
  expect(bound({ StringEquals: { "AWS:SourceAccount": "1" } })).toBe(true);
  expect(bound({ StringEqualsIfExists: { "aws:SourceAccount": "1" } })).toBe(false);
  expect(bound({ StringNotEquals: { "aws:SourceAccount": "1" } })).toBe(false);
  expect(bound({ StringLike: { "aws:SourceAccount": ["1", "*"] } })).toBe(false);
  expect(bound({})).toBe(false);
});

it("matches patterns as IAM does", () => {
  expect(covers("S3:get*", "s3:GetObject")).toBe(true);
  expect(covers("s3:Get?bject", "s3:GetObject")).toBe(true);
  expect(covers("s3.Get", "s3:Get")).toBe(false);
});
