import { record } from "@strata/testing";

import { EncryptionKey } from "./encryption-key.ts";

interface Statement {
  readonly Principal: Readonly<Record<string, string>>;
  readonly Condition?: object;
}

async function key(isProtected: boolean) {
  const { resources } = await record({ project: "data", stack: "prod" }, () => {
    return new EncryptionKey("main", { isProtected });
  });
  return new Map(resources.map((resource) => [resource.type.split(":").at(-1), resource]));
}

it("is renewed every year, can be saved for a month, and has a name", async () => {
  const made = await key(true);
  expect(made.get("Key")?.inputs).toMatchObject({
    enableKeyRotation: true,
    deletionWindowInDays: 30,
  });
  expect(made.get("Alias")?.inputs).toEqual({
    name: "alias/strata-prod-data-main",
    targetKeyId: "main",
  });
});

it("can be used by the account, and for the database's logs by CloudWatch, and by nobody else", async () => {
  const made = await key(true);
  const policy = JSON.parse(String(made.get("Key")?.inputs["policy"])) as {
    Statement: readonly Statement[];
  };
  expect(policy.Statement.map(({ Principal }) => Principal)).toEqual([
    { AWS: "arn:aws:iam::777788889999:root" },
    { Service: "logs.us-east-1.amazonaws.com" },
  ]);
  expect(policy.Statement[1]?.Condition).toEqual({
    ArnLike: {
      "kms:EncryptionContext:aws:logs:arn":
        "arn:aws:logs:us-east-1:777788889999:log-group:/aws/rds/instance/*",
    },
  });
});

it("is kept by Pulumi when it is protected", async () => {
  expect((await key(true)).get("Key")?.options).toMatchObject({
    protect: true,
    retainOnDelete: true,
  });
  expect((await key(false)).get("Key")?.options.protect).toBeUndefined();
});
