import { join } from "node:path";

import { LegacyESLint } from "eslint/use-at-your-own-risk";

const root = join(import.meta.dirname, "..", "..", "..");
const eslint = new LegacyESLint({
  cwd: root,
  // It asks Nx for the project graph; the end-to-end tests show that it refuses imports across layers.
  overrideConfig: { rules: { "@nx/enforce-module-boundaries": "off" } },
});

/** What the rules of the workspace say of code that stands in a file. */
async function said(code: string, file = "apps/compute/src/fleet.ts"): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  return result?.messages.map(({ message }) => message) ?? [];
}

it.each<[string, string, string]>([
  [
    "a reference of its own",
    "new pulumi.StackReference('a/b/c');",
    "Read a layer through its contract",
  ],
  [
    "one under another name",
    "import { StackReference as S } from '@pulumi/pulumi'; new S('x');",
    "Read a layer through its contract",
  ],
  ["a second provider", "new aws.Provider('other');", "makes the one AWS provider"],
  ["one of another namespace", "new amazon.Provider('other');", "makes the one AWS provider"],
  [
    "one that is imported alone",
    "import { Provider as P } from '@pulumi/aws'; new P('x');",
    "makes the one AWS provider",
  ],
  ["a resource without options", "new aws.s3.Bucket('data', {});", "the layer's provider"],
  ["a look-up without options", "await aws.getRegion({});", "the layer's provider"],
  ["one of a service", "aws.ec2.getAmiOutput({ owners: [] });", "the layer's provider"],
  ["settings without a schema", "new pulumi.Config();", "loadSettings() of @strata/config"],
  [
    "one of them imported alone",
    "import { Config } from '@pulumi/pulumi'; new Config();",
    "loadSettings() of @strata/config",
  ],
  ["an image id", "export const image = 'ami-0123456789abcdef0';", "valid in one region only"],
  ["a secret made plain", "export const x = pulumi.unsecret(y);", "A secret stays a secret"],
  ["the same, taken out", "const { unsecret } = pulumi; unsecret(y);", "A secret stays a secret"],
  [
    "the same, imported",
    "import { unsecret } from '@pulumi/pulumi'; unsecret(y);",
    "A secret stays a secret",
  ],
  [
    "a published secret",
    "contract.publish({ a: pulumi.secret('x') });",
    "A contract holds no secret",
  ],
  [
    "a published secret setting",
    "contract.publish({ a: config.requireSecret('x') });",
    "A contract holds no secret",
  ],
  [
    "an import of a computed path",
    "export const x = await import(`./${name}.ts`);",
    "Write the path out",
  ],
  ["a variable", "export const x = process.env.REGION;", "A layer depends on its settings alone"],
  [
    "a variable by a text",
    "export const x = process['env'].REGION;",
    "A layer depends on its settings alone",
  ],
  [
    "variables taken out",
    "const { env } = process; f(env);",
    "A layer depends on its settings alone",
  ],
  [
    "variables, imported",
    "import { env } from 'node:process'; f(env);",
    "A layer depends on its settings alone",
  ],
  [
    "variables of the global object",
    "f(globalThis.process.env.REGION);",
    "A layer depends on its settings alone",
  ],
])("refuses %s", async (_, code, message) => {
  const messages = await said(code);
  expect(messages.filter((one) => one.includes(message)).length).toBeGreaterThan(0);
  expect(await said(code, "libs/naming/src/fit-name.ts")).toEqual(messages);
});

it.each([
  "import type { StackReference } from '@pulumi/pulumi'; export type Reference = StackReference;",
  "export const x = await import('./other.ts');",
  "f(process.cwd());",
  "new aws.s3.Bucket('data', {}, { parent });",
  "aws.ec2.getAmiOutput({ owners: [] }, { parent });",
  "contract.publish({ secretArn: secret.arn });",
])("allows %s", async (code) => {
  expect(await said(code)).toEqual([]);
});

it("leaves tests alone", async () => {
  const code = "new pulumi.StackReference(process.env.NAME);";
  expect(await said(code, "apps/compute/src/fleet.test.ts")).toEqual([]);
});
