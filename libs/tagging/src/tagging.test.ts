import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { record } from "@strata/testing";

import { layerProvider } from "./layer-provider.ts";
import { layerTags, mandatoryTags, withTags } from "./mandatory-tags.ts";
import { groupTags, launchTags } from "./tag-forms.ts";

const world = { project: "compute" };
const mandatory = {
  project: "strata",
  environment: "local",
  layer: "compute",
  owner: "platform-team",
  "managed-by": "pulumi",
  repository: "strata",
};

it("has six mandatory tags, of the layer that is running", async () => {
  const { result } = await record(world, layerTags);
  expect(result).toEqual(mandatory);
});

it("has values that AWS takes", () => {
  for (const value of Object.values(mandatoryTags("network", "dev"))) {
    expect(value).toMatch(/^[A-Za-z0-9 +\-=._:/@]{1,256}$/);
  }
});

it("lets a caller add a tag and not erase one", async () => {
  const { result } = await record(world, () => withTags({ owner: "me", Name: "web" }));
  expect(result).toEqual({ ...mandatory, Name: "web" });
});

it("copies the tags of an auto scaling group to its instances", async () => {
  const { result } = await record(world, () => groupTags({ owner: "me", Name: "web" }));
  expect(Object.fromEntries(result.map(({ key, value }) => [key, value]))).toEqual({
    ...mandatory,
    Name: "web",
  });
  expect(result.every(({ propagateAtLaunch }) => propagateAtLaunch)).toBe(true);
});

it("tags instances, volumes and network interfaces from a launch template", async () => {
  const { result } = await record(world, () => launchTags({ owner: "me" }));
  expect(result).toEqual([
    { resourceType: "instance", tags: mandatory },
    { resourceType: "volume", tags: mandatory },
    { resourceType: "network-interface", tags: mandatory },
  ]);
});

it("puts the mandatory tags on groups and templates that forgot them or say otherwise", async () => {
  const { resources } = await record(world, () => {
    const provider = layerProvider();
    const tags = [
      { key: "owner", value: "me", propagateAtLaunch: false },
      { key: "Name", value: "web", propagateAtLaunch: true },
    ];
    new aws.autoscaling.Group("web", { minSize: 1, maxSize: 1, tags }, { provider });
    const tagSpecifications = [{ resourceType: "instance", tags: { owner: "me", Name: "web" } }];
    new aws.ec2.LaunchTemplate("web", { tagSpecifications }, { provider });
    new aws.ec2.LaunchTemplate("bare", {}, { provider });
  });
  const inputs = (token: string, name: string) =>
    resources.find((one) => one.type === token && one.name === name)?.inputs ?? {};
  const group = inputs("aws:autoscaling/group:Group", "web").tags as {
    key: string;
    value: string;
  }[];
  expect(Object.fromEntries(group.map(({ key, value }) => [key, value]))).toEqual({
    ...mandatory,
    Name: "web",
  });
  const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
  expect(inputs(TEMPLATE, "web").tagSpecifications).toEqual([
    { resourceType: "instance", tags: { ...mandatory, Name: "web" } },
    { resourceType: "volume", tags: mandatory },
    { resourceType: "network-interface", tags: mandatory },
  ]);
  expect(inputs(TEMPLATE, "bare").tagSpecifications).toHaveLength(3);
});

it("makes one provider with region, account guard and default tags", async () => {
  const { resources } = await record(world, layerProvider);
  expect(resources).toHaveLength(1);
  expect(resources[0]).toMatchObject({
    type: "pulumi:providers:aws",
    name: "aws",
    inputs: {
      region: "us-east-1",
      allowedAccountIds: '["123456789012"]',
      defaultTags: JSON.stringify({ tags: mandatory }),
    },
  });
});

it("fails in a stack that is no environment", async () => {
  await expect(record({ ...world, stack: "nowhere" }, layerProvider)).rejects.toThrow(
    /^unknown environment "nowhere"/,
  );
});

it.each([
  ["plain", { owner: "me", Name: "web" }],
  ["an Output", pulumi.output({ owner: "me", Name: "web" })],
])("takes a mandatory tag out of a resource's own tags, when they are %s", async (_, tags) => {
  const { resources } = await record(world, () => {
    const provider = layerProvider();
    return new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", tags }, { provider });
  });
  expect(resources.find(({ name }) => name === "main")?.inputs["tags"]).toEqual({ Name: "web" });
});

describe("a role", () => {
  const roleIn = async (stack: string) => {
    const { resources } = await record({ ...world, stack }, () => {
      const provider = layerProvider();
      const permissionsBoundary = "arn:aws:iam::aws:policy/AdministratorAccess";
      return new aws.iam.Role("web", { assumeRolePolicy: "{}", permissionsBoundary }, { provider });
    });
    return resources.find(({ name }) => name === "web")?.inputs;
  };

  it("has the boundary of its layer in a real account, whatever the program says", async () => {
    expect(await roleIn("dev")).toMatchObject({
      permissionsBoundary: "arn:aws:iam::111122223333:policy/deploy/strata-dev-compute-boundary",
    });
  });

  it("is left as it is in the sandbox, where there is no boundary", async () => {
    expect(await roleIn("local")).toMatchObject({
      permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
  });
});

describe("the one provider", () => {
  const vpc = (opts: pulumi.CustomResourceOptions, name = "main") =>
    new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, opts);

  class Part extends pulumi.ComponentResource {
    constructor(opts: pulumi.ComponentResourceOptions) {
      super("strata:test:Part", "part", {}, opts);
      vpc({ parent: this });
    }
  }

  const advice = /\nlayerProvider\(\) of @strata\/tagging makes the one of a layer: /;
  const refused = async (program: () => unknown, what: string) => {
    const failure = record(world, program);
    // The place is the first outside this library, and the test is in it: the line that runs the program.
    await expect(failure).rejects.toThrow(/^libs\/testing\/src\/record\.ts:\d+ makes /);
    await expect(failure).rejects.toThrow(what);
    await expect(failure).rejects.toThrow(advice);
  };

  it("reaches resources by themselves, through a parent, and through a parent's parent", async () => {
    const { resources } = await record(world, () => {
      const provider = layerProvider();
      const first = vpc({ provider });
      vpc({ parent: first }, "second");
      new Part({ provider });
      new Part({ providers: [provider], parent: first });
      new Part({ parent: new Part({ providers: { aws: provider } }) });
    });
    expect(resources.filter(({ type }) => type === "aws:ec2/vpc:Vpc")).toHaveLength(6);
  });

  it("is made anew in each program", async () => {
    await record(world, layerProvider);
    const { resources } = await record(world, layerProvider);
    expect(resources).toHaveLength(1);
  });

  it("refuses a second one", async () => {
    const twice = () => [layerProvider(), layerProvider()];
    await refused(
      twice,
      "makes a second AWS provider, after the one of libs/testing/src/record.ts:",
    );
  });

  it("refuses one that the program makes itself", async () => {
    const program = () => [layerProvider(), new aws.Provider("other", { region: "eu-west-1" })];
    await refused(program, 'makes an AWS provider of its own, "other"\n');
  });

  it("refuses a resource that uses one made before", async () => {
    const program = () => {
      const provider = new aws.Provider("other", { region: "eu-west-1" });
      layerProvider();
      new Part({ provider });
    };
    await refused(
      program,
      'makes aws:ec2/vpc:Vpc "main" with another provider than the layer\'s\n',
    );
  });

  it.each([
    ["by itself", () => vpc({})],
    ["in a component", () => new Part({})],
  ])("refuses a resource without a provider, %s", async (_, make) => {
    const program = () => [layerProvider(), make()];
    await refused(program, 'makes aws:ec2/vpc:Vpc "main" with no provider\n');
  });
});
