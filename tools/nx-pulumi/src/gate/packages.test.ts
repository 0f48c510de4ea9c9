import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { InstalledPackages } from "./packages.ts";

const LOCK = {
  "node_modules/sdk": { version: "1.2.3", dependencies: { wire: "^1.0.0" } },
  "node_modules/wire": { version: "1.0.0", optionalDependencies: { absent: "^1.0.0" } },
  "node_modules/sdk/node_modules/wire": { version: "1.5.0", dependencies: { shared: "*" } },
  "node_modules/shared": { version: "2.0.0", dependencies: { sdk: "*" } },
  "node_modules/tool": { version: "9.0.0" },
};

async function installed(packages: object, file = "node_modules/.package-lock.json") {
  const root = await temporaryFolder();
  await mkdir(join(root, "node_modules"), { recursive: true });
  await writeFile(join(root, file), JSON.stringify({ packages }));
  return InstalledPackages.read(root);
}

function withVersion(place: keyof typeof LOCK, version: string): object {
  return { ...LOCK, [place]: { ...LOCK[place], version } };
}

it("tells the version of a package", async () => {
  expect((await installed(LOCK)).versionOf("sdk")).toMatch(/^1\.2\.3 \([0-9a-f]{6}\)$/);
  expect((await installed(LOCK)).versionOf("nowhere")).toBe("not installed");
});

it.each([
  ["itself", "node_modules/sdk", true],
  ["what it needs, where Node would find it", "node_modules/sdk/node_modules/wire", true],
  ["what that needs in turn", "node_modules/shared", true],
  ["another copy of the same package", "node_modules/wire", false],
  ["a package that it does not need", "node_modules/tool", false],
] as const)("changes with %s: %s", async (_, place, changes) => {
  const before = (await installed(LOCK)).versionOf("sdk");
  const after = (await installed(withVersion(place, "99.0.0"))).versionOf("sdk");
  expect(after !== before).toBe(changes);
});

it("takes the lock file where nothing says what is installed", async () => {
  expect((await installed(LOCK, "package-lock.json")).versionOf("tool")).toMatch(/^9\.0\.0 /);
});

it("refuses a workspace without either", async () => {
  await expect(InstalledPackages.read(await temporaryFolder())).rejects.toThrow(/run npm ci/);
});
