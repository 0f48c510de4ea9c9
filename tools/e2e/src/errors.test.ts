import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { backendDigests } from "./workspace/backend.ts";
import { cloudOf, type Cloud } from "./workspace/cloud.ts";
import { refused, withEdits, type Edits } from "./workspace/refusal.ts";
import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

const NETWORK = "libs/contracts/network/src/network-contract.ts";
const DATA = "libs/contracts/data/src/data-contract.ts";

let workspace: ScratchWorkspace;
let cloud: Cloud;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
  await workspace.nx(["run", "sandbox:start"]);
  cloud = cloudOf(await workspace.sandbox());
});

afterAll(() => workspace.dispose());

/** What a refused command says, with the files as they are edited. */
async function saidOf(args: readonly string[], edits: Edits = {}): Promise<string> {
  let said = "";
  await withEdits(workspace, edits, async () => {
    ({ output: said } = await refused(workspace, cloud, args));
    // Lines that follow the first are indented under the name of the layer.
    said = said.replace(/^ {4}/gm, "");
  });
  return said;
}

/** A place in a file, as messages name it; `text` stands in one line of it. */
function placeOf(file: string, text: string, edits: Edits = {}): string {
  const content = edits[file]?.(workspace.read(file)) ?? workspace.read(file);
  const lines = content.split("\n");
  const line = lines.findIndex((one) => one.includes(text));
  if (line < 0) throw new Error(`${file} has no line with ${text}`);
  return `${file}:${line + 1}`;
}

function replacing(from: string | RegExp, to: string) {
  return (text: string) => text.replace(from, to);
}

describe("on an empty environment", () => {
  it("a producer that was never deployed is named with the import that needs it, and the command", async () => {
    const said = await saidOf(["run", "data:up"]);
    const place = placeOf("apps/data/index.ts", "@strata/contract-network");
    expect(said).toContain(
      `network is not deployed in local, and data reads its contract (${place})`,
    );
    expect(said).toContain("npx nx run-many -t up -p network,data --env=local");
    expect(Object.keys(backendDigests(workspace.root))).toEqual([]);
  });

  it("a cycle between layers is named with the imports that close it", async () => {
    const edits: Edits = {
      "apps/network/index.ts": (text) =>
        `import { dataContract } from "@strata/contract-data";\n${text}\nexport const from = dataContract.layer;\n`,
    };
    const said = await saidOf(["run-many", "-t", "up"], edits);
    expect(said).toContain("layers read each other in a cycle: data reads network reads data");
    expect(said).toContain("@strata/contract-data in apps/network");
    expect(Object.keys(backendDigests(workspace.root))).toEqual([]);
  });
});

describe("on four deployed layers", () => {
  beforeAll(async () => {
    const { code } = await workspace.nx(["run-many", "-t", "up"]);
    expect(code).toBe(0);
  });

  const COMPUTE = "apps/compute/index.ts";
  const reading = (text: string) => replacing("vpcId: network.vpcId", `vpcId: ${text}`);
  const UNTYPED = "(network as unknown as Record<string, typeof network.vpcId>)";

  it.each([
    ["vpcID", 'declares no such output, did you mean "vpcId"?'],
    ["clusterName", "declares no such output, only vpcId, vpcCidrBlock, "],
  ])("an unknown key, %s, is refused at its line", async (key, cause) => {
    const edits = { [COMPUTE]: reading(`${UNTYPED}.${key}`) };
    const said = await saidOf(["run", "compute:up"], edits);
    expect(said).toContain(
      `${placeOf(COMPUTE, key, edits)} reads "${key}" of network in environment "local", but its contract ${cause}`,
    );
    expect(said).toContain(
      `Use a declared name, or declare "${key}" in libs/contracts/network and publish it in apps/network.\n`,
    );
  });

  it("a key that the deployed producer does not publish is refused at its line, with both commands", async () => {
    const edits = {
      [NETWORK]: replacing(/(vpcCidrBlock: [^\n]*\n)/, "$1  gatewayId: z.string(),\n"),
      "apps/network/index.ts": replacing(
        /(vpcCidrBlock: [^\n]*\n)/,
        "$1    gatewayId: vpc.internetGatewayId,\n",
      ),
      [COMPUTE]: reading("network.gatewayId"),
    };
    for (const operation of ["up", "preview"]) {
      const said = await saidOf(["run", `compute:${operation}`], edits);
      expect(said).toContain(
        [
          `${placeOf(COMPUTE, "network.gatewayId", edits)} reads "gatewayId" of network in environment "local", ` +
            "but the network that is deployed there does not publish it",
          "If network was deployed from older code than this: npx nx run network:up --env=local",
          "If it was deployed from newer code: stop reading it, then npx nx run compute:up --env=local\n",
        ].join("\n"),
      );
    }
  });

  it("a value of another type than the contract says is refused at its line, with both commands", async () => {
    const edits = { [DATA]: replacing(/dbPort: z\.int\(\)[^\n]*/, "dbPort: z.string(),") };
    const said = await saidOf(["run", "compute:up"], edits);
    expect(said).toContain(
      [
        `${placeOf(COMPUTE, "data.dbPort")} reads "dbPort" of data in environment "local", but the data that is ` +
          "deployed there publishes what the contract here does not allow: " +
          "Invalid input: expected string, received number",
        "If data was deployed from older code than this: npx nx run data:up --env=local",
        "If it was deployed from newer code: take over its libs/contracts/data, " +
          "then npx nx run compute:up --env=local\n",
      ].join("\n"),
    );
  });

  it("a secret is not published, and nothing of the layer changes before that is known", async () => {
    const edits: Edits = {
      "apps/data/index.ts": (text) =>
        `import * as pulumi from "@pulumi/pulumi";\n${text}`.replace(
          "dbName: settings.databaseName",
          "dbName: pulumi.secret(settings.databaseName)",
        ),
      // Were it not for the secret, this would be deployed.
      "apps/data/Pulumi.local.yaml": replacing("backupDays: 1", "backupDays: 2"),
    };
    for (const operation of ["up", "preview"]) {
      const said = await saidOf(["run", `data:${operation}`], edits);
      expect(said).toContain(
        `${placeOf("apps/data/index.ts", "return dataContract", edits)} publishes a secret as "dbName", ` +
          "but no contract holds a secret: the state of every reader would hold it too.\n" +
          "Keep the value in Secrets Manager, publish the ARN of the secret, " +
          "and let the reader fetch the value by it.\n",
      );
      expect(said).not.toContain("PromiseRejectionHandledWarning");
    }
  });

  const BALANCER = "apps/compute/src/balancer.ts";
  const alsoMaking = (code: string) => replacing(/^ {4}super\(.*$/m, `$&\n    ${code}`);

  it.each<[string, string, string]>([
    [
      "a second call of layerProvider",
      "layerProvider();",
      `makes a second AWS provider, after the one of apps/compute/index.ts:`,
    ],
    [
      "a provider of its own",
      'new aws.Provider("other", { region: "eu-west-1" });',
      'makes an AWS provider of its own, "other"\n',
    ],
    [
      "a resource without a provider",
      'new aws.s3.Bucket("other", {});',
      'makes aws:s3/bucket:Bucket "other" with no provider\n',
    ],
  ])("%s is refused at its line", async (_, code, cause) => {
    const edits: Edits = {
      [BALANCER]: (text) =>
        `import { layerProvider } from "@strata/tagging";\n${alsoMaking(code)(text)}`,
    };
    const said = await saidOf(["run", "compute:up"], edits);
    expect(said).toContain(`${placeOf(BALANCER, code, edits)} ${cause}`);
    expect(said).toContain("layerProvider() of @strata/tagging makes the one of a layer: ");
  });

  it("each problem of the settings is named with file and line, and no value", async () => {
    const FILE = "apps/data/Pulumi.local.yaml";
    const edits: Edits = {
      [FILE]: (text) =>
        text
          .replace('mysqlVersion: "8.4"', "mysqlVersion: 8.4")
          .replace(/^.*instanceClass.*\n/m, "")
          .replace("storageGiB: 20", "storageGiB: hunter2")
          .replace("backupDays: 1", "bakupDays: 13"),
    };
    const at = (text: string) => placeOf(FILE, text, edits);
    for (const operation of ["up", "preview"]) {
      const said = await saidOf(["run", `data:${operation}`], edits);
      expect(said).toContain(
        [
          `data:settings in stack "local" (${FILE}) is invalid`,
          "✖ quote the version",
          `  → ${at("mysqlVersion")}, at mysqlVersion`,
          "✖ Missing: expected one of ",
        ].join("\n"),
      );
      expect(said).toContain(`  → ${at("data:settings")}, at instanceClass\n`);
      expect(said).toContain(
        `expected number, received string\n  → ${at("storageGiB")}, at storageGiB\n`,
      );
      expect(said).toContain(
        `✖ Unrecognized key: "bakupDays", did you mean "backupDays"?\n  → ${at("bakupDays")}\n`,
      );
      expect(said).not.toContain("hunter2");
    }
  });

  it("a layer's own contract is refused at its line", async () => {
    const edits = {
      "apps/network/index.ts": replacing(
        /^ {2}const settings = .*$/m,
        "$&\n  networkContract.read();",
      ),
    };
    const place = placeOf("apps/network/index.ts", "networkContract.read", edits);
    expect(await saidOf(["run", "network:up"], edits)).toContain(
      `${place} reads the contract of its own layer network. Use the resources themselves.`,
    );
  });

  it("a producer that is deployed in another environment only is named with that environment", async () => {
    const environments = replacing(/^ {2}local: (.*)$/m, "  local: $1\n  second: $1");
    const settings = join(workspace.root, "apps/compute/Pulumi.second.yaml");
    copyFileSync(settings.replace("second", "local"), settings);
    try {
      const said = await saidOf(["run", "compute:up", "--env=second"], {
        "libs/config/src/environments.ts": environments,
      });
      const place = placeOf(COMPUTE, "@strata/contract-network");
      expect(said).toContain(
        `network is not deployed in second, and compute reads its contract (${place}); it is deployed in local\n`,
      );
      expect(said).toContain("npx nx run-many -t up -p network,data,compute --env=second");
    } finally {
      rmSync(settings);
    }
  });

  it("an output that is secret in the producer's state is refused at its line", async () => {
    // What no contract lets through: the program adds it behind the contract's back.
    workspace.edit("apps/data/index.ts", (text) =>
      text.replace(
        /return (dataContract\.publish\(\{[^]*?\n {2}\}\));/,
        'return { ...$1, dbName: pulumi.secret("app") };',
      ),
    );
    workspace.edit(
      "apps/data/index.ts",
      (text) => `import * as pulumi from "@pulumi/pulumi";\n${text}`,
    );
    expect((await workspace.nx(["run", "data:up"])).code).toBe(0);
    const said = await saidOf(["run", "compute:up"]);
    expect(said).toContain(
      [
        `${placeOf(COMPUTE, "data.dbName")} reads "dbName" of data in environment "local", ` +
          "but data publishes it as a secret, which no contract holds",
        "In apps/data, keep the value in Secrets Manager and publish the ARN; read the value by it where it is used.",
        "Then: npx nx run data:up --env=local\n",
      ].join("\n"),
    );
  });
});
