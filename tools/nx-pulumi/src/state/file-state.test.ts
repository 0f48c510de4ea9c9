import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { FileState } from "./file-state.ts";
import { checkpoint, SECRET_ON_DISK } from "./testing/checkpoint.ts";
import { recordOf } from "./testing/record.ts";

/** A backend whose stack of network in dev has this content, if any. */
async function stateWith(text?: string): Promise<{ state: FileState; file: string }> {
  const { state, root } = await backend(text === undefined ? {} : { "network/dev.json": text });
  return { state, file: join(root, ".pulumi", "stacks", "network", "dev.json") };
}

/** A backend with these files below its folder of stacks. */
async function backend(
  files: Readonly<Record<string, string>>,
): Promise<{ state: FileState; root: string }> {
  const root = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, ".pulumi", "stacks", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return { state: new FileState(pathToFileURL(root).href), root };
}

it("reads what a layer publishes, and its resources at the cloud", async () => {
  const { state } = await stateWith(checkpoint({ vpcId: "vpc-1", zones: ["a", "b"] }, 2));
  const subnet = (i: number) => ({
    urn: `urn:pulumi:dev::network::aws:ec2/subnet:Subnet::s${i}`,
    type: "aws:ec2/subnet:Subnet",
    id: `subnet-${i}`,
    outputs: { id: i },
  });
  expect(await state.read("network", "dev")).toEqual({
    outputs: { vpcId: "vpc-1", zones: ["a", "b"] },
    resourceCount: 3,
    resources: [subnet(0), subnet(1)],
    references: [],
    digest: expect.stringMatching(/^[0-9a-f]{20}$/),
  });
});

it("tells which layers it refers to, and does not count what the engine keeps for that", async () => {
  const { state } = await stateWith(
    checkpoint({}, 4, ["organization/data/dev", "organization/billing/dev"]),
  );
  const found = await state.read("network", "dev");
  expect(found?.references).toEqual(["data", "billing"]);
  expect(found?.resourceCount).toBe(5);
  expect(found?.resources).toHaveLength(4);
});

it("tells which resources the engine refuses to delete", async () => {
  const state = JSON.parse(checkpoint({}, 2));
  state.checkpoint.latest.resources[1].protect = true;
  const { state: store } = await stateWith(JSON.stringify(state));
  const found = await store.read("network", "dev");
  expect(found?.resources.map(({ protect }) => protect)).toEqual([true, undefined]);
});

it("does not take a component for a resource at the cloud, but counts it", async () => {
  const state = JSON.parse(checkpoint({}, 1));
  const urn = "urn:pulumi:dev::network::strata:network:Vpc::main";
  state.checkpoint.latest.resources.push({ urn, custom: false, type: "strata:network:Vpc" });
  const { state: store } = await stateWith(JSON.stringify(state));
  const found = await store.read("network", "dev");
  expect(found?.resources.map(({ type }) => type)).toEqual(["aws:ec2/subnet:Subnet"]);
  expect(found?.resourceCount).toBe(3);
});

it("does not take a layer of another environment for one that it refers to here", async () => {
  const { state } = await stateWith(checkpoint({}, 1, ["organization/data/prod"]));
  expect((await state.read("network", "dev"))?.references).toEqual([]);
});

describe("every resource of a stack", () => {
  it("is there by URN, the stack and what it reads others with included", async () => {
    const { state } = await stateWith(checkpoint({ vpcId: "vpc-1" }, 1, ["organization/data/dev"]));
    const urn = (rest: string) => `urn:pulumi:dev::network::${rest}`;
    expect(await state.readResources("network", "dev")).toEqual({
      [urn("pulumi:pulumi:Stack::network-dev")]: { id: "", outputs: { vpcId: "vpc-1" } },
      [urn("aws:ec2/subnet:Subnet::s0")]: { id: "subnet-0", outputs: { id: 0 } },
      [urn("pulumi:providers:pulumi::default")]: { id: "77ec5220", outputs: {} },
      [urn("pulumi:pulumi:StackReference::organization/data/dev")]: {
        id: "organization/data/dev",
        outputs: expect.objectContaining({ name: "organization/data/dev" }),
      },
    });
  });

  it.each([
    ["there is no stack", undefined],
    ["an output is secret", checkpoint({ password: SECRET_ON_DISK }, 1)],
    ["a part of an output is secret", checkpoint({ all: [{ password: SECRET_ON_DISK }] }, 1)],
  ])("is not given where %s", async (_, text) => {
    const { state } = await stateWith(text);
    expect(await state.readResources("network", "dev")).toBeUndefined();
  });

  it("fails on damaged content, and names the file", async () => {
    const { state, file } = await stateWith("{");
    await expect(state.readResources("network", "dev")).rejects.toThrow(
      `the state at ${file} is damaged`,
    );
  });
});

it("has another digest when anything in the state is different", async () => {
  const texts = [
    checkpoint({}, 1),
    checkpoint({}, 2),
    checkpoint({ a: 1 }, 1),
    checkpoint({}, 1, ["organization/data/dev"]),
  ];
  const digestOf = async (text: string) =>
    (await (await stateWith(text)).state.read("network", "dev"))?.digest;
  expect(new Set(await Promise.all(texts.map(digestOf))).size).toBe(texts.length);
  expect(await digestOf(checkpoint({}, 1))).toBe(await digestOf(checkpoint({}, 1)));
});

it("finds every layer of an environment, whoever made it, and every environment of a layer", async () => {
  const { state } = await backend({
    "network/dev.json": checkpoint({}, 1),
    "network/prod.json": checkpoint({}, 1),
    "network/dev.json.bak": checkpoint({}, 1),
    "network/dev.json.attrs": "{}",
    "network-2/dev.json": checkpoint({}, 1),
    "billing/dev.json": "{",
    "billing/other-dev.json": "{",
    "data/prod.json": "{}",
  });
  expect(await state.layersIn("dev")).toEqual(["billing", "network", "network-2"]);
  expect(await state.layersIn("prod")).toEqual(["data", "network"]);
  expect(await state.layersIn("staging")).toEqual([]);
  expect(await state.environmentsOf("network")).toEqual(["dev", "prod"]);
  expect(await state.environmentsOf("billing")).toEqual(["dev", "other-dev"]);
  expect(await state.environmentsOf("nowhere")).toEqual([]);
});

it("finds no layer where nothing was ever deployed", async () => {
  const { state } = await backend({});
  expect(await state.layersIn("dev")).toEqual([]);
  expect(await state.environmentsOf("network")).toEqual([]);
});

it("fails when the states cannot be listed, and names the folder", async () => {
  const { state, root } = await backend({});
  await mkdir(join(root, ".pulumi"));
  await writeFile(join(root, ".pulumi", "stacks"), "no folder");
  const folder = join(root, ".pulumi", "stacks");
  await expect(state.layersIn("dev")).rejects.toThrow(`cannot read the state at ${folder}`);
  await expect(state.environmentsOf("network")).rejects.toThrow("cannot read the state at");
});

it("never gives the value of a secret", async () => {
  const { state } = await stateWith(checkpoint({ plain: { a: 1 }, password: SECRET_ON_DISK }, 0));
  const found = await state.read("network", "dev");
  expect(found?.outputs).toEqual({ plain: { a: 1 }, password: "[secret]" });
});

it("finds nothing where no stack was ever made", async () => {
  const { state } = await stateWith();
  expect(await state.read("network", "dev")).toBeUndefined();
});

it("tells environments and layers apart", async () => {
  const { state } = await stateWith(checkpoint({ vpcId: "vpc-1" }, 1));
  expect(await state.read("network", "prod")).toBeUndefined();
  expect(await state.read("data", "dev")).toBeUndefined();
});

it.each([
  [
    "was made and has nothing yet",
    { version: 3, checkpoint: { stack: "organization/network/dev" } },
  ],
  ["was made and has a manifest only", { version: 3, checkpoint: { latest: { manifest: {} } } }],
  ["was destroyed", { version: 3, checkpoint: { latest: { resources: [] } } }],
])("finds an empty layer where a stack %s", async (_, content) => {
  const { state } = await stateWith(JSON.stringify(content));
  expect(await state.read("network", "dev")).toEqual({
    outputs: {},
    resourceCount: 0,
    resources: [],
    references: [],
    digest: expect.any(String),
  });
});

it("reads a folder whose name has spaces and signs", async () => {
  const root = join(await temporaryFolder(), "a b#c%20ü");
  const file = join(root, ".pulumi", "stacks", "network", "dev.json");
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, checkpoint({ vpcId: "vpc-1" }, 0));
  const state = new FileState(pathToFileURL(root).href);
  expect((await state.read("network", "dev"))?.outputs).toEqual({ vpcId: "vpc-1" });
});

it.each(["", '{"version": 3, "check', "null", "[]", "7", "{}", '{"version":3,"checkpoint":null}'])(
  "fails on damaged content %j, and names the file",
  async (text) => {
    const { state, file } = await stateWith(text);
    await expect(state.read("network", "dev")).rejects.toThrow(`the state at ${file} is damaged`);
  },
);

it("fails on a state that cannot be read, and names the file", async () => {
  const { state, file } = await stateWith();
  await mkdir(file, { recursive: true });
  await expect(state.read("network", "dev")).rejects.toThrow(`cannot read the state at ${file}`);
});

it("keeps a record beside the state, replaces it as a whole, and forgets it", async () => {
  const { state } = await stateWith();
  expect(await state.readRecord("compute", "dev")).toBeUndefined();
  await state.deleteRecord("compute", "dev");
  const first = recordOf({ reads: [{ layer: "network", key: "vpcId", digest: "d1" }] });
  const second = recordOf({
    reads: [{ layer: "data", key: "dbPort" }],
    commit: { sha: "3f1c", clean: true },
  });
  await state.writeRecord("compute", "dev", first);
  await state.writeRecord("compute", "dev", second);
  expect(await state.readRecord("compute", "dev")).toEqual(second);
  expect(await state.readRecord("compute", "prod")).toBeUndefined();
  await state.deleteRecord("compute", "dev");
  expect(await state.readRecord("compute", "dev")).toBeUndefined();
});

it("does not take a record for a state", async () => {
  const { state } = await stateWith();
  await state.writeRecord("compute", "dev", recordOf());
  expect(await state.read("compute", "dev")).toBeUndefined();
  expect(await state.layersIn("dev")).toEqual([]);
});

it("fails on a damaged record, and names the file", async () => {
  const { state, root } = await backend({});
  const file = join(root, ".strata", "records", "compute", "dev.json");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "{");
  await expect(state.readRecord("compute", "dev")).rejects.toThrow(
    `the record at ${file} is damaged`,
  );
});
