import { crc32 } from "node:zlib";

import type {
  GetPolicyDocumentArgs,
  GetPolicyDocumentResult,
} from "@pulumi/aws/iam/getPolicyDocument.js";

import { defineFunction } from "../function-type.ts";
import {
  mergeInto,
  readDocument,
  renderDocument,
  writtenList,
  type PolicyDocument,
  type Principal,
  type Statement,
} from "./policy-model.ts";
import { inSetOrder } from "./set-order.ts";

type StatementArgs = NonNullable<GetPolicyDocumentArgs["statements"]>[number];
type PrincipalArgs = NonNullable<StatementArgs["principals"]>[number];

const VERSIONS = ["2008-10-17", "2012-10-17"];

/**
 * Renders a policy document to the byte as the official provider does, without a call to AWS. The ID is a checksum of
 * the text.
 */
export const fn = defineFunction<GetPolicyDocumentArgs, GetPolicyDocumentResult>({
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  noun: "IAM Policy Document",
  async call(args) {
    const { version = "2012-10-17" } = args;
    const statements = (args.statements ?? []).map((item) => ({ ...item, effect: effectOf(item) }));
    if (!VERSIONS.includes(version)) {
      throw new Error(`expected version to be one of ${VERSIONS.join(", ")}, got ${version}`);
    }

    const merged: PolicyDocument = { Version: "", Id: "", Statement: [] };
    const sourceSids = new Set<string>();
    for (const [i, text] of given(args.sourcePolicyDocuments)) {
      const source = readDocument(text, `merging source document ${i}`);
      source.Statement.forEach(({ Sid }, at) => {
        if (Sid !== "" && sourceSids.has(Sid)) {
          throw new Error(
            `merging source document ${i}: duplicate Sid (${Sid}) in source_policy_documents ` +
              `(statement ${at}). Remove the Sid or ensure Sids are unique.`,
          );
        }
        sourceSids.add(Sid);
      });
      mergeInto(merged, source);
    }
    mergeInto(merged, {
      Version: version,
      Id: args.policyId ?? "",
      Statement: statementsOf(statements, version),
    });
    for (const [i, text] of given(args.overridePolicyDocuments)) {
      mergeInto(merged, readDocument(text, `merging override document ${i}`));
    }

    const json = renderDocument(merged, 2);
    return {
      ...args,
      ...(args.statements === undefined ? {} : { statements: statements as never }),
      version,
      id: String(crc32(json)),
      json,
      minifiedJson: renderDocument(merged, 0),
    };
  },
});

function given(documents: readonly (string | null)[] | undefined): [number, string][] {
  return (documents ?? []).flatMap((text, i): [number, string][] =>
    text === null ? [] : [[i, text]],
  );
}

function effectOf({ effect = "Allow" }: StatementArgs): string {
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new Error(`expected effect to be one of Allow, Deny, got ${effect}`);
}

function statementsOf(statements: readonly StatementArgs[], version: string): Statement[] {
  const sids = new Set<string>();
  return statements.map((statement): Statement => {
    const { sid = "" } = statement;
    if (!/^[a-zA-Z0-9]*$/.test(sid)) {
      throw new Error(`invalid value for sid (must only include alphanumeric characters): ${sid}`);
    }
    if (sid !== "" && sids.has(sid)) {
      throw new Error(`duplicate Sid (${sid}). Remove the Sid or ensure the Sid is unique.`);
    }
    sids.add(sid);
    const variables = (texts: readonly string[]) => withVariables(texts, version);
    return {
      Sid: sid,
      Effect: effectOf(statement),
      Action: written(statement.actions),
      NotAction: written(statement.notActions),
      Resource: written(statement.resources, variables),
      NotResource: written(statement.notResources, variables),
      Principal: principalsOf(statement.principals, variables),
      NotPrincipal: principalsOf(statement.notPrincipals, variables),
      Condition: inSetOrder(statement.conditions ?? [], (item) => ({ ...item })).map(
        ({ test, variable, values }) => ({ test, variable, values: variables(values) }),
      ),
    };
  });
}

type Texts = (texts: readonly string[]) => string[];

function written(list: readonly string[] | undefined, each: Texts = (texts) => [...texts]) {
  if (list === undefined || list.length === 0) return undefined;
  // Sorted as the program wrote them, before variables are replaced.
  const sorted = writtenList([...new Set(list)]);
  return typeof sorted === "string" ? each([sorted])[0] : each(sorted);
}

function principalsOf(principals: readonly PrincipalArgs[] | undefined, each: Texts): Principal[] {
  const sets = (principals ?? []).map(({ type, identifiers }) => ({
    type,
    identifiers: new Set(identifiers),
  }));
  return inSetOrder(sets, (item) => ({ ...item })).map(({ type, identifiers }) => ({
    type,
    identifiers: written([...identifiers], each) ?? [],
  }));
}

/** Programs write IAM's `${aws:username}` as `&{aws:username}`, which Terraform would not interpolate. */
function withVariables(texts: readonly string[], version: string): string[] {
  return texts.map((text) => {
    if (version === "2008-10-17" && text.includes("&{")) {
      throw new Error(
        `found &{ sequence in (${text}), which is not supported in document version 2008-10-17`,
      );
    }
    return text.replaceAll("&{", "${");
  });
}
