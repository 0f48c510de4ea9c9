import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { layerResources } from "./layer-resources.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

/** What is found in the program of a layer of its own, with these files beside it. */
async function found(program: string, files: Readonly<Record<string, string>> = {}) {
  const root = await temporaryFolder();
  await mkdir(join(root, "apps", "sample"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  for (const [name, text] of Object.entries({ "index.ts": program, ...files })) {
    await writeFile(join(root, "apps", "sample", name), text);
  }
  return layerResources(root, "sample");
}

const IMPORT = 'import * as aws from "@pulumi/aws";\n';

it("counts every branch, and nothing that no code reaches", async () => {
  const program = `${IMPORT}
    import { used } from "./parts.ts";
    export default () => process.env.X ? new aws.sqs.Queue("a") : used();`;
  const parts = `${IMPORT}
    export const used = () => aws.s3.getBucketOutput({ bucket: "b" });
    export const unused = () => new aws.sns.Topic("t");`;
  expect(await found(program, { "parts.ts": parts })).toEqual({
    types: ["aws:sqs/queue:Queue"],
    functions: ["aws:s3/getBucket:getBucket"],
    reads: [],
    sharedNames: [],
  });
});

it.each([
  [
    "an import by name",
    'import { ec2 } from "@pulumi/aws"; export default () => new ec2.Vpc("a");',
  ],
  [
    "an import under another name",
    'import { ec2 as network } from "@pulumi/aws"; export default () => new network.Vpc("a");',
  ],
  [
    "the default import",
    'import aws from "@pulumi/aws"; export default () => new aws.ec2.Vpc("a");',
  ],
  ["a literal in brackets", `${IMPORT} export default () => new aws["ec2"]["Vpc"]("a");`],
  ["a class that is extended", `${IMPORT} export default class extends aws.ec2.Vpc {}`],
  ["a class that is handed on", `${IMPORT} export default (f) => f(aws.ec2.Vpc);`],
])("sees through %s", async (_, program) => {
  expect((await found(program)).types).toEqual(["aws:ec2/vpc:Vpc"]);
});

it.each([
  ["constants", "aws.Region.USEast1 + aws.ec2.InstanceType.T3_Micro"],
  ["checks", "(x) => aws.ec2.Vpc.isInstance(x) || x instanceof aws.ec2.Vpc"],
  ["the provider", 'new aws.Provider("aws")'],
  ["a variable that is called aws too", "[aws.Region.USEast1, ({ aws }) => aws.anything[0]]"],
])("takes no notice of %s", async (_, expression) => {
  const { types, functions } = await found(`${IMPORT} export default () => ${expression};`);
  expect([types, functions]).toEqual([[], []]);
});

it.each([
  ["the SDK as a value", "f(aws)", "aws is used as a value"],
  [
    "a module as a value",
    "{ const { Vpc } = aws.ec2; new Vpc('a'); }",
    "aws.ec2 is used as a value",
  ],
  ["a computed member", "new aws.ec2[name]('a')", "aws.ec2 is used as a value"],
  ["a class that is not there", "new aws.ec2.Vpcs('a')", "aws.ec2.Vpcs is not in the installed"],
  ["a resource of another program", "aws.ec2.Vpc.get('a', 'vpc-1')", "look it up with a function"],
  ["the SDK loaded at run time", "import('@pulumi/aws')", "is loaded at run time"],
])("refuses %s, with the place and what to write", async (_, expression, message) => {
  const head = `${IMPORT}export default () => [aws.Region.USEast1];`;
  const program = `${head}\nexport const made = (f, name) =>\n  ${expression};`;
  await expect(found(program)).rejects.toThrow(
    new RegExp(`^what sample creates [^]*\\n  apps/sample/index.ts:4: [^]*${message}`),
  );
});

it.each([
  ["a part of the SDK", 'import { Vpc } from "@pulumi/aws/ec2/index.js";', "is a part of the SDK"],
  ["a client of AWS", 'import { S3 as Vpc } from "@aws-sdk/client-s3";', "does not show"],
])("refuses an import of %s", async (_, line, message) => {
  await expect(found(`${line}\nexport default () => new Vpc("a");`)).rejects.toThrow(message);
});

it("refuses a resource whose type is text", async () => {
  const program = `import * as pulumi from "@pulumi/pulumi";
    export default (t) => new pulumi.CustomResource(t, "a");`;
  await expect(found(program)).rejects.toThrow(/index.ts:2: CustomResource has its type as text/);
});
