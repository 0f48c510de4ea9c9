import { hasUnknown } from "./unknown.ts";

/** One statement of a policy document, its lists written out. */
export interface PolicyStatement {
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Principals by kind; `"*"` alone is `{ AWS: ["*"] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** Values by key, lower case, by operator. */
  readonly conditions: readonly PolicyCondition[];
  /** Whether it has NotAction, NotResource or NotPrincipal. */
  readonly isInverted: boolean;
}

export interface PolicyCondition {
  readonly operator: string;
  /** Lower case: AWS compares keys without case. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Statements of a policy document that is given as a text or as an object. Undefined where it is not known yet, or is
 * no document: then a rule cannot tell.
 */
export function statementsOf(document: unknown): readonly PolicyStatement[] | undefined {
  const parsed = typeof document === "string" ? parsedJson(document) : document;
  if (typeof parsed !== "object" || parsed === null || hasUnknown(parsed)) return undefined;
  const { Statement } = parsed as { readonly Statement?: unknown };
  if (Statement === undefined) return undefined;
  return listOf(Statement)
    .filter((one) => typeof one === "object" && one !== null)
    .map((one) => statement(one as Raw));
}

/** Statements that allow something. */
export function allowing(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  return statements.filter(({ effect }) => effect === "Allow");
}

/** What a problem calls a statement: its Sid, or its number. */
export function statementName({ sid }: PolicyStatement, index: number): string {
  return sid === "" ? `statement ${index + 1}` : `statement ${sid}`;
}

/** Whether a pattern of IAM, with `*` and `?`, covers a text. Without case, as actions are. */
export function covers(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "is").test(text);
}

/** Whether the statement is for everybody. */
export function isForEverybody({ principals }: PolicyStatement): boolean {
  return (principals["AWS"] ?? []).some((one) => one === "*" || /^arn:[\w-]+:iam::\*:/.test(one));
}

/** Whether a condition on one of these keys, in lower case, bounds the statement; `IfExists` and negations do not. */
export function isBoundBy({ conditions }: PolicyStatement, keys: readonly string[]): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      keys.includes(key) &&
      !/IfExists$|Not|^Null$/i.test(operator) &&
      values.length > 0 &&
      values.every((value) => value !== "*"),
  );
}

interface Raw {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function statement(raw: Raw): PolicyStatement {
  return {
    sid: typeof raw.Sid === "string" ? raw.Sid : "",
    effect: String(raw.Effect ?? ""),
    actions: textsOf(raw.Action),
    resources: textsOf(raw.Resource),
    principals: principalsOf(raw.Principal),
    conditions: conditionsOf(raw.Condition),
    isInverted: ["NotAction", "NotResource", "NotPrincipal"].some((name) => name in raw),
  };
}

function principalsOf(value: unknown): PolicyStatement["principals"] {
  if (value === "*") return { AWS: ["*"] };
  return Object.fromEntries(entriesOf(value).map(([kind, names]) => [kind, textsOf(names)]));
}

function conditionsOf(value: unknown): readonly PolicyCondition[] {
  return entriesOf(value).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: listOf(values).map(String),
    })),
  );
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((one): one is string => typeof one === "string");
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
