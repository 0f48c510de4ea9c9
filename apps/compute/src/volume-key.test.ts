import { record } from "@strata/testing";

import { VolumeKey } from "./volume-key.ts";

const key = () => record({ project: "compute", stack: "prod" }, () => new VolumeKey("volumes"));

it("lets auto scaling encrypt disks, and lend the key to EC2 only", async () => {
  const { resources } = await key();
  const policy = resources.find(({ type }) => type === "aws:kms/key:Key")?.inputs["policy"];
  const { Statement } = JSON.parse(String(policy)) as { Statement: { Principal: object }[] };
  const account = "arn:aws:iam::777788889999";
  const AWS = `${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  expect(Statement).toEqual([
    expect.objectContaining({ Principal: { AWS: `${account}:root` }, Action: "kms:*" }),
    expect.objectContaining({
      Principal: { AWS },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
      ],
    }),
    expect.objectContaining({
      Principal: { AWS },
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ]);
});

it("rotates, and can be brought back for a month", async () => {
  const { resources } = await key();
  const inputs = resources.find(({ type }) => type === "aws:kms/key:Key")?.inputs;
  expect(inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
});

it("has a name that people find it by", async () => {
  const { resources } = await key();
  const alias = resources.find(({ type }) => type === "aws:kms/alias:Alias");
  expect(alias?.inputs).toEqual({
    name: "alias/strata-prod-compute-volumes",
    targetKeyId: "key-volumes",
  });
});
