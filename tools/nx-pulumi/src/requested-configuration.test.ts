import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { refuseUnknownConfiguration } from "./requested-configuration.ts";

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  for (const file of [
    "network/Pulumi.yaml",
    "network/Pulumi.local.yaml",
    "compute/Pulumi.yaml",
    "compute/Pulumi.local.yaml",
    "compute/Pulumi.dev.yaml",
    "website/Pulumi.prod.yaml",
  ]) {
    await mkdir(join(root, "apps", file, ".."), { recursive: true });
    await writeFile(join(root, "apps", file), "");
  }
});

/** What Nx would be called with, after `nx`. */
function check(line: string): () => void {
  const argv = ["/usr/bin/node", "/workspace/node_modules/.bin/nx", ...line.split(" ")];
  return () => refuseUnknownConfiguration(argv, root);
}

// Each of these reaches Nx 23 as a run of our targets with the configuration "nope".
const FORMS = [
  "run compute:up -c nope",
  "run compute:up -c=nope",
  "run compute:up --configuration nope",
  "run compute:up --configuration=nope",
  "run -c nope compute:up",
  "run compute:up:nope",
  "run compute:outputs:nope --json",
  "run up --project=compute -c nope",
  "compute:up -c nope",
  "compute:up:nope",
  "up compute -c nope",
  "destroy compute --configuration=nope",
  "run-many -t up -c nope",
  "run-many -t up,preview -c nope",
  "run-many -t lint,preview -c nope",
  "run-many -t lint preview -c nope",
  "run-many -t=refresh -c nope",
  "run-many --target up -c nope",
  "run-many --target=up -c nope",
  "run-many --targets=lint --targets=up -c nope",
  "affected --targets=up -c nope",
  "affected -t outputs --base=main --configuration nope",
];

it.each(FORMS)("rejects nx %s", (line) => {
  expect(check(line)).toThrow(
    'there is no configuration "nope"; a layer has one for each of its Pulumi.<environment>.yaml files: dev, local. ' +
      "Nothing was started",
  );
});

it.each(FORMS)("lets nx %s pass with an environment that exists", (line) => {
  expect(check(line.replace("nope", "dev"))).not.toThrow();
});

it.each([
  "run --verbose compute:up -c nope",
  "--verbose up compute -c nope",
  "run --skip-nx-cache compute:up:nope",
  "run-many --parallel 3 --verbose -t up -c nope",
])("rejects nx %s, whose flag takes no value", (line) => {
  expect(check(line)).toThrow('no configuration "nope"');
});

it("rejects --prod, which Nx reads as the configuration production", () => {
  expect(check("run compute:up --prod")).toThrow('no configuration "production"');
});

it("takes the configuration of the flag over that of the task, as Nx does", () => {
  expect(check("run compute:up:nope -c dev")).not.toThrow();
  expect(check("run compute:up:dev -c nope")).toThrow('no configuration "nope"');
});

it.each([
  "run compute:up",
  "run compute:up --env=nope",
  "run-many -t up",
  "run sandbox:status -c nope",
  "run sandbox:status:nope",
  "run compute:test:nope",
  "run compute:build:up",
  "run-many -t lint test -c nope",
  "test compute -c nope",
  "show project compute",
  "run compute:build -c ci -- up",
])("leaves nx %s to Nx", (line) => {
  expect(check(line)).not.toThrow();
});

it("does not count the settings of a folder without Pulumi.yaml", () => {
  expect(check("run compute:up -c prod")).toThrow('no configuration "prod"');
});
