import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, relative } from "node:path";

import { build, type Plugin } from "esbuild";
import ts from "typescript";

import { AwsSdk } from "./aws-sdk.ts";

/** What the program of a layer can ask of AWS, in any environment and on any branch. */
export interface LayerResources {
  /** Type tokens of what it can create, sorted: `aws:ec2/vpc:Vpc`. */
  readonly types: readonly string[];
  /** Tokens of the functions that it can call, sorted: `aws:ec2/getAmi:getAmi`. */
  readonly functions: readonly string[];
  /** Layers whose contract it imports, sorted. */
  readonly reads: readonly string[];
  /** Names of `libs/naming/src/shared-names.ts` that it can build, sorted. */
  readonly sharedNames: readonly string[];
}

/** The entry file of a layer's program. */
const ENTRY = "index.ts";
const AWS = "@pulumi/aws";
const PULUMI = "@pulumi/pulumi";
const SHARED_NAMES = "libs/naming/src/shared-names.ts";

/**
 * Finds out without running it what a layer's program can create and look up: the program is bundled with the
 * libraries of the workspace, what nothing uses is dropped, and every use of `@pulumi/aws` that is left counts,
 * whatever condition stands around it.
 *
 * @param root absolute folder of the workspace
 * @throws Error that lists, with file and line, each use that cannot be followed, and what to write instead
 */
export async function layerResources(root: string, layer: string): Promise<LayerResources> {
  const folder = `apps/${layer}`;
  const { code, map, contracts, packages } = await bundle(root, folder);
  const { source, checker } = parsed(code);
  const where = positions(source, map);
  const problems = packages.flatMap(({ name, importer }) => unseenPackage(root, name, importer));
  const found = new Uses(checker, new AwsSdk(join(root, folder)), where, problems);
  found.collect(source);
  if (problems.length > 0) {
    throw new Error(
      `what ${layer} creates cannot be told from its program:\n` +
        [...new Set(problems)].map((problem) => `  ${problem}`).join("\n"),
    );
  }
  return {
    types: sorted(found.types),
    functions: sorted(found.functions),
    reads: sorted(contracts).filter((other) => other !== layer),
    sharedNames: sorted(found.sharedNames),
  };
}

interface Bundle {
  readonly code: string;
  readonly map: string;
  /** Layers of the contracts that are imported. */
  readonly contracts: ReadonlySet<string>;
  /** Packages outside the workspace that are imported, and the file that does so. */
  readonly packages: readonly { readonly name: string; readonly importer: string }[];
}

async function bundle(root: string, folder: string): Promise<Bundle> {
  const contracts = new Set<string>();
  const packages = new Map<string, { name: string; importer: string }>();
  // Own code is bundled, wherever it lies; packages stay outside, as imports.
  const workspace: Plugin = {
    name: "workspace",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") return undefined;
        const [, contract] = /^@strata\/contract-(.+)$/.exec(path) ?? [];
        if (contract !== undefined) contracts.add(contract);
        if (path.startsWith("@strata/")) return undefined;
        const [scope = "", name = ""] = path.split("/");
        const id = scope.startsWith("@") ? `${scope}/${name}` : scope;
        if (!packages.has(id)) packages.set(id, { name: id, importer: relative(root, importer) });
        return { path, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, folder, ENTRY)],
    outfile: join(root, "bundle.js"),
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node24",
    treeShaking: true,
    sourcemap: "external",
    logLevel: "silent",
    plugins: [workspace],
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
  return { code: text(".js"), map: text(".map"), contracts, packages: [...packages.values()] };
}

/** With the checker, which knows what a name is bound to where it stands. */
function parsed(code: string): { source: ts.SourceFile; checker: ts.TypeChecker } {
  const name = "/bundle.js";
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const options = { allowJs: true, noLib: true, noResolve: true, types: [] };
  const host: ts.CompilerHost = {
    fileExists: (file) => file === name,
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "",
    getNewLine: () => "\n",
    getSourceFile: (file) => (file === name ? source : undefined),
    readFile: () => undefined,
    useCaseSensitiveFileNames: () => true,
    writeFile: () => {},
  };
  return { source, checker: ts.createProgram([name], options, host).getTypeChecker() };
}

/** `apps/network/src/vpc.ts:12` of a node of the bundle. */
type Where = (node: ts.Node) => string;

function positions(source: ts.SourceFile, map: string): Where {
  const origin = new SourceMap(JSON.parse(map));
  return (node) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const entry = origin.findEntry(line, character);
    return "originalSource" in entry
      ? `${entry.originalSource}:${entry.originalLine + 1}`
      : `bundle line ${line + 1}`;
  };
}

/** Packages through which AWS resources come to be, out of sight. */
function unseenPackage(root: string, name: string, importer: string): string[] {
  if (name === AWS || name === PULUMI) return [];
  const why = /^@pulumi\/(aws-native|eks|awsx)$|^@aws-sdk\//.test(name) || dependsOnAws(root, name);
  if (!why) return [];
  return [
    `${importer}: "${name}" makes calls to AWS that the program does not show; create resources with ` +
      `"new aws.<module>.<Class>(…)" of ${AWS}`,
  ];
}

function dependsOnAws(root: string, name: string): boolean {
  const file = join(root, "node_modules", name, "package.json");
  if (!existsSync(file)) return false;
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    dependencies?: object;
    peerDependencies?: object;
  };
  return AWS in dependencies || AWS in peerDependencies;
}

/** What is used of the SDK in a bundle. */
class Uses {
  readonly types = new Set<string>();
  readonly functions = new Set<string>();
  readonly sharedNames = new Set<string>();
  readonly #checker: ts.TypeChecker;
  readonly #sdk: AwsSdk;
  readonly #where: Where;
  readonly #problems: string[];
  /** Path in the SDK of each name that an import binds: `aws` is [], `ec2` is ["ec2"]. */
  readonly #bound = new Map<ts.Symbol | undefined, readonly string[]>();
  /** Names that an import binds to all of `@pulumi/pulumi`. */
  readonly #pulumi = new Set<ts.Symbol | undefined>();

  constructor(checker: ts.TypeChecker, sdk: AwsSdk, where: Where, problems: string[]) {
    this.#checker = checker;
    this.#sdk = sdk;
    this.#where = where;
    this.#problems = problems;
  }

  collect(source: ts.SourceFile): void {
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) this.#import(statement);
      if (ts.isFunctionDeclaration(statement)) this.#sharedName(statement);
    }
    this.#visit(source);
  }

  #import(declaration: ts.ImportDeclaration): void {
    const from = (declaration.moduleSpecifier as ts.StringLiteral).text;
    const clause = declaration.importClause;
    if (from.startsWith(`${AWS}/`)) {
      const problem = `"${from}" is a part of the SDK; write: import * as aws from "${AWS}"`;
      this.#problem(declaration, problem);
    }
    if ((from !== AWS && from !== PULUMI) || clause === undefined) return;
    const bindings = clause.namedBindings;
    const names = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    const whole = [
      clause.name,
      bindings && ts.isNamespaceImport(bindings) ? bindings.name : undefined,
    ];
    for (const name of whole.filter((one) => one !== undefined)) {
      if (from === AWS) this.#bound.set(this.#symbol(name), []);
      else this.#pulumi.add(this.#symbol(name));
    }
    for (const { name, propertyName } of names) {
      const imported = (propertyName ?? name).text;
      const path = imported === "default" ? [] : [imported];
      if (from === AWS) this.#bound.set(this.#symbol(name), path);
      else if (imported === "CustomResource") this.#untyped(declaration);
    }
  }

  /** A function of the shared names that survives in the bundle is one that the program can call. */
  #sharedName({ name }: ts.FunctionDeclaration): void {
    if (name === undefined) return;
    if (this.#where(name).startsWith(`${SHARED_NAMES}:`)) {
      // The bundler appends a number where two modules have the same name.
      this.sharedNames.add(name.text.replace(/\d+$/, ""));
    }
  }

  /** What the name is bound to; in `{ aws }` that is the variable and not the new property. */
  #symbol(name: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(name.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(name.parent)
      : this.#checker.getSymbolAtLocation(name);
  }

  #visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) && (node.text === AWS || node.text.startsWith(`${AWS}/`))) {
      const problem = `"${node.text}" is loaded at run time; write: import * as aws from "${AWS}"`;
      this.#problem(node, problem);
    }
    if (ts.isIdentifier(node)) {
      const symbol = this.#symbol(node);
      const path = this.#bound.get(symbol);
      if (path !== undefined) this.#use(node, path);
      if (this.#pulumi.has(symbol) && propertyOf(node.parent, node) === "CustomResource") {
        this.#untyped(node);
      }
    }
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** Follows `aws.<module>.<name>` from its first identifier as far as it is one thing of the SDK. */
  #use(start: ts.Identifier, bound: readonly string[]): void {
    let path = bound;
    let node: ts.Node = start;
    for (;;) {
      const member = this.#sdk.member(path);
      if (member.kind === "resource") return this.#resource(node, path, member.token);
      if (member.kind === "function") return void this.functions.add(member.token);
      if (member.kind === "value") return;
      if (member.kind === "unknown") {
        return this.#problem(start, `aws.${path.join(".")} is not in the installed ${AWS}`);
      }
      const next = propertyOf(node.parent, node);
      if (next === undefined) {
        const name = ["aws", ...path].join(".");
        return this.#problem(
          start,
          `${name} is used as a value, so what is taken from it cannot be told; write ` +
            `"new aws.<module>.<Class>(…)" or "aws.<module>.get<Name>(…)" in full at each place`,
        );
      }
      path = [...path, next];
      node = node.parent;
    }
  }

  #resource(node: ts.Node, path: readonly string[], token: string): void {
    const name = ["aws", ...path].join(".");
    const { parent } = node;
    const method = propertyOf(parent, node);
    if (method === "isInstance") return;
    if (method === "get") {
      const problem =
        `${name}.get takes a resource that another program made; look it up with a function ` +
        "(aws.<module>.get<Name>), or read it through the contract of its layer";
      return this.#problem(node, problem);
    }
    const compared =
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
    // Also where it is handed on instead of being constructed here: somebody will.
    if (!compared) this.types.add(token);
  }

  #untyped(node: ts.Node): void {
    const problem = `CustomResource has its type as text; write "new aws.<module>.<Class>(…)" of ${AWS}`;
    this.#problem(node, problem);
  }

  #problem(node: ts.Node, problem: string): void {
    this.#problems.push(`${this.#where(node)}: ${problem}`);
  }
}

/** The name by which `node` is taken apart in `parent`: `b` for `a.b` and `a["b"]`. */
function propertyOf(parent: ts.Node, node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  if (!ts.isElementAccessExpression(parent) || parent.expression !== node) return undefined;
  const { argumentExpression } = parent;
  return ts.isStringLiteralLike(argumentExpression) ? argumentExpression.text : undefined;
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}
