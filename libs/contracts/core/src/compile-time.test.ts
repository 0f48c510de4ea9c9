import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

const folder = dirname(fileURLToPath(import.meta.url));
const fixture = join(folder, "compile-time.fixture.ts");
const configFile = join(folder, "../tsconfig.json");

const head = [
  'import * as pulumi from "@pulumi/pulumi";',
  'import { z } from "zod";',
  'import { defineContract } from "../index.ts";',
  'const contract = defineContract("network", { vpcId: z.string(), ids: z.array(z.string()), port: z.int() });',
  'const id = pulumi.output("vpc-1");',
];

/** Runs the real compiler over a program and returns `line: message` of each error; line 1 is the first of `lines`. */
function errorsOf(lines: readonly string[]): string[] {
  const source = [...head, ...lines].join("\n");
  const { config } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configFile));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => path === fixture || fileExists(path);
  host.readFile = (path) => (path === fixture ? source : readFile(path));
  host.getSourceFile = (path, version) =>
    path === fixture
      ? ts.createSourceFile(path, source, version)
      : getSourceFile.call(host, path, version);
  const program = ts.createProgram([fixture], options, host);
  const file = program.getSourceFile(fixture);
  return program.getSemanticDiagnostics(file).map(({ messageText, start = 0 }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1 - head.length;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

it("compiles a complete publication, and a reader that uses known keys", () => {
  expect(
    errorsOf([
      'contract.publish({ vpcId: id, ids: [id, "b"], port: 80 });',
      "const port: pulumi.Output<number> = contract.read().port;",
      "export { port };",
    ]),
  ).toEqual([]);
});

it("fails on the line of each wiring mistake, and says what is wrong", () => {
  const mistakes: [line: string, message: string][] = [
    ['contract.publish({ vpcId: id, ids: ["a"] });', "Property 'port' is missing"],
    ['contract.publish({ vpcId: id, ids: ["a"], port: 80, extra: 1 });', "to type 'never'"],
    ['contract.publish({ vpcId: id, ids: ["a"], port: "80" });', "'string' is not assignable"],
    ["contract.publish({ vpcId: id, ids: [1], port: 80 });", "'number' is not assignable"],
    [
      "contract.publish({ vpcId: 1, ids: [], port: pulumi.output(80) });",
      "'number' is not assignable",
    ],
    ["contract.read().vpcID;", "'vpcID' does not exist on type"],
    ["contract.read().bucketName;", "'bucketName' does not exist on type"],
    [
      "export const text: pulumi.Output<string> = contract.read().port;",
      "'number' is not assignable to type 'string'",
    ],
    ["export const now: string = contract.read().vpcId;", "is not assignable to type 'string'"],
    [
      'defineContract("data", { dbPassword: z.string() });',
      '"a contract holds no secret value: publish the ARN of the secret, as dbPasswordArn"',
    ],
    [
      'export { nobodyContract } from "@strata/contract-nobody";',
      "Cannot find module '@strata/contract-nobody'",
    ],
    ["contract.read().vpcId = id;", "Cannot assign to 'vpcId' because it is a read-only property"],
  ];
  const errors = errorsOf(mistakes.map(([line]) => line));
  expect(errors).toEqual(mistakes.map(([, message]) => expect.stringContaining(message) as string));
  expect(errors.map((error) => Number(error.split(":")[0]))).toEqual(mistakes.map((_, i) => i + 1));
});
