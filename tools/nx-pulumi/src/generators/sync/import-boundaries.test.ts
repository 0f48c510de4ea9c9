import { importBoundaries } from "./import-boundaries.ts";

interface Rule {
  readonly depConstraints: readonly {
    readonly sourceTag: string;
    readonly onlyDependOnLibsWithTags: readonly string[];
  }[];
}

const NETWORK = {
  layer: ["type:layer", "layer:network"],
  contract: ["type:contract", "layer:network"],
  library: ["type:layer-lib", "layer:network"],
};
const DATA = { layer: ["type:layer", "layer:data"], contract: ["type:contract", "layer:data"] };
const SHARED = ["type:lib"];

const text = importBoundaries(["data", "network"]);
const { rules } = JSON.parse(text.replace(/^\/\/.*\n/, "")) as {
  rules: Record<string, [string, Rule]>;
};
const [severity, { depConstraints }] = rules["@nx/enforce-module-boundaries"] ?? [
  "off",
  { depConstraints: [] },
];

/** As the lint rule does; the end-to-end tests run the rule itself. */
function mayImport(source: readonly string[], target: readonly string[]): boolean {
  const applied = depConstraints.filter(({ sourceTag }) => source.includes(sourceTag));
  return (
    applied.length > 0 &&
    applied.every(({ onlyDependOnLibsWithTags: tags }) => tags.some((tag) => target.includes(tag)))
  );
}

it("makes a breach an error", () => {
  expect(severity).toBe("error");
});

it.each([
  ["a layer", "its own contract", NETWORK.layer, NETWORK.contract],
  ["a layer", "another layer's contract", DATA.layer, NETWORK.contract],
  ["a layer", "its own library", NETWORK.layer, NETWORK.library],
  ["a layer", "a shared library", DATA.layer, SHARED],
  ["a layer's library", "another layer's contract", NETWORK.library, DATA.contract],
  ["a layer's library", "another one of the layer", NETWORK.library, NETWORK.library],
  ["a contract", "a shared library", NETWORK.contract, SHARED],
  ["an end-to-end test", "a contract", ["type:e2e"], NETWORK.contract],
])("lets %s import %s", (_source, _target, source, target) => {
  expect(mayImport(source, target)).toBe(true);
});

it.each([
  ["a layer", "another layer", DATA.layer, NETWORK.layer],
  ["a layer", "another layer's library", DATA.layer, NETWORK.library],
  ["a layer's library", "another layer", NETWORK.library, DATA.layer],
  ["a contract", "its own layer's library", NETWORK.contract, NETWORK.library],
  ["a contract", "another contract", NETWORK.contract, DATA.contract],
  ["a shared library", "a layer", SHARED, NETWORK.layer],
  ["a shared library", "a layer's library", SHARED, NETWORK.library],
  ["a shared library", "a contract", SHARED, NETWORK.contract],
  ["a tool", "a contract", ["type:tool"], NETWORK.contract],
  ["a project without a type", "a shared library", [], SHARED],
])("refuses that %s imports %s", (_source, _target, source, target) => {
  expect(mayImport(source, target)).toBe(false);
});
