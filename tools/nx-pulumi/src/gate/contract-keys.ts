import { parse, type CallExpression, type ObjectExpression, type Property } from "acorn";

import { digestOf } from "./digest.ts";

/** The code of a contract, taken apart. */
export interface ContractKeys {
  /** Digest of each output's declaration. */
  readonly keys: Readonly<Record<string, string>>;
  /**
   * Digest of everything else: what the declarations refer to, the library that makes a contract of them, and the
   * bundle's surroundings.
   */
  readonly rest: string;
}

/**
 * Takes a contract's bundle apart, so that a reader depends on the outputs that it reads and not on their neighbours.
 * A contract that is not written as one plain object literal is one piece: every reader depends on all of it.
 */
export function contractKeys(code: string, surroundings = ""): ContractKeys {
  const shape = shapeIn(code);
  if (shape === undefined) return { keys: {}, rest: digestOf(code + surroundings) };
  const properties = shape.properties as Property[];
  const keys = properties.map(({ key, value }) => [
    key.type === "Identifier" ? key.name : String((key as { value?: unknown }).value),
    digestOf(code.slice(value.start, value.end)),
  ]);
  return {
    keys: Object.fromEntries(keys) as Record<string, string>,
    rest: digestOf(code.slice(0, shape.start) + code.slice(shape.end) + surroundings),
  };
}

/** The object with the outputs in `defineContract("<layer>", {…})`. */
function shapeIn(code: string): ObjectExpression | undefined {
  const found: ObjectExpression[] = [];
  visit(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    if (node.type !== "CallExpression") return;
    const { callee, arguments: given } = node as unknown as CallExpression;
    // The bundle gives a name a number when two modules have it.
    const isCall = callee.type === "Identifier" && /^defineContract\d*$/.test(callee.name);
    const [layer, shape] = given;
    if (!isCall || layer?.type !== "Literal" || shape?.type !== "ObjectExpression") return;
    found.push(shape);
  });
  const [shape] = found;
  const isPlain = shape?.properties.every((one) => one.type === "Property" && !one.computed);
  return found.length === 1 && isPlain === true ? shape : undefined;
}

interface AnyNode {
  readonly type: string;
}

function visit(node: AnyNode, see: (node: AnyNode) => void): void {
  see(node);
  for (const child of Object.values(node).flat()) {
    if (typeof child === "object" && child !== null && "type" in child) {
      visit(child as AnyNode, see);
    }
  }
}
