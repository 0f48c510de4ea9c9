import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ScratchWorkspace } from "./workspace/scratch-workspace.ts";

let workspace: ScratchWorkspace;

beforeAll(async () => {
  workspace = await ScratchWorkspace.ofSeed();
});
afterAll(() => workspace.dispose());

const file = () => join(workspace.root, ".strata", "pictures", "local.html");
const page = () => readFileSync(file(), "utf8");

it("fails in one line where nothing is deployed, and leaves no page", async () => {
  const { code, output } = await workspace.nx(["run", "sandbox:open"]);
  expect(code).not.toBe(0);
  expect(output).toContain("so nothing is deployed in local: npx nx run-many -t up --env=local");
  expect(existsSync(file())).toBe(false);
});

it("shows a plan of what was never deployed, where a preview is asked for it", async () => {
  const { code, output } = await workspace.nx(["run-many", "-t", "preview", "--picture"]);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toMatch(/picture: file:\/\/.*\/\.strata\/pictures\/local\.html/);
  expect(page()).toContain("as planned");
  expect(page()).toContain("42 to create");
  expect(page()).toContain("known after deployment");
  rmSync(file());
});

it("shows what is deployed", async () => {
  const up = await workspace.nx(["run-many", "-t", "up"]);
  expect({ code: up.code, output: up.output }).toMatchObject({ code: 0 });
  expect(existsSync(file())).toBe(false);
  const { code, stdout } = await workspace.nx(["run", "sandbox:open"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/file:\/\/.*\/\.strata\/pictures\/local\.html/);
  expect(page()).toContain("as deployed");
  expect(page()).toMatch(/vpc-[0-9a-f]+/);
  for (const layer of ["network", "data", "compute", "observability"]) {
    expect(page()).toContain(`id="layer-${layer}"`);
  }
});

it("refuses the picture where it has no effect", async () => {
  const { code, output } = await workspace.nx(["run", "network:up", "--picture"]);
  expect(code).not.toBe(0);
  expect(output).toContain("--picture has no effect on up; it is for preview");
});
