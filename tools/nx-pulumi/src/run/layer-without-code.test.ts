import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { recordOf } from "../state/testing/record.ts";
import { isWithoutCode, layerWithoutCode } from "./layer-without-code.ts";

it("stands for a layer whose code is gone, with all that the engine needs to destroy it", async () => {
  const root = await temporaryFolder();
  const { name, root: folder } = layerWithoutCode("billing", undefined, root);
  expect(name).toBe("billing");
  // JSON is YAML, which is what Pulumi reads.
  expect(JSON.parse(readFileSync(join(root, folder, "Pulumi.yaml"), "utf8"))).toEqual({
    name: "billing",
    runtime: "nodejs",
    description: expect.any(String),
  });
});

it("lies in a folder of its own that is no part of the repository", async () => {
  const root = await temporaryFolder();
  const folders = ["billing", "cache"].map((name) => layerWithoutCode(name, undefined, root).root);
  expect(new Set(folders).size).toBe(2);
  for (const folder of folders) expect(folder).toMatch(/^\.strata\//);
});

it("is made again as often as it is asked for", async () => {
  const root = await temporaryFolder();
  expect(layerWithoutCode("billing", undefined, root)).toEqual(
    layerWithoutCode("billing", undefined, root),
  );
});

it("reads each layer that its last deployment read, which orders its end", async () => {
  const reads = [
    { layer: "network", key: "vpcId" },
    { layer: "data", key: "port" },
    { layer: "network", key: "subnetIds" },
  ];
  const root = await temporaryFolder();
  expect(layerWithoutCode("billing", recordOf({ reads }), root).reads).toEqual(["data", "network"]);
  expect(layerWithoutCode("billing", undefined, root).reads).toEqual([]);
});

it("is told from one that has its code", async () => {
  const root = await temporaryFolder();
  expect(isWithoutCode(layerWithoutCode("billing", undefined, root))).toBe(true);
  expect(isWithoutCode({ name: "billing", root: "apps/billing", reads: [] })).toBe(false);
});

it("fails when its folder cannot be made", async () => {
  const root = await temporaryFolder();
  mkdirSync(join(root, ".strata/without-code/billing/Pulumi.yaml"), { recursive: true });
  expect(() => layerWithoutCode("billing", undefined, root)).toThrow(/EISDIR/);
});
