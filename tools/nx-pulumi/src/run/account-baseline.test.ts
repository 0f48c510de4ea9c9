import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { accountBaseline } from "./account-baseline.ts";

async function workspaceOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

const domain = (name: string, id: string) =>
  `config:\n  compute:settings:\n    domain: { name: ${name}, hostedZoneId: ${id} }\n`;

it("has the hosted zones that settings of the environment name, each once", async () => {
  const root = await workspaceOf({
    "apps/compute/Pulumi.prod.yaml": domain("example.com", "Z1"),
    "apps/compute/Pulumi.dev.yaml": domain("dev.example.com", "Z2"),
    "apps/edge/Pulumi.prod.yaml": domain("example.com", "Z1"),
    "apps/network/Pulumi.prod.yaml": "config:\n  network:settings: { zones: [a] }\n",
  });
  expect(await accountBaseline(root, "prod")).toEqual({
    accountId: "777788889999",
    region: "us-east-1",
    hostedZones: [{ id: "Z1", name: "example.com" }],
    policies: [],
  });
});

it("has the boundaries of the layers' roles, as the templates for the account say", async () => {
  const boundary = {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: {
      ManagedPolicyName: "strata-prod-compute-boundary",
      Path: "/deploy/",
      PolicyDocument: { Version: "2012-10-17", Statement: [] },
    },
  };
  const root = await workspaceOf({
    "iam/prod/compute.json": JSON.stringify({ Resources: { Boundary: boundary } }),
    "iam/prod/network.json": JSON.stringify({ Resources: {} }),
    "iam/dev/compute.json": JSON.stringify({ Resources: { Boundary: boundary } }),
  });
  expect((await accountBaseline(root, "prod")).policies).toEqual([
    {
      name: "strata-prod-compute-boundary",
      path: "/deploy/",
      document: '{"Version":"2012-10-17","Statement":[]}',
    },
  ]);
});
