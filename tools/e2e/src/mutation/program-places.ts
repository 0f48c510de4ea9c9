import ts from "typescript";

import type { Change } from "./edit.ts";
import type { Random } from "./random.ts";

/** A place in a program that can be edited; what it becomes is drawn. */
export interface Place {
  readonly start: number;
  draw(random: Random): Change;
}

/** Texts, numbers and booleans that are values of properties or arguments, wholly or as a part. */
export function literals(text: string): Place[] {
  return placesIn(text, (node) => {
    if (!isGiven(node)) return undefined;
    switch (node.kind) {
      case ts.SyntaxKind.TrueKeyword:
        return replacing(node, () => "false");
      case ts.SyntaxKind.FalseKeyword:
        return replacing(node, () => "true");
      case ts.SyntaxKind.NumericLiteral:
        return replacing(node, (random) => otherNumber(node.getText(), random));
      case ts.SyntaxKind.StringLiteral:
      case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      case ts.SyntaxKind.TemplateHead:
      case ts.SyntaxKind.TemplateMiddle:
      case ts.SyntaxKind.TemplateTail:
        return textPlace(node);
      default:
        return undefined;
    }
  });
}

/** Operators that have a counterpart, and conditions that can be turned around. */
export function operators(text: string): Place[] {
  return placesIn(text, (node) => {
    if (ts.isBinaryExpression(node)) {
      const other = COUNTERPART[node.operatorToken.getText()];
      return other === undefined ? undefined : replacing(node.operatorToken, () => other);
    }
    if (ts.isConditionalExpression(node)) {
      return replacing(node.condition, () => `!(${node.condition.getText()})`);
    }
    return ts.isIfStatement(node)
      ? replacing(node.expression, () => `!(${node.expression.getText()})`)
      : undefined;
  });
}

/** Properties of objects that are built. */
export function properties(text: string): Place[] {
  return placesIn(text, (node) => {
    if (!isProperty(node) || !ts.isObjectLiteralExpression(node.parent)) return undefined;
    const after = /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0;
    const change = { start: node.getStart(), end: node.end + after, text: "" };
    return { start: change.start, draw: () => change };
  });
}

/** What only the compiler reads: members of interfaces, annotations. */
export function types(text: string): Place[] {
  return placesIn(text, (node) => {
    if (ts.isPropertySignature(node) && node.questionToken === undefined) {
      const at = node.name.end;
      return { start: at, draw: () => ({ start: at, end: at, text: "?" }) };
    }
    const isAnnotated = ts.isParameter(node) || ts.isFunctionDeclaration(node);
    if (isAnnotated && node.type !== undefined && !ts.isTypePredicateNode(node.type)) {
      return replacing(node.type, (random) => random.pick(["unknown", "any", "never"]));
    }
    return undefined;
  });
}

/** Starts of statements, where a comment can stand. */
export function statements(text: string): Place[] {
  return placesIn(text, (node) => {
    if (!ts.isStatement(node) || ts.isBlock(node)) return undefined;
    const at = node.getStart();
    const comment = (random: Random) =>
      random.pick(["// Checked again.\n", "/* as agreed */ ", "/** Of old. */\n"]);
    return { start: at, draw: (random) => ({ start: at, end: at, text: comment(random) }) };
  });
}

/** Where a file names another one of its own project, with the position of the path between its quotes. */
export function relativeImports(text: string): { path: string; start: number; end: number }[] {
  const found: { path: string; start: number; end: number }[] = [];
  placesIn(text, (node) => {
    const isFrom = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    const name = isFrom ? node.moduleSpecifier : undefined;
    if (name !== undefined && ts.isStringLiteral(name) && name.text.startsWith(".")) {
      found.push({ path: name.text, start: name.getStart() + 1, end: name.end - 1 });
    }
    return undefined;
  });
  return found;
}

/** A property that has its value beside it, or is named as the variable that has it. */
export type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The properties of the object that is an argument of a call, by the name of what is called. */
export function argumentProperties(text: string, called: RegExp): Property[] {
  const found: Property[] = [];
  placesIn(text, (node) => {
    if (!ts.isCallExpression(node) || !called.test(node.expression.getText())) return undefined;
    const object = node.arguments.find(ts.isObjectLiteralExpression);
    found.push(...(object?.properties.filter(isProperty) ?? []));
    return undefined;
  });
  return found;
}

function placesIn(text: string, find: (node: ts.Node) => Place | undefined): Place[] {
  const found: Place[] = [];
  const visit = (node: ts.Node): void => {
    const place = find(node);
    if (place !== undefined) found.push(place);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("program.ts", text, ts.ScriptTarget.Latest, true));
  return found;
}

/** Whether a value is handed to somebody: as a property, or as an argument. */
function isGiven(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isSourceFile(node)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  const isPart =
    ts.isArrayLiteralExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTemplateExpression(parent) ||
    ts.isTemplateSpan(parent);
  return isPart && isGiven(parent);
}

function isProperty(node: ts.Node): node is Property {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

function replacing(node: ts.Node, other: (random: Random) => string): Place {
  const [start, end] = [node.getStart(), node.end];
  return { start, draw: (random) => ({ start, end, text: other(random) }) };
}

const COUNTERPART: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  "??": "&&",
};

function otherNumber(text: string, random: Random): string {
  const value = Number(text.replaceAll("_", ""));
  return String(random.pick([value + 1, value * 2 + 1, value === 0 ? 5 : value - 1]));
}

/** A text between its quotes, a bit longer, shorter or other. Nothing is drawn inside an escape. */
function textPlace(node: ts.Node): Place | undefined {
  const whole = node.getText();
  const end = node.end - (whole.endsWith("${") ? 2 : 1);
  const start = node.getStart() + 1;
  const inner = whole.slice(1, whole.length - (node.end - end));
  const isTemplate = ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  if (inner.includes("\\") || (isTemplate && inner === "")) return undefined;
  return { start, draw: (random) => ({ start, end, text: otherText(inner, random) }) };
}

/** Another text of the same sort. */
export function otherText(text: string, random: Random): string {
  const longer = `${text}${random.pick(["2", "x", "-b"])}`;
  if (text.length < 2) return longer;
  const at = random.below(text.length);
  const letter = random.pick(["q", "7"]);
  const replaced = text.slice(0, at) + letter + text.slice(at + 1);
  return random.pick([longer, text.slice(0, -1), replaced === text ? longer : replaced]);
}
