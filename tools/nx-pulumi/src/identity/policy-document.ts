import type { Conditions } from "./actions/type-actions.ts";

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Conditions;
}

/** An IAM policy, as it is written into a role. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** IAM user guide, "IAM and AWS STS quotas": characters of a managed policy, white space not counted. */
export const POLICY_LIMIT = 6144;

/** IAM user guide, "IAM and AWS STS quotas": managed policies attached to a role, unless AWS has raised it. */
export const POLICIES_OF_A_ROLE = 10;

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** Characters as IAM counts them. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, "").length;
}

/**
 * As few documents as the limit allows without tearing a statement apart; the order of the statements stays.
 *
 * @throws Error when one statement alone is too long, or a role would need more documents than may be attached.
 */
export function packed(statements: readonly Statement[], role: string): PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  let current: Statement[] = [];
  for (const statement of statements) {
    if (policySize(policyDocument([statement])) > POLICY_LIMIT) {
      throw new Error(
        `the statement ${statement.Sid} of ${role} is longer than the ${POLICY_LIMIT} characters of an IAM policy`,
      );
    }
    if (policySize(policyDocument([...current, statement])) > POLICY_LIMIT) {
      documents.push(policyDocument(current));
      current = [];
    }
    current.push(statement);
  }
  documents.push(policyDocument(current));
  if (documents.length <= POLICIES_OF_A_ROLE) return documents;
  throw new Error(
    `${role} needs ${documents.length} policies and IAM attaches ${POLICIES_OF_A_ROLE} to a role: divide the layer`,
  );
}
