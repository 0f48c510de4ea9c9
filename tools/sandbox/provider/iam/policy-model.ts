/** A policy document as the official provider holds it while it merges. */
export interface PolicyDocument {
  Version: string;
  Id: string;
  readonly Statement: Statement[];
}

/** "", [] and undefined are left out of the text. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly NotAction: unknown;
  readonly Resource: unknown;
  readonly NotResource: unknown;
  readonly Principal: readonly Principal[];
  readonly NotPrincipal: readonly Principal[];
  readonly Condition: readonly Condition[];
}

export interface Principal {
  readonly type: string;
  readonly identifiers: string | readonly string[];
}

export interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/** One string as itself, several in descending order. */
export function writtenList(texts: readonly string[]): string | string[] {
  const [first] = texts;
  return texts.length === 1 && first !== undefined ? first : descending(texts);
}

/** Adds a document: its ID and a later version win, a statement replaces the one with its Sid. */
export function mergeInto(document: PolicyDocument, added: PolicyDocument): void {
  if (added.Id !== "") document.Id = added.Id;
  if (added.Version > document.Version) document.Version = added.Version;
  for (const statement of added.Statement) {
    const at =
      statement.Sid === "" ? -1 : document.Statement.findIndex(({ Sid }) => Sid === statement.Sid);
    if (at < 0) document.Statement.push(statement);
    else document.Statement[at] = statement;
  }
}

/** @throws Error that says which document is not a policy. */
export function readDocument(text: string, doing: string): PolicyDocument {
  let raw: Raw;
  try {
    raw = JSON.parse(text) as Raw;
  } catch (error) {
    throw new Error(`${doing}: ${(error as Error).message}`, { cause: error });
  }
  const statements = raw.Statement ?? [];
  if (!Array.isArray(statements)) {
    throw new Error(`${doing}: "Statement" is no list of statements: put it into [ ]`);
  }
  return {
    Version: textOf(raw.Version),
    Id: textOf(raw.Id),
    Statement: (statements as Raw[]).map((statement): Statement => ({
      Sid: textOf(statement.Sid),
      Effect: textOf(statement.Effect),
      Action: statement.Action,
      NotAction: statement.NotAction,
      Resource: statement.Resource,
      NotResource: statement.NotResource,
      Principal: readPrincipals(statement.Principal, doing),
      NotPrincipal: readPrincipals(statement.NotPrincipal, doing),
      Condition: readConditions(statement.Condition),
    })),
  };
}

/** The text, indented by two or not at all. */
export function renderDocument(document: PolicyDocument, indent: 0 | 2): string {
  const statements = document.Statement.map((statement) => ({
    Sid: statement.Sid || undefined,
    Effect: statement.Effect || undefined,
    Action: statement.Action ?? undefined,
    NotAction: statement.NotAction ?? undefined,
    Resource: statement.Resource ?? undefined,
    NotResource: statement.NotResource ?? undefined,
    Principal: principalsText(statement.Principal),
    NotPrincipal: principalsText(statement.NotPrincipal),
    Condition: conditionsText(statement.Condition),
  }));
  const written = {
    Version: document.Version || undefined,
    Id: document.Id || undefined,
    Statement: statements.length === 0 ? undefined : statements,
  };
  return asGoWrites(JSON.stringify(written, undefined, indent));
}

type Raw = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function descending(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a)));
}

function readPrincipals(value: unknown, doing: string): Principal[] {
  if (value === undefined || value === null) return [];
  // Whatever the text is, the provider reads "everybody".
  if (typeof value === "string") return [{ type: "*", identifiers: ["*"] }];
  return Object.entries(value).map(([type, identifiers]): Principal => {
    if (typeof identifiers === "string") return { type, identifiers };
    if (Array.isArray(identifiers) && identifiers.every((item) => typeof item === "string")) {
      return { type, identifiers: identifiers as string[] };
    }
    throw new Error(`${doing}: principals of type ${type} are neither a string nor strings`);
  });
}

function readConditions(value: unknown): Condition[] {
  return Object.entries((value ?? {}) as Record<string, Raw>).flatMap(([test, variables]) =>
    Object.entries(variables).flatMap(([variable, values]): Condition[] => {
      if (Array.isArray(values)) return [{ test, variable, values: values.map(String) }];
      if (typeof values === "string" || typeof values === "boolean") {
        return [{ test, variable, values: [String(values)] }];
      }
      return [];
    }),
  );
}

/** One entry per type, sorted; only `{"*": "*"}` means `"*"`. */
function principalsText(principals: readonly Principal[]): unknown {
  const [first] = principals;
  if (first === undefined) return undefined;
  if (principals.length === 1 && first.type === "*" && String(first.identifiers) === "*") {
    return "*";
  }
  const types = new Map<string, string | string[]>();
  for (const { type, identifiers } of principals) {
    const known = types.get(type);
    if (typeof identifiers === "string" && known === undefined) types.set(type, identifiers);
    else {
      const added = typeof identifiers === "string" ? [identifiers] : descending(identifiers);
      types.set(type, [...(known === undefined ? [] : [known].flat()), ...added]);
    }
  }
  return sorted(types);
}

/** Values stay in the program's order, and one value is written without a list. */
function conditionsText(conditions: readonly Condition[]): unknown {
  if (conditions.length === 0) return undefined;
  const tests = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of conditions) {
    const variables = tests.get(test) ?? new Map<string, string[]>();
    tests.set(test, variables.set(variable, [...(variables.get(variable) ?? []), ...values]));
  }
  const single = (values: string[]) => (values.length === 1 ? values[0] : values);
  return sorted(
    [...tests].map(([test, variables]) => [
      test,
      sorted([...variables].map(([variable, values]) => [variable, single(values)])),
    ]),
  );
}

function sorted(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  return Object.fromEntries(
    [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
}

/** The provider's JSON writer escapes what a browser could take for markup. */
function asGoWrites(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
