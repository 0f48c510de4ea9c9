import { codeOwners } from "./code-owners.ts";

const folders = [
  { root: "apps/web", kind: "layer", layer: "web" },
  { root: "apps/network", kind: "layer", layer: "network" },
  { root: "libs/routes", kind: "layer-lib", layer: "network" },
  { root: "libs/contracts/web", kind: "contract", layer: "web" },
  { root: "libs/contracts/network", kind: "contract", layer: "network" },
] as const;
const owners = new Map([
  ["network", "@acme/network-team"],
  ["web", "@acme/web-team"],
]);

/** As GitHub does: the last line that matches decides. */
function ownerOf(file: string, text: string): string | undefined {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const rules = lines.map((line) => line.split(" "));
  const matches = ([pattern = ""]: string[]) => pattern === "*" || `/${file}`.startsWith(pattern);
  return rules.filter(matches).at(-1)?.[1];
}

it.each([
  ["apps/network/index.ts", "@acme/network-team"],
  ["libs/contracts/network/src/network-contract.ts", "@acme/network-team"],
  ["libs/routes/index.ts", "@acme/network-team"],
  ["apps/web/index.ts", "@acme/web-team"],
  ["apps/webhooks/index.ts", "@acme/platform-team"],
  ["libs/contracts/core/index.ts", "@acme/platform-team"],
  [".github/CODEOWNERS", "@acme/platform-team"],
])("asks for %s %s", (file, owner) => {
  expect(ownerOf(file, codeOwners("@acme/platform-team", folders, owners))).toBe(owner);
});

it("is the same in whatever order the folders are found", () => {
  const text = codeOwners("@acme/platform-team", folders, owners);
  expect(codeOwners("@acme/platform-team", [...folders].reverse(), owners)).toBe(text);
});

it("leaves a contract without a layer to the default", () => {
  const text = codeOwners("@acme/platform-team", folders, new Map());
  expect(ownerOf("libs/contracts/web/index.ts", text)).toBe("@acme/platform-team");
});
