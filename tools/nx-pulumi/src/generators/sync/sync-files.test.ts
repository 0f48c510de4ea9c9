import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";

import { DEFAULT_OWNER, syncFiles } from "./sync-files.ts";

let tree: Tree;

beforeEach(() => {
  tree = createTreeWithEmptyWorkspace({ formatter: "prettier" });
  addLayer("network", "@acme/network-team");
});

function addLayer(name: string, owner: string): void {
  tree.write(`apps/${name}/Pulumi.yaml`, `name: ${name}\n`);
  tree.write(`apps/${name}/package.json`, JSON.stringify({ strata: { owner } }));
  tree.write(`libs/contracts/${name}/package.json`, "{}");
}

const text = (file: string) => tree.read(file, "utf-8");

it("writes owners and boundaries of every layer, contract and library of a layer", async () => {
  tree.write("libs/routes/package.json", JSON.stringify({ strata: { layer: "network" } }));
  tree.write("libs/contracts/core/package.json", "{}");
  tree.write("apps/notes/README.md", "no layer");
  await syncFiles(tree);
  expect(text(".github/CODEOWNERS")?.split("\n").slice(3)).toEqual([
    `* ${DEFAULT_OWNER}`,
    "",
    "/apps/network/ @acme/network-team",
    "/libs/contracts/network/ @acme/network-team",
    "/libs/routes/ @acme/network-team",
    "",
  ]);
  expect(text(".eslintrc.boundaries.json")).toContain('"sourceTag": "layer:network"');
  expect(text(".eslintrc.boundaries.json")).not.toContain("layer:core");
});

it("follows a layer that comes, changes its owner, or goes", async () => {
  await syncFiles(tree);
  const before = [text(".github/CODEOWNERS"), text(".eslintrc.boundaries.json")];
  addLayer("web", "@acme/web-team");
  await syncFiles(tree);
  expect(text(".github/CODEOWNERS")).toContain("/libs/contracts/web/ @acme/web-team");
  expect(text(".eslintrc.boundaries.json")).toContain('"layer:web"');
  addLayer("web", "@acme/shop-team");
  await syncFiles(tree);
  expect(text(".github/CODEOWNERS")).toContain("/apps/web/ @acme/shop-team");
  tree.delete("apps/web");
  tree.delete("libs/contracts/web");
  await syncFiles(tree);
  expect([text(".github/CODEOWNERS"), text(".eslintrc.boundaries.json")]).toEqual(before);
});

it("writes what prettier would", async () => {
  await syncFiles(tree);
  const { check } = await import("prettier");
  const boundaries = text(".eslintrc.boundaries.json") ?? "";
  expect(await check(boundaries, { parser: "json", singleQuote: true })).toBe(true);
});
