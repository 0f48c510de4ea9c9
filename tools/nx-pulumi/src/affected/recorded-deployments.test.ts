import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { FileState } from "../state/file-state.ts";
import { recordKey, type RunRecord } from "../state/run-record.ts";
import { stateKey } from "../state/state-store.ts";
import { digestOfValue } from "../gate/digest.ts";
import { checkpoint } from "../state/testing/checkpoint.ts";
import { recordedDeployments } from "./recorded-deployments.ts";

const COMMIT = "c".repeat(40);

let folder: string;
let store: FileState;

beforeEach(async () => {
  folder = await temporaryFolder();
  store = new FileState(pathToFileURL(folder).href);
});

async function write(key: string, text: string): Promise<void> {
  const file = join(folder, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A layer deployed from `COMMIT`, but for what a test has otherwise. */
async function deploy(changes: Partial<RunRecord> = {}): Promise<void> {
  await write(stateKey("network", "dev"), checkpoint({ vpcId: "vpc-1" }, 3));
  await store.writeRecord("network", "dev", {
    reads: [],
    inputs: { program: "1", "file apps/network/rules.json": "2", "file libs/more": "3" },
    contract: {},
    stateDigest: (await store.read("network", "dev"))?.digest ?? "",
    commit: { sha: COMMIT, clean: true },
    repository: "https://example.org/strata",
    at: "2026-01-01T00:00:00.000Z",
    ...changes,
  });
}

async function found(layer = "network") {
  return (await recordedDeployments(store, ["network", "data"], "dev")).get(layer);
}

it("a layer is deployed from the commit of its record, with the files that it read", async () => {
  await deploy();
  const files = ["apps/network/rules.json", "libs/more"];
  expect(await found()).toEqual({ commit: COMMIT, files });
});

it("does not know of a layer that was never deployed, or is destroyed", async () => {
  expect(await found()).toEqual({ unknown: "it is not deployed" });
  await deploy();
  await write(stateKey("network", "dev"), JSON.stringify({ checkpoint: { latest: {} } }));
  expect(await found()).toEqual({ unknown: "it is not deployed" });
});

it("does not believe a record when a failed deployment, or anything else, has changed the state", async () => {
  await deploy();
  await write(stateKey("network", "dev"), checkpoint({ vpcId: "vpc-1" }, 4));
  const unknown = "its state has changed since its last successful up";
  expect(await found()).toEqual({ unknown });
});

it("does not know what work that was not committed was deployed", async () => {
  await deploy({ commit: { sha: COMMIT, clean: false } });
  const unknown = "it was deployed with work that was not committed";
  expect(await found()).toEqual({ unknown });
});

describe("a layer that reads another", () => {
  /** Data, which saw this id of the VPC. */
  async function deployReader(seen: string): Promise<void> {
    await write(stateKey("data", "dev"), checkpoint({}, 3));
    await store.writeRecord("data", "dev", {
      reads: [{ layer: "network", key: "vpcId", digest: digestOfValue(seen) }],
      inputs: {},
      contract: {},
      stateDigest: (await store.read("data", "dev"))?.digest ?? "",
      commit: { sha: COMMIT, clean: true },
      repository: "strata",
      at: "2026-01-01T00:00:00.000Z",
    });
  }

  it("is deployed from its commit while the output is what it saw", async () => {
    await deploy();
    await deployReader("vpc-1");
    expect(await found("data")).toEqual({ commit: COMMIT, files: [] });
  });

  it("has to be deployed again when the output has another value now", async () => {
    await deploy();
    await deployReader("vpc-0");
    expect(await found("data")).toEqual({
      unknown: "outputs that it reads have changed: network.vpcId",
    });
    expect(await found("network")).toMatchObject({ commit: COMMIT });
  });

  it("is not hidden by a damaged state of the other", async () => {
    await deploy();
    await deployReader("vpc-1");
    await write(stateKey("network", "dev"), "{");
    expect(await found("data")).toEqual({ commit: COMMIT, files: [] });
    expect(await found()).toEqual({ unknown: expect.stringMatching(/state at .* is damaged/) });
  });
});

it("says what is wrong with the record", async () => {
  await write(stateKey("network", "dev"), checkpoint({}, 1));
  expect(await found()).toEqual({ unknown: "there is no record of its last deployment" });
  await write(recordKey("network", "dev"), '{"version":1,"reads":[]}');
  expect(await found()).toEqual({ unknown: "its record names no commit" });
  await write(recordKey("network", "dev"), "{");
  expect(await found()).toEqual({ unknown: expect.stringMatching(/record at .* is damaged/) });
});
