import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { identityFiles, refuseConfusable } from "./identity-files.ts";
import { POLICY_LIMIT, policySize, type PolicyDocument } from "./policy-document.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

/** A workspace with these layers, each with its program. */
async function workspace(layers: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, "apps", "no-layer"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  for (const [layer, program] of Object.entries(layers)) {
    await mkdir(join(root, "apps", layer));
    await writeFile(join(root, "apps", layer, "Pulumi.yaml"), `name: ${layer}\nruntime: nodejs\n`);
    await writeFile(
      join(root, "apps", layer, "index.ts"),
      `import * as aws from "@pulumi/aws";\nexport default () => ${program};\n`,
    );
  }
  return root;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

async function template(program: string): Promise<Readonly<Record<string, Resource>>> {
  const files = await identityFiles(await workspace({ web: program }));
  return (JSON.parse(files["iam/dev/web.json"] ?? "{}") as { Resources: Record<string, Resource> })
    .Resources;
}

it("has a file for each layer in each AWS account, and none for the sandbox", async () => {
  const root = await workspace({ web: 'new aws.ec2.Vpc("a")', jobs: "aws.getRegion()" });
  expect(Object.keys(await identityFiles(root)).sort()).toEqual(
    ["dev", "prod", "staging"].flatMap((name) => [`iam/${name}/jobs.json`, `iam/${name}/web.json`]),
  );
});

it("makes two roles that cannot reach themselves, with their policies", async () => {
  const resources = await template('new aws.ec2.Vpc("a")');
  expect(Object.entries(resources).map(([id, { Type }]) => `${id} ${Type}`)).toEqual([
    "DeployRole AWS::IAM::Role",
    "DeployPolicy1 AWS::IAM::ManagedPolicy",
    "PreviewRole AWS::IAM::Role",
    "PreviewPolicy1 AWS::IAM::ManagedPolicy",
  ]);
  expect(resources.DeployRole?.Properties).toMatchObject({
    RoleName: "strata-dev-web-deploy",
    Path: "/deploy/",
    ManagedPolicyArns: [{ Ref: "DeployPolicy1" }],
  });
  expect(resources.PreviewRole?.Properties).toMatchObject({ RoleName: "strata-dev-web-preview" });
});

it("bounds the roles of a layer that makes roles", async () => {
  const { Boundary } = await template('new aws.iam.Role("a", { assumeRolePolicy: "" })');
  expect(Boundary?.Properties).toMatchObject({
    ManagedPolicyName: "strata-dev-web-boundary",
    Path: "/deploy/",
  });
  const { Statement } = Boundary?.Properties.PolicyDocument as PolicyDocument;
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions).toContain("s3:GetObject");
  // Nothing that changes infrastructure, an identity or a key.
  expect(actions.filter((action) => /^(backup|iam|sts|ssmmessages|ec2|rds):/.test(action))).toEqual(
    [],
  );
  expect(actions.filter((action) => action.startsWith("kms:"))).toEqual([
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKey",
  ]);
});

it.each([
  ["iam.InstanceProfile", "ssmmessages:OpenDataChannel"],
  ["rds.Instance", "logs:PutRetentionPolicy"],
  ["backup.Selection", "rds:CreateDBSnapshot"],
])("lets the roles of a layer with %s be allowed %s", async (type, action) => {
  const { Boundary } = await template(
    `new aws.iam.Role("a", {} as never); new aws.${type}("a", {} as never)`,
  );
  const { Statement } = Boundary?.Properties.PolicyDocument as PolicyDocument;
  expect(Statement.flatMap(({ Action }) => Action)).toContain(action);
});

it("keeps the limits of IAM and CloudFormation", async () => {
  const files = await identityFiles(
    await workspace({ web: 'new aws.rds.Instance("a", {} as never)' }),
  );
  for (const text of Object.values(files)) {
    // Above it, a template must be uploaded to a bucket first.
    expect(text.length).toBeLessThan(51_200);
    const { Resources } = JSON.parse(text) as { Resources: Record<string, Resource> };
    for (const { Properties } of Object.values(Resources)) {
      if (Properties.PolicyDocument === undefined) continue;
      expect(policySize(Properties.PolicyDocument as PolicyDocument)).toBeLessThanOrEqual(
        POLICY_LIMIT,
      );
    }
  }
});

it("fails for a type without known actions, with the file to extend", async () => {
  await expect(identityFiles(await workspace({ web: 'new aws.sqs.Queue("a")' }))).rejects.toThrow(
    /^no IAM actions are known for "aws:sqs\/queue:Queue"/,
  );
});

describe("layers whose names begin alike", () => {
  const target = (accountId: string) =>
    ({ kind: "aws", region: "us-east-1", accountId, backendUrl: "", secretsProvider: "" }) as const;

  it("are refused, because a pattern for one would fit the other", () => {
    expect(() => refuseConfusable(["data", "data-lake"], [["dev", target("1")]])).toThrow(
      /^all names of layer "data-lake" in environment "dev" begin as those of layer "data" in environment "dev" do/,
    );
    const targets = [
      ["dev", target("1")],
      ["dev-data", target("1")],
    ] as const;
    expect(() =>
      refuseConfusable(
        ["data", "lake"],
        targets.map(([a, b]) => [a, b]),
      ),
    ).toThrow(/begin as those of/);
  });

  it("are fine in accounts of their own, and where only the letters are alike", () => {
    expect(() => refuseConfusable(["data", "database"], [["dev", target("1")]])).not.toThrow();
    const apart = [
      ["dev", target("1")],
      ["dev-data", target("2")],
    ] as [string, ReturnType<typeof target>][];
    expect(() => refuseConfusable(["data", "lake"], apart)).not.toThrow();
  });
});
