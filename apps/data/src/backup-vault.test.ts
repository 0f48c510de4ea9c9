import { record } from "@strata/testing";

import { BackupVault, type BackupVaultArgs } from "./backup-vault.ts";

const args: BackupVaultArgs = {
  databaseArn: "arn:aws:rds:us-east-1:777788889999:db:main",
  keepDays: 30,
  forceDestroy: false,
  isProtected: true,
};

interface Policy {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string;
  }[];
}

async function vault(change: Partial<BackupVaultArgs> = {}) {
  const { resources } = await record({ project: "data", stack: "prod" }, () => {
    return new BackupVault("main", { ...args, ...change });
  });
  const made = new Map(resources.map((resource) => [resource.type.split(":").at(-1), resource]));
  const { Statement } = JSON.parse(String(made.get("RolePolicy")?.inputs["policy"])) as Policy;
  return { made, statements: Statement };
}

it("copies the database every night into its vault, and keeps it for the days given", async () => {
  const { made } = await vault();
  expect(made.get("Plan")?.inputs["rules"]).toMatchObject([
    { targetVaultName: "strata-prod-data-main", lifecycle: { deleteAfter: 30 } },
  ]);
  expect(made.get("Selection")?.inputs).toMatchObject({
    resources: [args.databaseArn],
    planId: "strata-prod-data-main",
  });
  expect(made.get("Selection")?.options.dependsOn).toHaveLength(1);
});

it("may copy this database into this vault, and nothing of any other", async () => {
  const { statements } = await vault();
  for (const { Action, Resource } of statements) {
    expect([Action].flat().join()).not.toContain("*");
    expect(Resource).not.toBe("*");
  }
  expect(statements.map(({ Resource }) => Resource)).toEqual([
    args.databaseArn,
    "arn:aws:rds:us-east-1:777788889999:snapshot:awsbackup:*",
    "arn:aws:backup:us-east-1:123456789012:backup-vault:strata-prod-data-main",
  ]);
});

it("encrypts with the key that it is given, and may lend it to the copies", async () => {
  const kmsKeyArn = "arn:aws:kms:us-east-1:777788889999:key/1";
  const { made, statements } = await vault({ kmsKeyArn });
  expect(made.get("Vault")?.inputs["kmsKeyArn"]).toBe(kmsKeyArn);
  expect(statements.slice(3)).toEqual([
    expect.objectContaining({ Action: "kms:DescribeKey", Resource: kmsKeyArn }),
    expect.objectContaining({
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ]);
});

it("is kept by Pulumi when it is protected", async () => {
  const options = async (isProtected: boolean) =>
    (await vault({ isProtected })).made.get("Vault")?.options;
  expect(await options(true)).toMatchObject({ protect: true, retainOnDelete: true });
  expect((await options(false))?.protect).toBeUndefined();
});
