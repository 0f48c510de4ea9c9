import { existsSync } from "node:fs";
import { join } from "node:path";

import { environments } from "@strata/config/environments";

import { cloudOf, inventory, type Cloud } from "./workspace/cloud.ts";
import { refused, withEdits, type Edits } from "./workspace/refusal.ts";
import { endings, lastReport } from "./workspace/run-report.ts";
import { ScratchWorkspace, type Ended } from "./workspace/scratch-workspace.ts";

const LAYERS = ["network", "data", "compute", "observability"];

/** The whole of an environment. Without effect, and so harmless, where it is in the sandbox anyway. */
const all = (target: string, env: string) => [
  "run-many",
  "-t",
  target,
  `--env=${env}`,
  "--sandbox",
];

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.create();
});
afterAll(() => workspace.dispose());

/** The account of an environment, with what it has before the first deployment. */
async function accountOf(env: string): Promise<Cloud> {
  const look = await workspace.nx(["run", "network:drift", `--env=${env}`, "--sandbox"]);
  expect(look.code).toBe(0);
  return cloudOf(await workspace.sandbox(env));
}

function reportFolder(env: string): string {
  return environments[env]?.kind === "aws" ? `${env}-in-sandbox` : env;
}

/** How each layer of a run ended; fails with the output of the run where that was not well. */
function ended(operation: "up" | "destroy", env: string, { code, output }: Ended): string[] {
  if (code !== 0) throw new Error(output);
  return endings(lastReport(workspace, operation, reportFolder(env)));
}

const line =
  (before: RegExp, after: string) =>
  (text: string): string =>
    text.replace(before, after);

/** A setting with another value, or with one where it had the default. */
function setting(file: string, values: Readonly<Record<string, boolean>>): Edits {
  return {
    [file]: (text) =>
      Object.entries(values).reduce((before, [name, value]) => {
        const given = new RegExp(`^( {4}${name}: ).*$`, "m");
        if (given.test(before)) return line(given, `$1${String(value)}`)(before);
        return line(/^( {2}\w+:settings:)$/m, `$1\n    ${name}: ${String(value)}`)(before);
      }, text),
  };
}

const HOLD_DATA = ["main", "data", "logs", "strata-prod-data-main"];
const BALANCER = "strata-prod-compute-web";

/** A table of waivers with these rules waived, too. */
function waived(env: string, rules: readonly (readonly [string, readonly string[]])[]) {
  const expires = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const rows = rules.map(([rule, resources]) =>
    JSON.stringify({ rule, environments: [env], resources, reason: "It is taken down.", expires }),
  );
  return line(/waiverTable\(\[\n/, `waiverTable([\n${rows.join(",\n")},\n`);
}

/** What docs/environments.md says of taking an environment down. */
function unprotected(env: string): Edits {
  const edits = {
    ...setting(`apps/data/Pulumi.${env}.yaml`, {
      protectStateful: false,
      deletionProtection: false,
      skipFinalSnapshot: true,
      forceDestroyBuckets: true,
    }),
    ...setting(`apps/compute/Pulumi.${env}.yaml`, { deletionProtection: false }),
    "apps/data/waivers.ts": waived(env, [
      ["rds-deletion-protection", ["main"]],
      ["last-copy", env === "prod" ? HOLD_DATA : ["main", "data", "logs"]],
      ...(env === "prod" ? ([["protected-stateful", HOLD_DATA]] as const) : []),
    ]),
    ...(env === "prod"
      ? { "apps/compute/waivers.ts": waived(env, [["alb-deletion-protection", [BALANCER]]]) }
      : {}),
  };
  const needed = Object.entries(edits).filter(
    ([file, edit]) => edit(workspace.read(file)) !== workspace.read(file),
  );
  return Object.fromEntries(needed);
}

const TAKEN_DOWN = [...LAYERS].reverse().map((layer) => `${layer} done`);

describe.each(["seed", "local", "dev"])("%s", (env) => {
  let cloud: Cloud;
  let empty: Awaited<ReturnType<typeof inventory>>;

  it("is deployed into an empty account", async () => {
    cloud = await accountOf(env);
    empty = await inventory(cloud);
    const up = await workspace.nx(all("up", env));
    expect(ended("up", env, up)).toEqual(LAYERS.map((layer) => `${layer} done`));
    const { Account } = await cloud.sts.getCallerIdentity({});
    expect(Account).toBe(environments[env]?.accountId);
    expect((await inventory(cloud)).databases).toHaveLength(1);
  });

  it("has nothing to do when it is deployed again, also for the engine", async () => {
    const again = await workspace.nx(all("up", env));
    expect(ended("up", env, again)).toEqual(LAYERS.map((layer) => `${layer} unchanged`));
    const forced = await workspace.nx([...all("up", env), "--force"]);
    ended("up", env, forced);
    const { layers } = lastReport(workspace, "up", reportFolder(env));
    expect(
      layers.flatMap(({ layer, changes }) => changes.map(({ name }) => `${layer} ${name}`)),
    ).toEqual([]);
  });

  it("is destroyed to the last resource", async () => {
    const destroy = await workspace.nx(all("destroy", env));
    expect(ended("destroy", env, destroy)).toEqual(TAKEN_DOWN);
    expect(await inventory(cloud)).toEqual(empty);
  });
});

describe.each([
  ["staging", ["data: aws:rds/instance:Instance main (deletionProtection)"]],
  [
    "prod",
    [
      "compute: aws:lb/loadBalancer:LoadBalancer",
      "(enableDeletionProtection)",
      "data: aws:rds/instance:Instance main (protect, deletionProtection)",
      "data: aws:s3/bucket:Bucket",
    ],
  ],
])("%s", (env, isProtected) => {
  let cloud: Cloud;
  let empty: Awaited<ReturnType<typeof inventory>>;

  it("is deployed into its own account, in the sandbox, and says so first and last", async () => {
    cloud = await accountOf(env);
    empty = await inventory(cloud);
    const up = await workspace.nx(all("up", env));
    expect(ended("up", env, up)).toEqual(LAYERS.map((layer) => `${layer} done`));
    expect(up.output).toMatch(new RegExp(`^up of ${env}, in the sandbox: `, "m"));
    expect(up.output).toMatch(new RegExp(`^${env}, in the sandbox:\n┌`, "m"));
    expect(lastReport(workspace, "up", `${env}-in-sandbox`)).toMatchObject({
      environment: env,
      sandbox: true,
    });
    expect(workspace.read(`.strata/reports/${env}-in-sandbox/up.md`)).toContain(
      `of ${env}, in the sandbox`,
    );
    const { Account } = await cloud.sts.getCallerIdentity({});
    expect(Account).toBe(environments[env]?.accountId);
    const { records } = await inventory(cloud);
    expect(records).toEqual(expect.arrayContaining([expect.stringMatching(/ A in /)]));
  });

  it("leaves settings, and whatever is kept of the real account, as they were", async () => {
    expect(existsSync(join(workspace.root, ".strata", "reports", env))).toBe(false);
    expect(existsSync(join(workspace.root, ".strata", "logs", env))).toBe(false);
    for (const layer of LAYERS) {
      expect(workspace.read(`apps/${layer}/Pulumi.${env}.yaml`)).not.toContain("encryptionsalt");
    }
  });

  it("has nothing to do when it is deployed again, also for the engine", async () => {
    const again = await workspace.nx(all("up", env));
    expect(ended("up", env, again)).toEqual(LAYERS.map((layer) => `${layer} unchanged`));
    const forced = await workspace.nx([...all("up", env), "--force"]);
    ended("up", env, forced);
    const { layers } = lastReport(workspace, "up", reportFolder(env));
    expect(
      layers.flatMap(({ layer, changes }) => changes.map(({ name }) => `${layer} ${name}`)),
    ).toEqual([]);
  });

  it("is not destroyed by a mere destroy: nothing goes, and it says what is protected", async () => {
    const destroy = await refused(workspace, cloud, all("destroy", env));
    expect(destroy.output).toContain("nothing was destroyed: ");
    for (const part of isProtected) expect(destroy.output).toContain(part);
    expect(destroy.output).toContain(`--env=${env} --sandbox`);
  });

  it("is destroyed to the last resource once its settings say that it may", async () => {
    await withEdits(workspace, unprotected(env), async () => {
      const up = await workspace.nx(all("up", env));
      ended("up", env, up);
      const destroy = await workspace.nx(all("destroy", env));
      expect(ended("destroy", env, destroy)).toEqual(TAKEN_DOWN);
    });
    expect(await inventory(cloud)).toEqual(empty);
  });
});

describe("a real account and the sandbox are not to be confused", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await accountOf("prod");
  });

  it("refuses the switch where a file of the workspace has left it on", async () => {
    const on = (text: string) =>
      text.replace(
        '"targetDefaults": {',
        '"targetDefaults": { "up": { "options": { "sandbox": true } },',
      );
    await withEdits(workspace, { "nx.json": on }, async () => {
      const up = await refused(workspace, cloud, ["run", "network:up", "--env=prod"]);
      expect(up.output).toContain("--sandbox for prod does not come from the command line");
      const meant = await workspace.nx(["run", "network:preview", "--env=prod", "--sandbox"]);
      expect(meant.code).toBe(0);
    });
  });

  it.each(["up", "preview", "destroy", "refresh", "drift", "outputs"])(
    "refuses %s where the shell has credentials of a real account",
    async (target) => {
      const ended = await workspace.nx(["run", `network:${target}`, "--env=prod", "--sandbox"], {
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
      });
      expect(ended.code).not.toBe(0);
      expect(ended.output).toContain(
        "this shell has credentials of a real account (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
      );
    },
  );

  it("takes the account, not the sandbox, where the switch is missing", async () => {
    const up = await refused(workspace, cloud, ["run", "network:up", "--env=prod"]);
    expect(up.output).toContain(
      'environment "prod" is AWS account 777788889999, but AWS does not accept',
    );
  });
});
