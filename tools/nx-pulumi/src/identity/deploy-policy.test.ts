import { deployActions } from "./deploy-actions.ts";
import { deployPolicy, previewPolicy } from "./deploy-policy.ts";
import type { Deployment } from "./layer-scope.ts";
import { packed, POLICY_LIMIT, policySize, type Statement } from "./policy-document.ts";
import { deploymentOf } from "./testing/all-statements.ts";
import { allows, type AuthorizationRequest } from "./testing/evaluation.ts";

const ACCOUNT = "111122223333";
const VPC = `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`;
const NEW_VPC = `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/*`;
const STATE = "arn:aws:s3:::strata-state-111122223333";

const network = deploymentOf("network", {
  types: ["aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"],
});
const compute = deploymentOf("compute", {
  types: [
    "aws:autoscaling/group:Group",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
  ],
  reads: ["network"],
});

function tags(kind: "RequestTag" | "ResourceTag", layer: string, environment = "dev") {
  const all = { project: "strata", environment, layer };
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [`aws:${kind}/${key}`, value]),
  );
}

function may(
  deployment: Deployment,
  action: string,
  resource: string,
  context: AuthorizationRequest["context"] = {},
): boolean {
  return allows(deployPolicy(deployment), { action, resource, context });
}

describe("what has no name", () => {
  it("is made with the tags of the layer, and not without or with others", () => {
    expect(may(network, "ec2:CreateVpc", NEW_VPC, tags("RequestTag", "network"))).toBe(true);
    expect(may(network, "ec2:CreateVpc", NEW_VPC)).toBe(false);
    expect(may(network, "ec2:CreateVpc", NEW_VPC, tags("RequestTag", "data"))).toBe(false);
    expect(may(network, "ec2:CreateVpc", NEW_VPC, tags("RequestTag", "network", "prod"))).toBe(
      false,
    );
  });

  it("is changed and deleted with the tags of the layer in this environment only", () => {
    expect(may(network, "ec2:DeleteVpc", VPC, tags("ResourceTag", "network"))).toBe(true);
    expect(may(network, "ec2:DeleteVpc", VPC, tags("ResourceTag", "network", "prod"))).toBe(false);
    expect(may(network, "ec2:DeleteVpc", VPC, tags("ResourceTag", "data"))).toBe(false);
    expect(may(network, "ec2:DeleteVpc", VPC)).toBe(false);
  });

  it("cannot be taken by giving it the tags of the layer", () => {
    const asked = tags("RequestTag", "network");
    const theirs = { ...asked, ...tags("ResourceTag", "data") };
    expect(may(network, "ec2:CreateTags", VPC, asked)).toBe(false);
    expect(may(network, "ec2:CreateTags", VPC, theirs)).toBe(false);
    const made = { ...asked, "ec2:CreateAction": "CreateVpc" };
    expect(may(network, "ec2:CreateTags", VPC, made)).toBe(true);
    const launched = { ...asked, "ec2:CreateAction": "RunInstances" };
    expect(may(network, "ec2:CreateTags", VPC, launched)).toBe(false);
  });

  it("is not made inside a VPC of another layer, however the new thing is tagged", () => {
    const asked = tags("RequestTag", "network");
    const theirs = { ...asked, ...tags("ResourceTag", "data") };
    expect(may(network, "ec2:CreateSubnet", VPC, theirs)).toBe(false);
    expect(may(network, "ec2:CreateSecurityGroup", VPC, theirs)).toBe(false);
  });

  it("may stand on what a layer has made whose contract is read, and on no other", () => {
    const subnet = `arn:aws:ec2:us-east-1:${ACCOUNT}:subnet/subnet-1`;
    expect(may(compute, "ec2:RunInstances", subnet, tags("ResourceTag", "network"))).toBe(true);
    expect(may(compute, "ec2:RunInstances", subnet, tags("ResourceTag", "data"))).toBe(false);
    expect(may(compute, "ec2:DeleteSubnet", subnet, tags("ResourceTag", "network"))).toBe(false);
  });
});

describe("a role that the layer makes", () => {
  const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const boundary = {
    "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/deploy/strata-dev-compute-boundary`,
  };

  it.each(["iam:CreateRole", "iam:PutRolePolicy"])(
    "%s: has the boundary of the layer",
    (action) => {
      expect(may(compute, action, role("strata-dev-compute-web"), boundary)).toBe(true);
      expect(may(compute, action, role("strata-dev-compute-web"))).toBe(false);
      const other = { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" };
      expect(may(compute, action, role("strata-dev-compute-web"), other)).toBe(false);
    },
  );

  it("loses its boundary never", () => {
    const everything = { ...boundary, ...tags("ResourceTag", "compute") };
    const name = role("strata-dev-compute-web");
    expect(may(compute, "iam:DeleteRolePermissionsBoundary", name, everything)).toBe(false);
  });

  it("goes to the service that it is for, and to no other", () => {
    const to = (service: string) => ({ "iam:PassedToService": service });
    const name = role("strata-dev-compute-web");
    expect(may(compute, "iam:PassRole", name, to("ec2.amazonaws.com"))).toBe(true);
    expect(may(compute, "iam:PassRole", name, to("lambda.amazonaws.com"))).toBe(false);
    expect(may(compute, "iam:PassRole", role("strata-dev-data-x"), to("ec2.amazonaws.com"))).toBe(
      false,
    );
  });

  it("is not one of those that deploy", () => {
    for (const name of ["deploy/strata-dev-compute-deploy", "deploy/strata-dev-network-deploy"]) {
      for (const action of ["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"]) {
        expect([action, may(compute, action, role(name), boundary)]).toEqual([action, false]);
      }
    }
    const policy = `arn:aws:iam::${ACCOUNT}:policy/deploy/strata-dev-compute-boundary`;
    expect(may(compute, "iam:CreatePolicyVersion", policy)).toBe(false);
  });
});

describe("the state", () => {
  const own = [
    ".pulumi/stacks/compute/dev.json",
    ".pulumi/stacks/compute/dev.json.bak",
    ".pulumi/stacks/compute/dev.pulumi-tags",
    ".pulumi/history/compute/dev/dev-1.history.json",
    ".pulumi/backups/compute/dev/dev.1.json",
    ".pulumi/locks/organization/compute/dev/1.json",
    ".strata/records/compute/dev.json",
  ];
  const writes = (key: string, changes: Partial<Deployment> = {}) =>
    ["s3:PutObject", "s3:DeleteObject"].map((action) =>
      may({ ...compute, ...changes }, action, `${STATE}/${key}`),
    );
  const reads = (key: string) => may(compute, "s3:GetObject", `${STATE}/${key}`);

  it.each(own)("of the layer is written: %s", (key) => {
    expect([reads(key), ...writes(key)]).toEqual([true, true, true]);
  });

  it.each(own.map((key) => key.replace("compute", "network")))("of another is not: %s", (key) => {
    expect(writes(key)).toEqual([false, false]);
  });

  it("of other layers in the environment is read, with their records and locks", () => {
    const keys = own.filter((key) => !/history|backups/.test(key));
    for (const key of keys)
      expect([key, reads(key.replace("compute", "data"))]).toEqual([key, true]);
  });

  it.each(own)("of another environment is neither read nor written: %s", (key) => {
    const other = key.replaceAll("dev", "prod");
    expect([reads(other), ...writes(other)]).toEqual([false, false, false]);
  });

  it("may lie below a prefix", () => {
    const backendUrl = "s3://strata-state-111122223333/eu/one?region=us-east-1";
    expect(writes(`eu/one/${own[0]}`, { backendUrl })).toEqual([true, true]);
    expect(writes(own[0] ?? "", { backendUrl })).toEqual([false, false]);
  });

  it("says which layout it has, and no role can change that", () => {
    expect([reads(".pulumi/meta.yaml"), ...writes(".pulumi/meta.yaml")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0123-4567`;
  it.each([
    [
      "awskms://alias/strata-state?region=us-east-1",
      KEY,
      { "kms:ResourceAliases": ["alias/strata-state"] },
    ],
    ["awskms://0123-4567?region=us-east-1", KEY, {}],
    [`awskms:///${KEY}?region=us-east-1`, KEY, {}],
  ])("is encrypted with the key of %s", (secretsProvider, key, context) => {
    const deployment = { ...compute, secretsProvider };
    expect(may(deployment, "kms:Encrypt", key, context)).toBe(true);
    expect(may(deployment, "kms:Decrypt", key, context)).toBe(true);
    const other = { "kms:ResourceAliases": ["alias/other"] };
    expect(may(deployment, "kms:Decrypt", key.replace("4567", "9999"), other)).toBe(false);
  });

  it("needs no permission for a key that is not of AWS", () => {
    const deployment = { ...compute, secretsProvider: "passphrase" };
    expect(
      may(deployment, "kms:Decrypt", KEY, { "kms:ResourceAliases": ["alias/strata-state"] }),
    ).toBe(false);
  });

  it("fails in a backend that is no bucket", () => {
    expect(() => deployPolicy({ ...compute, backendUrl: "https://api.pulumi.com" })).toThrow(
      /^the backend https:\/\/api\.pulumi\.com is no S3 bucket/,
    );
  });
});

it("gives a preview nothing to write with, not even its own state", () => {
  const everything = Object.keys(deployActions);
  const documents = previewPolicy(deploymentOf("sample", { types: everything }));
  const actions = documents.flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action);
  const reading = /^\w+:(Describe|Get|List)[A-Z]/;
  // A budget is viewed, and the state has to be decrypted.
  const others = ["budgets:ViewBudget", "kms:Decrypt"];
  expect(actions.filter((action) => !reading.test(action)).sort()).toEqual(others);
});

it("uses shared names only for a layer that knows them", () => {
  const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/app/dev`;
  const types = ["aws:cloudwatch/logGroup:LogGroup"];
  const knows = deploymentOf("observability", { types, sharedNames: ["appLogGroup"] });
  for (const arn of [group, `${group}:*`]) {
    expect(may(knows, "logs:DeleteLogGroup", arn)).toBe(true);
    expect(may(deploymentOf("sample", { types }), "logs:DeleteLogGroup", arn)).toBe(false);
  }
});

it("fails for a layer whose name leaves no room to tell its names from another's", () => {
  const layer = "a-layer-with-a-name-that-is-much-too-long-for-a-role";
  expect(() => deployPolicy(deploymentOf(layer, { types: ["aws:iam/role:Role"] }))).toThrow(
    /^names of the kind role have no room for "strata-dev-a-layer/,
  );
});

describe("the length of a policy", () => {
  const statement = (Sid: string, count: number): Statement => ({
    Sid,
    Effect: "Allow",
    Action: Array.from({ length: count }, (_, i) => `ec2:DescribeSomethingNumber${i}`),
    Resource: ["*"],
  });

  it("is kept by using more of them, in the order of the statements, none of them torn", () => {
    const statements = ["A", "B", "C", "D"].map((Sid) => statement(Sid, 70));
    const documents = packed(statements, "the role");
    expect(documents.length).toBeGreaterThan(1);
    expect(documents.flatMap((one) => one.Statement)).toEqual(statements);
    for (const document of documents)
      expect(policySize(document)).toBeLessThanOrEqual(POLICY_LIMIT);
  });

  it("fails where one statement is longer than a policy", () => {
    expect(() => packed([statement("Long", 400)], "the role")).toThrow(
      /^the statement Long of the role/,
    );
  });

  it("fails where a role would need more policies than it can have", () => {
    const statements = Array.from({ length: 11 }, (_, i) => statement(`S${i}`, 130));
    expect(() => packed(statements, "the role")).toThrow(/^the role needs 11 policies/);
  });

  it("is kept for a layer that creates everything there is", () => {
    const documents = deployPolicy(deploymentOf("sample", { types: Object.keys(deployActions) }));
    expect(documents.length).toBeLessThanOrEqual(10);
    const sids = documents.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(new Set(sids).size).toBe(sids.length);
    for (const Sid of sids) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
  });
});
