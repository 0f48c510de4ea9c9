import type { PolicyDocument, Statement } from "../policy-document.ts";

/** One thing that IAM decides about: a call is allowed when all that it asks for is. */
export interface AuthorizationRequest {
  /** `ec2:CreateSubnet` */
  readonly action: string;
  readonly resource: string;
  /** Condition keys that have a value in this request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether identity policies allow a request: IAM User Guide, "Policy evaluation logic", for what the generated
 * policies use. They have no Deny, so one statement that matches is enough.
 *
 * @throws Error for a condition operator that this does not know: it must never be taken for true
 */
export function allows(
  documents: readonly PolicyDocument[],
  request: AuthorizationRequest,
): boolean {
  return documents.some(({ Statement }) => Statement.some((one) => matches(one, request)));
}

function matches(
  { Action, Resource = [], Condition = {} }: Statement,
  request: AuthorizationRequest,
) {
  return (
    Action.some((action) => like(action.toLowerCase(), request.action.toLowerCase())) &&
    Resource.some((resource) => like(resource, request.resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(operator, [values].flat(), [request.context[key] ?? []].flat()),
      ),
    )
  );
}

/** A key without a value fulfils none of these operators but `Null` and `ForAllValues`. */
function holds(operator: string, wanted: readonly string[], given: readonly string[]): boolean {
  switch (operator) {
    case "Bool":
    case "StringEquals":
      return given.length > 0 && given.every((value) => wanted.includes(value));
    case "ForAnyValue:StringEquals":
      return given.some((value) => wanted.includes(value));
    case "ForAllValues:StringEquals":
      return given.every((value) => wanted.includes(value));
    case "Null":
      return wanted.every((value) => value === String(given.length === 0));
    case "ArnLike":
      return given.length > 0 && given.every((value) => wanted.some((one) => like(one, value)));
    default:
      throw new Error(`the condition operator ${operator} is not known`);
  }
}

/** `*` is any text and `?` any character; nothing else has a meaning. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
