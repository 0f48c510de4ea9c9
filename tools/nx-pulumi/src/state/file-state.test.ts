import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { FileState } from "./file-state.ts";
import { checkpoint, SECRET_ON_DISK } from "./testing/checkpoint.ts";

async function stateWith(text?: string): Promise<{ state: FileState; file: string }> {
  const root = await temporaryFolder();
  const file = join(root, ".pulumi", "stacks", "network", "dev.json");
  if (text !== undefined) {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
  }
  return { state: new FileState(pathToFileURL(root).href), file };
}

it("reads what a layer publishes, and how many resources it has", async () => {
  const { state } = await stateWith(checkpoint({ vpcId: "vpc-1", zones: ["a", "b"] }, 15));
  expect(await state.read("network", "dev")).toEqual({
    outputs: { vpcId: "vpc-1", zones: ["a", "b"] },
    resourceCount: 16,
  });
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
  expect(await state.read("network", "dev")).toEqual({ outputs: {}, resourceCount: 0 });
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
  await state.writeRecord("compute", "dev", { reads: [{ layer: "network", key: "vpcId" }] });
  await state.writeRecord("compute", "dev", { reads: [{ layer: "data", key: "dbPort" }] });
  expect(await state.readRecord("compute", "dev")).toEqual({
    reads: [{ layer: "data", key: "dbPort" }],
  });
  expect(await state.readRecord("compute", "prod")).toBeUndefined();
  await state.deleteRecord("compute", "dev");
  expect(await state.readRecord("compute", "dev")).toBeUndefined();
});
