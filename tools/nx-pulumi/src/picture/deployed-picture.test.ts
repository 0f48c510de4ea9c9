import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { FileState } from "../state/file-state.ts";
import { deployedPicture } from "./deployed-picture.ts";
import { writePicture } from "./picture-file.ts";

let root: string;
let store: FileState;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-picture-"));
  store = new FileState(pathToFileURL(join(root, "state")).href);
});
afterEach(() => rmSync(root, { recursive: true }));

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const urn = (layer: string, type: string, name: string) =>
  `urn:pulumi:local::${layer}::${type}::${name}`;

/** Leaves a state as the engine writes it. */
function deploy(layer: string, resources: readonly object[], outputs: object = {}): void {
  const stack = {
    urn: urn(layer, "pulumi:pulumi:Stack", `${layer}-local`),
    type: "pulumi:pulumi:Stack",
    outputs,
  };
  const file = join(root, "state", ".pulumi", "stacks", layer, "local.json");
  mkdirSync(dirname(file), { recursive: true });
  const latest = { resources: [stack, ...resources] };
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { latest } }));
}

const picture = () =>
  deployedPicture({
    place: { environment: "local", inSandbox: false },
    store,
    at: "2026-06-01T12:00:00.000Z",
    ownerOf: (layer) => (layer === "data" ? "@org/data-team" : undefined),
  });

const database = {
  urn: urn("data", "aws:rds/instance:Instance", "main"),
  type: "aws:rds/instance:Instance",
  custom: true,
  id: "db-1",
  parent: urn("data", "strata:data:Database", "main"),
  inputs: { instanceClass: "db.t3.micro", allocatedStorage: 20, password: SECRET },
  outputs: { address: "db.local", password: SECRET },
};

it("shows layers in the order of what they read, with owner, outputs and cost", async () => {
  deploy("data", [database], { rdsAddress: "db.local" });
  deploy("network", [], { vpcId: "vpc-1" });
  await store.writeRecord("data", "local", {
    reads: [{ layer: "network", key: "vpcId" }],
    inputs: {},
    contract: {},
    stateDigest: "",
    repository: "",
    at: "",
  });
  const { layers, shows, accountId } = await picture();
  expect([shows, accountId]).toEqual(["deployed", "123456789012"]);
  expect(layers.map(({ layer, owner }) => [layer, owner])).toEqual([
    ["network", undefined],
    ["data", "@org/data-team"],
  ]);
  expect(layers[1]).toMatchObject({
    outputs: { rdsAddress: "db.local" },
    reads: [{ layer: "network", key: "vpcId" }],
    cost: { fixedMonthlyUsd: 12.41 + 2.3 },
  });
  expect(layers[1]?.resources.at(-1)).toMatchObject({ name: "main", id: "db-1" });
});

it("holds no secret, encrypted or not", async () => {
  deploy("data", [database]);
  const page = readFileSync(writePicture(root, await picture()), "utf8");
  expect(page).not.toContain("4dabf18193072939515e22adb298388d");
  expect((await picture()).layers[0]?.resources.at(-1)?.props["password"]).toBe("[secret]");
});

it("leaves what was destroyed out", async () => {
  const file = join(root, "state", ".pulumi", "stacks", "old", "local.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { latest: {} } }));
  expect((await picture()).layers).toEqual([]);
});

it("fails when a state cannot be read, instead of leaving the layer out", async () => {
  deploy("data", [database]);
  writeFileSync(join(root, "state", ".pulumi", "stacks", "data", "local.json"), "{");
  await expect(picture()).rejects.toThrow(/state at .* is damaged/);
});
