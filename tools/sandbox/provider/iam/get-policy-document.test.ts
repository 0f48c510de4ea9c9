import { readFileSync } from "node:fs";

import type { GetPolicyDocumentArgs } from "@pulumi/aws/iam/getPolicyDocument.js";

import { emulatedProvider } from "../testing/emulated.ts";
import type { Values } from "../value.ts";

const TOKEN = "aws:iam/getPolicyDocument:getPolicyDocument";

async function document(args: GetPolicyDocumentArgs): Promise<Values> {
  const provider = await emulatedProvider();
  return (await provider.invoke(TOKEN, args as Values)).result;
}

const source = JSON.stringify({
  Id: "src",
  Version: "2008-10-17",
  Statement: [
    {
      Sid: "A",
      Effect: "Allow",
      Action: ["b", "a"],
      Resource: [],
      Principal: { AWS: ["x", "y"], Service: "s" },
      Condition: {
        NumericLessThan: { n: ["1"], m: ["b", "a"] },
        Bool: { "aws:SecureTransport": false },
      },
    },
  ],
});

const programs: Record<string, GetPolicyDocumentArgs> = {
  empty: {},
  basic: {
    statements: [
      {
        sid: "1",
        actions: ["s3:GetBucketLocation", "s3:ListAllMyBuckets", "s3:Abc"],
        resources: ["arn:aws:s3:::*"],
      },
      {
        actions: ["s3:ListBucket"],
        resources: ["arn:aws:s3:::b/home/&{aws:username}", "arn:aws:s3:::b"],
        conditions: [
          {
            test: "StringLike",
            variable: "s3:prefix",
            values: ["", "home/", "home/&{aws:username}/", "<a>&b"],
          },
          { test: "ArnLike", variable: "aws:SourceArn", values: ["arn:aws:x"] },
        ],
      },
    ],
  },
  principals: {
    policyId: "pid",
    version: "2008-10-17",
    statements: [
      {
        effect: "Deny",
        notActions: ["sts:AssumeRole"],
        notResources: ["b", "a"],
        principals: [
          { type: "Service", identifiers: ["firehose.amazonaws.com"] },
          { type: "AWS", identifiers: ["111111111111"] },
          { type: "AWS", identifiers: ["333333333333", "222222222222", "444444444444"] },
          { type: "AWS", identifiers: ["555555555555"] },
        ],
        notPrincipals: [{ type: "*", identifiers: ["*"] }],
        conditions: [
          { test: "StringEquals", variable: "v", values: ["one"] },
          { test: "StringEquals", variable: "v", values: ["two", "three"] },
          { test: "StringEquals", variable: "v", values: ["four"] },
          { test: "StringEquals", variable: "a", values: ["four"] },
        ],
      },
    ],
  },
  // Blocks are a set: the order in which they end up in one list is that of their checksums.
  ordered: {
    statements: [
      {
        actions: ["s:T"],
        principals: [
          ...["aa", "bb", "cc", "dd", "ee", "ff", "gg"].map((id) => ({
            type: "AWS",
            identifiers: [id],
          })),
          { type: "AWS", identifiers: ["p3", "p1", "p2"] },
        ],
        conditions: ["aa", "bb", "cc", "dd", "ee", "ff", "gg"].map((id) => ({
          test: "T",
          variable: "w",
          values: [id, "x"],
        })),
      },
    ],
  },
  sources: { sourcePolicyDocuments: [source] },
  merged: {
    sourcePolicyDocuments: [
      source,
      JSON.stringify({
        Statement: [
          { Sid: "B", Effect: "Allow", Action: "z", Resource: ["one"], Principal: "*" },
          {
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            Principal: { "*": "*" },
            NotPrincipal: { AWS: ["only"] },
          },
        ],
      }),
    ],
    statements: [{ sid: "B", actions: ["s3:*"], resources: ["*"] }],
    overridePolicyDocuments: [
      JSON.stringify({
        Id: "over",
        Statement: [
          { Sid: "A", Effect: "Deny", Action: "q", Resource: "é" },
          { Sid: "C", Effect: "Allow" },
        ],
      }),
    ],
  },
};

// What terraform-provider-aws 5.100 answered for the same documents.
const recorded = JSON.parse(
  readFileSync(new URL("./get-policy-document.recorded.json", import.meta.url), "utf8"),
) as Record<string, object>;

it("has a recorded answer for every program and a program for every answer", () => {
  expect(Object.keys(programs).sort()).toEqual(Object.keys(recorded).sort());
});

it.each(Object.entries(programs))(
  "renders %s to the byte as the provider does",
  async (name, args) => {
    expect(await document(args)).toMatchObject(recorded[name] ?? {});
  },
);

it("answers the arguments with their defaults beside the text", async () => {
  const result = await document({ statements: [{ actions: ["a:B"], resources: ["*"] }] });
  expect(result).toMatchObject({
    version: "2012-10-17",
    statements: [{ effect: "Allow", actions: ["a:B"], resources: ["*"] }],
  });
});

it.each<[string, GetPolicyDocumentArgs, string]>([
  ["a version", { version: "2020-01-01" }, "expected version to be one of 2008-10-17, 2012-10-17"],
  ["an effect", { statements: [{ effect: "allow" }] }, "expected effect to be one of Allow, Deny"],
  ["a Sid", { statements: [{ sid: "no-dash" }] }, "must only include alphanumeric characters"],
  [
    "a Sid given twice",
    { statements: [{ sid: "A" }, { sid: "A" }] },
    "duplicate Sid (A). Remove the Sid or ensure the Sid is unique.",
  ],
  [
    "a Sid of two sources",
    { sourcePolicyDocuments: [source, source] },
    "merging source document 1: duplicate Sid (A) in source_policy_documents (statement 0)",
  ],
  [
    "a variable in an old version",
    { version: "2008-10-17", statements: [{ resources: ["&{aws:username}"] }] },
    "found &{ sequence in (&{aws:username})",
  ],
  [
    "a source that is no JSON",
    { sourcePolicyDocuments: ["{"] },
    "reading IAM Policy Document: merging source document 0: ",
  ],
  [
    "statements that are no list",
    { overridePolicyDocuments: ['{"Statement": {}}'] },
    'merging override document 0: "Statement" is no list',
  ],
])("rejects %s", async (_what, args, message) => {
  await expect(document(args)).rejects.toThrow(message);
});
