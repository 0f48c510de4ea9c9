import { fitName } from "@strata/naming";
import fc from "fast-check";

import { layerOptions, type Existing } from "./layer-options.ts";

const existing: Existing = {
  layers: ["data", "network"],
  projects: ["config", "contract-data", "contract-network", "contracts", "data", "network"],
  folders: ["apps/data", "apps/network", "apps/left-over", "libs/contracts/core"],
  defaultOwner: "@acme/platform-team",
};
const check = (raw: Readonly<Record<string, unknown>>) => () => layerOptions(raw, existing);

it("fills in the owner of the project and no reads", () => {
  expect(check({ name: "jobs" })()).toEqual({
    name: "jobs",
    reads: [],
    owner: "@acme/platform-team",
  });
});

it.each(["network,data", " data , network ,", "data,data,network", ["network", "data"]])(
  "takes the layers to read from %j",
  (reads) => {
    expect(check({ name: "jobs", reads })().reads).toEqual(["data", "network"]);
  },
);

it.each([
  ["no name", {}, "the name of the layer is missing"],
  [
    "a capital letter",
    { name: "Jobs" },
    'lower case letters and digits, words that begin with a letter joined by hyphens, unlike "Jobs"',
  ],
  ["a word that begins with a digit", { name: "jobs-2" }, "words that begin with a letter"],
  ["a path", { name: "../jobs" }, "lower case letters"],
  [
    "a long name",
    { name: "a-name-of-25-letters-abcd".replace("25", "x") + "e" },
    "at most 24 characters",
  ],
  ["a word of the language", { name: "delete" }, '"delete" is reserved'],
  ["a word of the language", { name: "await" }, '"await" is reserved'],
  ["the name of the workspace", { name: "strata" }, '"strata" is reserved'],
  ["the folder of the contracts' core", { name: "core" }, '"core" is reserved'],
  ["the name of a contract", { name: "contract-jobs" }, '"contract-jobs" is reserved'],
  ["what a program calls something else", { name: "load-settings" }, "is reserved"],
  ["what a program calls the settings of another layer", { name: "data-settings" }, "is reserved"],
  [
    "a layer that exists",
    { name: "data" },
    '"data" is taken, there is data, contract-data, apps/data already',
  ],
  ["a project that exists", { name: "config" }, '"config" is taken, there is config already'],
  [
    "a folder that exists",
    { name: "left-over" },
    '"left-over" is taken, there is apps/left-over already',
  ],
  [
    "a layer to read that does not exist",
    { name: "jobs", reads: "netwrok" },
    '--reads: there is no layer "netwrok", did you mean "network"? Layers: data, network',
  ],
  [
    "an owner that is nobody on GitHub",
    { name: "jobs", owner: "jobs-team" },
    '--owner is "@organization/team" or "@user", not "jobs-team"',
  ],
  [
    "an option that does not exist",
    { name: "jobs", raeds: "data" },
    "there is no option --raeds; options: --reads, --owner",
  ],
])("refuses %s", (_, raw, message) => {
  expect(check(raw)).toThrow(message);
  expect(check(raw)).toThrow(/^no layer was made\n/);
});

it("names every problem at once", () => {
  const raw = { name: "Jobs", reads: "x,y", owner: "me", other: 1 };
  const lines = (() => {
    try {
      layerOptions(raw, existing);
    } catch (error) {
      return (error as Error).message.split("\n").filter((line) => line.startsWith("✖"));
    }
    return [];
  })();
  expect(lines).toHaveLength(5);
});

it("accepts only what Pulumi, npm and the names of AWS take as it is", () => {
  const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz", ..."0129-_.@/A ");
  fc.assert(
    fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 30 }), (name) => {
      fc.pre(accepted(name));
      // Pulumi: project names; npm: the part behind the scope.
      expect(name).toMatch(/^[A-Za-z0-9_.-]{1,100}$/);
      expect(name).toMatch(/^[a-z0-9-][a-z0-9-._]*$/);
      const parts = { project: "strata", environment: "local", layer: name };
      expect(() => fitName("role", { ...parts, role: "main" }, 8)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

it("leaves room for what a role is for in the longest name", () => {
  const layer = "x".repeat(24);
  expect(accepted(layer)).toBe(true);
  const parts = { project: "strata", environment: "local", layer };
  const role = "r".repeat(18);
  expect(fitName("role", { ...parts, role }, 8)).toBe(`strata-local-${layer}-${role}`);
});

function accepted(name: string): boolean {
  try {
    layerOptions({ name }, existing);
    return true;
  } catch {
    return false;
  }
}
