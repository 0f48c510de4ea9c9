import type { ProjectGraph } from "@nx/devkit";

import { ownedFolder, type OwnedFolder } from "../../ownership/folder.ts";
import { folderProblems, graphProblems } from "./problems.ts";

const OWNED = JSON.stringify({ strata: { owner: "@acme/network-team" } });
const GOOD = {
  "apps/network/Pulumi.yaml": "name: network\n",
  "apps/network/package.json": OWNED,
  "libs/contracts/network/package.json": "{}",
};

function problemsIn(files: Readonly<Record<string, string>>): string[] {
  const read = (path: string) => files[path];
  const marks = Object.keys(files).filter((file) => /Pulumi.yaml$|^libs.*package.json$/.test(file));
  const folders = marks.map((file) => ownedFolder(file.replace(/\/[^/]+$/, ""), read));
  return folderProblems(
    folders.filter((folder): folder is OwnedFolder => folder !== undefined),
    read,
  );
}

it("finds nothing where all is well", () => {
  expect(problemsIn(GOOD)).toEqual([]);
});

it.each([
  [
    "a layer without an owner",
    { "apps/network/package.json": "{}" },
    /^apps\/network\/package.json names no owner: add "strata": .* with "@organization\/team" or "@user"$/,
  ],
  [
    "an owner that GitHub does not take",
    { "apps/network/package.json": OWNED.replace("@", "") },
    /^apps\/network\/package.json: the owner "acme\/network-team" is nobody on GitHub; .*"@organization\/team"/,
  ],
  [
    "a Pulumi project with another name",
    { "apps/network/Pulumi.yaml": "name: net\n" },
    /^apps\/network\/Pulumi.yaml: "name" must be the name of the folder, network$/,
  ],
  [
    "a Pulumi project that cannot be read",
    { "apps/network/Pulumi.yaml": ":\n:" },
    /^apps\/network\/Pulumi.yaml: "name" must be/,
  ],
  [
    "a layer whose name nothing can be made of",
    { "apps/Net_1/Pulumi.yaml": "name: Net_1\n", "apps/Net_1/package.json": OWNED },
    /^apps\/Net_1: the name of a layer has lower case letters/,
  ],
  [
    "a contract without a layer",
    { "libs/contracts/data/package.json": "{}" },
    /^libs\/contracts\/data is the contract of a layer that does not exist: delete it, or make apps\/data$/,
  ],
  [
    "a library of a layer that does not exist",
    { "libs/routes/package.json": '{ "strata": { "layer": "netwrok" } }' },
    /^libs\/routes\/package.json: there is no layer "netwrok"; layers: network$/,
  ],
])("reports %s in one line", (_, change, message) => {
  expect(problemsIn({ ...GOOD, ...change })).toEqual([expect.stringMatching(message)]);
});

/** Projects with their tags, and who imports whom. */
function graphOf(
  projects: Readonly<Record<string, readonly string[]>>,
  imports: readonly (readonly [string, string])[] = [],
): ProjectGraph {
  const names = Object.keys(projects);
  return {
    nodes: Object.fromEntries(
      names.map((name) => [
        name,
        { name, type: "lib", data: { root: `at/${name}`, tags: [...(projects[name] ?? [])] } },
      ]),
    ),
    dependencies: Object.fromEntries(
      names.map((source) => [
        source,
        imports
          .filter(([from]) => from === source)
          .map(([, target]) => ({ source, target, type: "static" })),
      ]),
    ),
    externalNodes: {},
  };
}

const PROJECTS = {
  network: ["type:layer", "layer:network"],
  data: ["type:layer", "layer:data"],
  "contract-network": ["type:contract", "layer:network"],
  "contract-data": ["type:contract", "layer:data"],
  naming: ["type:lib"],
};

it("finds nothing in a graph where layers read in one direction", () => {
  expect(graphProblems(graphOf(PROJECTS, [["data", "contract-network"]]))).toEqual([]);
});

it("reports layers that read each other, and the imports that close the cycle", () => {
  const imports = [
    ["data", "contract-network"],
    ["network", "contract-data"],
  ] as const;
  expect(graphProblems(graphOf(PROJECTS, imports))).toEqual([
    expect.stringMatching(/data reads network reads data.*@strata\/contract-network in at\/data/),
  ]);
});

it("reports a layer whose Nx project has another name", () => {
  const projects = { ...PROJECTS, net: ["type:layer", "layer:web"] };
  expect(graphProblems(graphOf(projects))).toEqual([
    'at/net/package.json: "nx.name" must be the name of the folder, web',
  ]);
});

it("reports a library that is tagged as everybody's and as one layer's", () => {
  const projects = { ...PROJECTS, routes: ["type:lib", "layer:network"] };
  expect(graphProblems(graphOf(projects))).toEqual([
    expect.stringMatching(/^at\/routes is tagged type:lib.*"strata": \{ "layer": "network" \}/),
  ]);
});
