import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { env } from "node:process";

import { environment } from "@strata/config/environments";
import { findEngine } from "@strata/sandbox";
import { startEmulatorForTests } from "@strata/sandbox/for-tests";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { LayerProcess } from "@strata/nx-pulumi/layer-process";
import { FileState } from "@strata/nx-pulumi/state/file-state";
import { deployPolicy, previewPolicy } from "@strata/nx-pulumi/identity/deploy-policy";
import { layerCredentials } from "@strata/nx-pulumi/identity/github-oidc";
import { layerResources } from "@strata/nx-pulumi/identity/layer-resources";
import type { Deployment } from "@strata/nx-pulumi/identity/layer-scope";
import { isReading } from "./identity/authorizations.ts";
import { AuthorizingEndpoint, type DecidedCall } from "./identity/authorizing-endpoint.ts";
import { EmulatedAccount } from "./identity/emulated-account.ts";
import { allows, type AuthorizationRequest } from "@strata/nx-pulumi/identity/testing/evaluation";

/*
 * The four layers as they are, in the environment `dev`, under the real engine: each with the credentials of its own
 * role, against an API that refuses what the generated policies do not allow.
 */
const ROOT = join(import.meta.dirname, "..", "..", "..");
const LAYERS = ["network", "data", "compute", "observability"] as const;
const ENVIRONMENT = "dev";

/** Settings that make every layer change something. */
const CHANGES: Readonly<Record<string, (settings: string) => string>> = {
  network: (text) => text.replace("zones: [a, b, c]", "zones: [a, b, c, d]"),
  data: (text) => text.replace("backupDays: 1", "backupDays: 2"),
  compute: (text) => text.replace("maxSize: 4", "maxSize: 5\n    healthCheckPath: /up"),
  observability: (text) =>
    text.replace("logRetentionDays: 7", "logRetentionDays: 14\n    rdsCpuPercent: 70"),
};

let emulator: Awaited<ReturnType<typeof startEmulatorForTests>>;
let account: EmulatedAccount;
let endpoint: AuthorizingEndpoint;
let address: string;
let folder: string;
let engine: string;
let engineEnv: Record<string, string>;
let state: FileState;
const deployments = new Map<string, Deployment>();
const tokens = createServer((_, response) => response.end(JSON.stringify({ value: "a.b.c" })));

beforeAll(async () => {
  const target = environment(ENVIRONMENT);
  if (target.kind !== "aws") throw new Error(`${ENVIRONMENT} is no AWS account`);
  emulator = await startEmulatorForTests();
  account = await EmulatedAccount.enter(emulator.endpoint, target.accountId);
  endpoint = new AuthorizingEndpoint(emulator.endpoint, account);
  address = await endpoint.listen();
  await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
  folder = await temporaryFolder();
  ({ path: engine } = await findEngine({ report: () => {} }));
  await mkdir(join(folder, "state"));
  state = new FileState(pathToFileURL(join(folder, "state")).href);
  engineEnv = {
    PULUMI_HOME: join(folder, "pulumi-home"),
    PULUMI_BACKEND_URL: state.url,
    // Of the settings of the sandbox, which are taken below.
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  for (const layer of LAYERS) {
    const resources = await layerResources(ROOT, layer);
    deployments.set(layer, { layer, environment: ENVIRONMENT, resources, ...target });
    // What may be deleted without a question, as in the sandbox.
    const project = join(folder, layer);
    await mkdir(project);
    await cp(join(ROOT, "apps", layer, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    await cp(join(ROOT, "apps", layer, "Pulumi.local.yaml"), settingsOf(layer));
    await writeFile(join(project, "package.json"), '{ "type": "module" }');
    const program = pathToFileURL(join(ROOT, "apps", layer, "index.ts")).href;
    await writeFile(join(project, "index.ts"), `export { default } from "${program}";\n`);
    const waivers = await readFile(join(ROOT, "apps", layer, "waivers.ts"), "utf8");
    await writeFile(join(project, "waivers.ts"), waiversOf("local", waivers));
  }
});

afterAll(async () => {
  endpoint.close();
  tokens.close();
  await emulator.stop();
});

/** Waivers that hold for this environment as they do for another, whose settings it has, and the other way round. */
function waiversOf(other: string, text: string): string {
  const policies = pathToFileURL(join(ROOT, "libs", "policies", "index.ts")).href;
  const swapped: Readonly<Record<string, string>> = { [other]: ENVIRONMENT, [ENVIRONMENT]: other };
  return text
    .replaceAll('"@strata/policies"', `"${policies}"`)
    .replaceAll(/(?<=["-])(\w+)(?=["-])/g, (name) => swapped[name] ?? name);
}

function settingsOf(layer: string): string {
  return join(folder, layer, `Pulumi.${ENVIRONMENT}.yaml`);
}

function deploymentOf(layer: string): Deployment {
  return deployments.get(layer) as Deployment;
}

/** Runs a layer as the role of `as`, with credentials as a job of GitHub Actions gets them. */
async function run(operation: "up" | "destroy", layer: string, as = layer) {
  const { accountId, region } = deploymentOf(as);
  const credentials = await layerCredentials({
    layer: as,
    environment: ENVIRONMENT,
    kind: "deploy",
    accountId,
    region,
    env: {
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job",
      AWS_ENDPOINT_URL_STS: emulator.endpoint,
    },
  });
  const accessKeyId = credentials?.AWS_ACCESS_KEY_ID ?? "";
  endpoint.admit(accessKeyId, as, deployPolicy(deploymentOf(as)));
  const before = endpoint.calls.length;
  const printed: string[] = [];
  const process = new LayerProcess(operation, join(folder, layer), ROOT, env, (line) =>
    printed.push(line),
  );
  const recorded = await state.read(layer, ENVIRONMENT);
  const job = {
    operation,
    layer,
    environment: ENVIRONMENT,
    projectFolder: join(folder, layer),
    engine,
    engineEnv,
    sandbox: {
      endpoint: address,
      credentials: {
        accessKeyId,
        secretAccessKey: credentials?.AWS_SECRET_ACCESS_KEY ?? "",
        sessionToken: credentials?.AWS_SESSION_TOKEN ?? "",
      },
    },
    upstream: await upstreamOf(layer),
    logFile: join(folder, `${layer}.log`),
    ...(recorded === undefined ? { init: {} } : {}),
  };
  const { success, failure = "" } = await process.run(job, {
    onProgress: (progress) => {
      if (progress.kind === "diagnostic") printed.push(progress.text);
    },
    onPlan: () => undefined,
  });
  const output = [...printed, failure].join("\n");
  const calls = endpoint.calls.slice(before);
  const denied = calls
    .flatMap((one) => one.denied)
    .map((one) => `${one.action} on ${one.resource}`);
  return { success, output, calls, denied };
}

/** What the layers publish that a layer reads, as a run hands it on. */
async function upstreamOf(layer: string) {
  const { reads } = deploymentOf(layer).resources;
  const states = await Promise.all(
    reads.map(async (name) => {
      const { outputs = {} } = (await state.read(name, ENVIRONMENT)) ?? {};
      return [name, { kind: "deployed", outputs, secrets: [] }] as const;
    }),
  );
  return Object.fromEntries(states);
}

/** What changed something, or would have. */
function mutating(calls: readonly DecidedCall[]): DecidedCall[] {
  return calls.filter(({ call }) => {
    const action = `${call.service}:${call.operation}`;
    return action !== "sts:GetCallerIdentity" && !isReading(action);
  });
}

describe("without running its program,", () => {
  it.each(LAYERS)("%s is found to create the types that its own test lists", async (layer) => {
    const test = await readFile(join(ROOT, "apps", layer, "index.test.ts"), "utf8");
    const listed = [...test.matchAll(/["`](aws:\w+\/\w+:\w+) [^"`]+["`]/g)].map(
      ([, token]) => token,
    );
    expect(listed.length).toBeGreaterThan(4);
    const { types } = await layerResources(ROOT, layer);
    expect(types).toEqual([...new Set(listed)].sort());
  });

  it("compute is found to look up both kinds of image, whichever the settings name", async () => {
    const { functions, reads, sharedNames } = await layerResources(ROOT, "compute");
    expect(functions).toEqual([
      "aws:ec2/getAmi:getAmi",
      "aws:index/getPartition:getPartition",
      "aws:ssm/getParameter:getParameter",
    ]);
    expect(reads).toEqual(["data", "network"]);
    expect(sharedNames).toEqual(["appLogGroup"]);
  });
});

describe("with the role of its own,", () => {
  const deploys = async (layer: string, least: number) => {
    const { success, output, denied, calls } = await run("up", layer);
    expect([denied, endpoint.failures]).toEqual([[], []]);
    expect([success, output]).toEqual([true, output]);
    expect(mutating(calls).length).toBeGreaterThanOrEqual(least);
  };

  it.each([
    ["network", 20],
    ["data", 8],
    ["compute", 12],
    ["observability", 10],
  ])("%s is deployed", deploys);

  it.each(LAYERS)("%s is changed", async (layer) => {
    const file = settingsOf(layer);
    const before = await readFile(file, "utf8");
    const after = CHANGES[layer]?.(before) ?? before;
    expect(after).not.toBe(before);
    await writeFile(file, after);
    await deploys(layer, 1);
  });
});

describe("with the role of another layer,", () => {
  it.each([
    ["network", "compute"],
    ["compute", "data"],
    ["observability", "network"],
  ])(
    "%s is not destroyed: that of %s is refused by the API, and nothing is gone",
    async (layer, as) => {
      const there = await inventory();
      const { success, output, denied, calls } = await run("destroy", layer, as);
      expect(success).toBe(false);
      expect(output).toMatch(/not authorized to perform|AccessDenied|UnauthorizedOperation/);
      expect(denied.length).toBeGreaterThan(0);
      expect(mutating(calls).filter((one) => one.denied.length === 0)).toEqual([]);
      expect(await inventory()).toEqual(there);
    },
  );

  it("a second network cannot be made", async () => {
    await writeFile(
      settingsOf("network"),
      (await readFile(settingsOf("network"), "utf8")).replace("10.0", "10.9"),
    );
    const { success, denied } = await run("up", "network", "compute");
    expect(success).toBe(false);
    expect(denied.length).toBeGreaterThan(0);
  });
});

it.each([...LAYERS].reverse())("%s is destroyed with the role of its own", async (layer) => {
  const { success, output, denied } = await run("destroy", layer);
  expect([denied, endpoint.failures]).toEqual([[], []]);
  expect([success, output]).toEqual([true, output]);
});

describe("of all calls that deployed, changed and destroyed a layer,", () => {
  const own = (layer: string) =>
    endpoint.calls.filter((one) => one.layer === layer && one.denied.length === 0);

  it.each(
    LAYERS.flatMap((layer) => LAYERS.filter((one) => one !== layer).map((one) => [layer, one])),
  )("none of %s that changes something is allowed to the role of %s", (layer = "", other = "") => {
    const calls = mutating(own(layer));
    expect(calls.length).toBeGreaterThan(15);
    const documents = deployPolicy(deploymentOf(other));
    const allowed = calls.filter(({ requests }) =>
      withAllTags(requests).every((one) => allows(documents, one)),
    );
    expect(allowed.map(({ call }) => `${call.service}:${call.operation}`)).toEqual([]);
  });

  it.each(LAYERS)(
    "none of %s that changes something is allowed in another environment",
    (layer) => {
      const documents = deployPolicy({ ...deploymentOf(layer), environment: "prod" });
      // docs/identity.md, "Limits": what AWS made with a VPC is nobody's until it is tagged.
      const calls = mutating(own(layer)).filter((one) => !isOfNobody(one));
      expect(calls.length).toBeGreaterThan(15);
      const allowed = calls.filter(({ requests }) =>
        withAllTags(requests).every((one) => allows(documents, one)),
      );
      expect(allowed.map(({ call }) => `${call.service}:${call.operation}`)).toEqual([]);
    },
  );

  it.each(LAYERS)(
    "all of %s that only read are allowed to its preview role, and no other",
    (layer) => {
      const documents = previewPolicy(deploymentOf(layer));
      const changing = new Set(mutating(own(layer)));
      expect(own(layer).length).toBeGreaterThan(changing.size + 20);
      for (const one of own(layer)) {
        const allowed = one.requests.every((request) => allows(documents, request));
        const name = `${one.call.service}:${one.call.operation}`;
        const isForPreviews = !changing.has(one) && name !== BEFORE_DELETION;
        if (one.requests.length > 0) expect([name, allowed]).toEqual([name, isForPreviews]);
      }
    },
  );
});

/** What is read in order to empty a bucket, and so by no preview. */
const BEFORE_DELETION = "s3:ListBucketVersions";

/** A change of the entries of a network ACL without tags, which the provider makes before it tags it. */
function isOfNobody({ call, requests }: DecidedCall): boolean {
  return (
    ["CreateNetworkAclEntry", "DeleteNetworkAclEntry"].includes(call.operation) &&
    requests.every(({ context }) =>
      Object.keys(context).every((key) => !key.startsWith("aws:ResourceTag/")),
    )
  );
}

/** As if AWS showed the tags of the request with every resource of the call: to be refused must not depend on that. */
function withAllTags(requests: readonly AuthorizationRequest[]): AuthorizationRequest[] {
  const tags = Object.assign(
    {},
    ...requests.map(({ context }) =>
      Object.fromEntries(
        Object.entries(context).filter(([key]) => key.startsWith("aws:RequestTag/")),
      ),
    ),
  ) as AuthorizationRequest["context"];
  return requests.map((request) => ({ ...request, context: { ...tags, ...request.context } }));
}

/** What there is of the network, the instances and the balancers, by id. */
async function inventory(): Promise<string[]> {
  const { ec2 } = account;
  const lists = await Promise.all([
    ec2.describeVpcs({}).then(({ Vpcs = [] }) => Vpcs.map((one) => one.VpcId)),
    ec2.describeSubnets({}).then(({ Subnets = [] }) => Subnets.map((one) => one.SubnetId)),
    ec2
      .describeRouteTables({})
      .then(({ RouteTables = [] }) => RouteTables.map((one) => one.RouteTableId)),
    ec2
      .describeSecurityGroups({})
      .then(({ SecurityGroups = [] }) => SecurityGroups.map((one) => one.GroupId)),
    ec2
      .describeLaunchTemplates({})
      .then(({ LaunchTemplates = [] }) => LaunchTemplates.map((one) => one.LaunchTemplateId)),
    ec2.describeFlowLogs({}).then(({ FlowLogs = [] }) => FlowLogs.map((one) => one.FlowLogId)),
  ]);
  return lists.flat().map(String).sort();
}
