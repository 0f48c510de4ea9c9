/** Values of the contexts that an expression of a workflow may name, such as `github` and `matrix`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How a job has gone so far, for the functions that ask for it. */
export type JobStatus = "success" | "failure" | "cancelled";

/**
 * Evaluates an expression of GitHub Actions, as far as the workflows here use them: paths into contexts, texts,
 * numbers, `==`, `!=`, `!`, `&&`, `||`, parentheses, `fromJSON` and the functions of the status of a job. A name that
 * no context has is an empty text, as on GitHub; a context that is not given is an error.
 *
 * @throws Error for anything else, so that a test never takes what it does not understand for false
 */
export function evaluate(text: string, contexts: Contexts, status: JobStatus = "success"): unknown {
  const tokens = tokensOf(text);
  let position = 0;
  const peek = () => tokens[position];
  const take = (wanted?: string): string => {
    const token = tokens[position++];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`expression "${text}": expected ${wanted ?? "more"} instead of ${token}`);
    }
    return token;
  };
  const result = either();
  if (position < tokens.length) throw new Error(`expression "${text}": ${peek()} is too much`);
  return result;

  function either(): unknown {
    let left = both();
    while (peek() === "||") {
      take();
      const right = both();
      left = isTrue(left) ? left : right;
    }
    return left;
  }

  function both(): unknown {
    let left = comparison();
    while (peek() === "&&") {
      take();
      const right = comparison();
      left = isTrue(left) ? right : left;
    }
    return left;
  }

  function comparison(): unknown {
    const left = single();
    const operator = peek();
    if (operator !== "==" && operator !== "!=") return left;
    take();
    const same = isSame(left, single(), text);
    return operator === "==" ? same : !same;
  }

  function single(): unknown {
    const token = take();
    if (token === "!") return !isTrue(single());
    if (token === "(") {
      const inner = either();
      take(")");
      return inner;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d+$/.test(token)) return Number(token);
    if (!/^[a-z]/i.test(token)) throw new Error(`expression "${text}": ${token} is not known`);
    return peek() === "(" ? called(token) : path(token);
  }

  function called(name: string): unknown {
    take("(");
    if (name === "fromJSON") {
      const argument = either();
      take(")");
      return JSON.parse(String(argument));
    }
    take(")");
    if (name === "always") return true;
    if (["success", "failure", "cancelled"].includes(name)) return status === name;
    throw new Error(`expression "${text}": ${name}() is not known`);
  }

  function path(first: string): unknown {
    const [name = "", ...keys] = first.split(".");
    if (!(name in contexts)) throw new Error(`expression "${text}": there is no context ${name}`);
    let value = contexts[name];
    for (const key of keys) {
      value = typeof value === "object" ? (value as Contexts | null)?.[key] : undefined;
    }
    return value ?? "";
  }
}

/** A text with `${{ }}` in it; a text that is nothing else keeps the type of what it says. */
export function expand(text: string, contexts: Contexts, status?: JobStatus): unknown {
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim());
  if (whole !== null) return evaluate(whole[1] ?? "", contexts, status);
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => {
    return String(evaluate(inner, contexts, status));
  });
}

/** Whether a condition holds; without a function of the status in it, all must have gone well until now. */
export function holds(
  condition: string | undefined,
  contexts: Contexts,
  status: JobStatus,
): boolean {
  if (condition === undefined) return status === "success";
  const inner = /^\$\{\{(.*)\}\}$/s.exec(condition.trim())?.[1] ?? condition;
  const asks = /\b(success|failure|cancelled|always)\(\)/.test(inner);
  return (asks || status === "success") && isTrue(evaluate(inner, contexts, status));
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const token = /\s*('(?:[^']|'')*'|==|!=|&&|\|\||[!()]|\d+|[A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*/y;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new Error(`expression "${text}": not known at ${text.slice(start)}`);
    tokens.push(found[1] ?? "");
  }
  return tokens;
}

function isTrue(value: unknown): boolean {
  return value !== "" && value !== 0 && value !== false && value !== null && value !== undefined;
}

/** On GitHub texts are equal whatever their case; values of different types are converted, which nothing here needs. */
function isSame(left: unknown, right: unknown, text: string): boolean {
  if (typeof left !== typeof right)
    throw new Error(`expression "${text}" compares different types`);
  if (typeof left === "string") return left.toLowerCase() === String(right).toLowerCase();
  return left === right;
}
