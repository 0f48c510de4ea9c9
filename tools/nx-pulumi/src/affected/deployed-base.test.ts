import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { deployedAhead, deployedBase, type DeployedLayer } from "./deployed-base.ts";

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** A clone of two layers, `network` and `compute`, that share `libs/`, and of a lock file. */
class Workspace {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(folder = ""): Promise<Workspace> {
    const clone = await temporaryFolder();
    execFileSync("git", ["init", "-q", "-b", "main", clone]);
    const workspace = new Workspace(join(clone, folder));
    workspace.commit({
      "apps/network/index.ts": "network 1",
      "apps/compute/index.ts": "compute 1",
      "libs/naming/index.ts": "naming 1",
      "package-lock.json": "{}",
      "docs/readme.txt": "1",
    });
    return workspace;
  }

  git(...args: string[]): string {
    const author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...author, ...args], { cwd: this.root, encoding: "utf8" }).trim();
  }

  /** Writes files, undefined removes one, and commits everything; the id of the commit. */
  commit(files: Readonly<Record<string, string | undefined>>): string {
    this.write(files);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "change");
    return this.head();
  }

  write(files: Readonly<Record<string, string | undefined>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.root, name);
      if (text === undefined) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
  }

  head(): string {
    return this.git("rev-parse", "HEAD");
  }

  /** What `nx affected` asks git. */
  changedSince(base: string): readonly string[] {
    const names = this.git("diff", "--name-only", "--no-renames", "--relative", "-z", base, "HEAD");
    return names.split("\0").filter((name) => name !== "");
  }

  async changed(layers: readonly DeployedLayer[]): Promise<readonly string[]> {
    return this.changedSince((await deployedBase(this.root, layers)).base);
  }
}

function layer(name: string, deployed: DeployedLayer["deployed"]): DeployedLayer {
  const root = `apps/${name}`;
  const uses = (file: string) => file.startsWith(`${root}/`) || !file.startsWith("apps/");
  return { name, root, uses, deployed };
}
const at = (name: string, commit: string, files: readonly string[] = []) =>
  layer(name, { commit, files });
const unknown = (name: string) => layer(name, { unknown: "it is not deployed" });

let workspace: Workspace;
let first: string;

beforeEach(async () => {
  workspace = await Workspace.create();
  first = workspace.head();
});

describe("layers deployed from one commit", () => {
  it("nothing differs when HEAD is what they were deployed from", async () => {
    expect(await workspace.changed([at("network", first), at("compute", first)])).toEqual([]);
  });

  it("added, changed, deleted and renamed files differ, whatever their names are", async () => {
    workspace.commit({
      "apps/network/new.ts": "new",
      "apps/compute/index.ts": "compute 2",
      "apps/network/index.ts": undefined,
      "apps/network/moved.ts": "network 1",
      'libs/naming/ü " \n.ts': "odd",
      "docs/readme.txt": undefined,
    });
    expect(await workspace.changed([at("network", first), at("compute", first)])).toEqual([
      "apps/compute/index.ts",
      "apps/network/index.ts",
      "apps/network/moved.ts",
      "apps/network/new.ts",
      "docs/readme.txt",
      'libs/naming/ü " \n.ts',
    ]);
  });

  it("says of each layer from which", async () => {
    const { reasons } = await deployedBase(workspace.root, [at("network", first)]);
    expect(reasons).toEqual([`network: deployed from ${first.slice(0, 12)}`]);
  });

  it("a commit outside the history of HEAD is compared as it is: a branch, a rollback", async () => {
    workspace.git("switch", "-q", "-c", "feature");
    const feature = workspace.commit({ "apps/network/index.ts": "network of the branch" });
    workspace.git("switch", "-q", "main");
    expect(await workspace.changed([at("network", feature)])).toEqual(["apps/network/index.ts"]);
    workspace.commit({ "apps/network/index.ts": "network 2" });
    const second = workspace.head();
    workspace.git("switch", "-q", "--detach", first);
    expect(await workspace.changed([at("network", second)])).toEqual(["apps/network/index.ts"]);
  });
});

describe("layers deployed from different commits", () => {
  it("a revert differs for the layer that was deployed with what it takes back", async () => {
    const second = workspace.commit({ "apps/compute/index.ts": "compute 2" });
    workspace.git("revert", "--no-edit", second);
    expect(workspace.changedSince(first)).toEqual([]);
    const layers = [at("network", first), at("compute", second)];
    expect(await workspace.changed(layers)).toEqual(["apps/compute/index.ts"]);
  });

  it("what only the younger one is built from does not differ again", async () => {
    const second = workspace.commit({ "apps/compute/index.ts": "compute 2" });
    workspace.commit({ "docs/readme.txt": "2" });
    const layers = [at("network", first), at("compute", second)];
    expect(await workspace.changed(layers)).toEqual(["docs/readme.txt"]);
  });

  it("what the older one is built from too differs until it is deployed", async () => {
    const second = workspace.commit({ "libs/naming/index.ts": "naming 2" });
    const older = [at("network", first), at("compute", second)];
    expect(await workspace.changed(older)).toEqual(["libs/naming/index.ts"]);
    expect(await workspace.changed([at("network", second), at("compute", second)])).toEqual([]);
  });

  it("a lock file of several versions is none that Nx could compare in detail", async () => {
    const second = workspace.commit({ "package-lock.json": '{"zod":2}' });
    workspace.commit({ "package-lock.json": '{"zod":3}' });
    const layers = [at("network", first), at("compute", second)];
    const { base } = await deployedBase(workspace.root, layers);
    expect(workspace.changedSince(base)).toEqual(["package-lock.json"]);
    expect(() => JSON.parse(workspace.git("show", `${base}:package-lock.json`))).toThrow();
    const one = await deployedBase(workspace.root, [at("network", second), at("compute", second)]);
    expect(workspace.git("show", `${one.base}:package-lock.json`)).toBe('{"zod":2}');
  });

  it("a file that became a folder and one that became a file differ", async () => {
    const second = workspace.commit({ data: "a file", "apps/network/rules/a.json": "1" });
    workspace.git("rm", "-rq", "data", "apps/network/rules");
    workspace.commit({ "data/a.json": "1", "apps/network/rules": "a file" });
    expect(await workspace.changed([at("network", second)])).toEqual([
      "apps/network/rules",
      "apps/network/rules/a.json",
      "data",
      "data/a.json",
    ]);
  });

  it("everything differs when no tree can hold what the layers were deployed with", async () => {
    const second = workspace.commit({ data: "a file" });
    workspace.git("rm", "-q", "data");
    const third = workspace.commit({ "data/a.json": "1" });
    workspace.git("rm", "-rq", "data");
    workspace.commit({});
    const layers = [at("network", second), at("compute", third)];
    const { base, reasons } = await deployedBase(workspace.root, layers);
    expect(base).toBe(EMPTY_TREE);
    expect(reasons.at(-1)).toMatch(/^everything counts as changed: .*data/);
  });
});

describe("a layer of which nobody can say what it was deployed from", () => {
  it("counts as changed with all its files, and no other layer does", async () => {
    const layers = [unknown("network"), at("compute", first)];
    const { base, reasons } = await deployedBase(workspace.root, layers);
    expect(workspace.changedSince(base)).toEqual(["apps/network/index.ts"]);
    expect(reasons[0]).toBe("network: counts as changed: it is not deployed");
  });

  it("everything differs when there is no other", async () => {
    const { base } = await deployedBase(workspace.root, [unknown("network"), unknown("compute")]);
    expect(base).toBe(EMPTY_TREE);
  });

  it.each([
    ["was rewritten", "e".repeat(40)],
    ["is no id but an option of git", "--output=stolen"],
  ])("counts as changed when its commit %s", async (_, commit) => {
    const layers = [at("network", commit), at("compute", first)];
    const { base, reasons } = await deployedBase(workspace.root, layers);
    expect(workspace.changedSince(base)).toEqual(["apps/network/index.ts"]);
    expect(reasons[0]).toMatch(/^network: counts as changed: .* is not in this clone/);
    expect(existsSync(join(workspace.root, "stolen"))).toBe(false);
  });

  it("counts as changed when the clone is too shallow for its commit", async () => {
    const second = workspace.commit({ "docs/readme.txt": "2" });
    const shallow = await temporaryFolder();
    execFileSync("git", ["clone", "-q", "--depth=1", `file://${workspace.root}`, shallow]);
    const layers = [at("network", first), at("compute", second)];
    const { reasons } = await deployedBase(shallow, layers);
    expect(reasons).toEqual([
      expect.stringMatching(/^network: counts as changed: .*shallow clone/),
      `compute: deployed from ${second.slice(0, 12)}`,
    ]);
  });
});

describe("a file that a layer's program reads", () => {
  it.each([
    ["of another layer", "apps/network/index.ts"],
    ["in a folder that it lists", "docs/more/new.txt"],
    ["that is gone", "docs/readme.txt"],
  ])("makes the layer count as changed: one %s", async (_, file) => {
    const gone = file === "docs/readme.txt" ? undefined : "2";
    workspace.commit({ [file]: gone });
    const reading = at("compute", first, ["apps/network/index.ts", "docs"]);
    const { base, reasons } = await deployedBase(workspace.root, [reading]);
    expect(workspace.changedSince(base)).toContain("apps/compute/index.ts");
    expect(reasons).toEqual([
      `compute: counts as changed: ${file}, which its program reads, has changed`,
    ]);
  });

  it("changes nothing while it is the same, or only begins with the same name", async () => {
    workspace.commit({ "docs-of-others/readme.txt": "2" });
    const reading = at("compute", first, ["docs", "docs/readme.txt"]);
    expect(await workspace.changed([reading])).toEqual(["docs-of-others/readme.txt"]);
  });
});

it("works where the workspace is a folder of the clone, and leaves out what is beside it", async () => {
  const inner = await Workspace.create("infrastructure/aws");
  const beside = join(inner.root, "..", "beside", "a file that is in the clone.txt");
  mkdirSync(dirname(beside));
  writeFileSync(beside, "1");
  inner.git("add", "-A", "..");
  const deployed = inner.commit({});
  writeFileSync(beside, "2");
  inner.git("add", "-A", "..");
  inner.commit({ "apps/network/index.ts": "network 2" });
  const layers = [at("network", deployed), unknown("compute")];
  const { base } = await deployedBase(inner.root, layers);
  const names = inner.git("diff", "--name-only", base, "HEAD").split("\n");
  expect(names).toEqual([
    "infrastructure/aws/apps/compute/index.ts",
    "infrastructure/aws/apps/network/index.ts",
  ]);
});

it("leaves the work that is not committed, and what is staged, as it is", async () => {
  const second = workspace.commit({ "apps/network/index.ts": "network 2" });
  workspace.write({ "apps/network/staged.ts": "staged" });
  workspace.git("add", "-A");
  workspace.write({ "apps/network/index.ts": "not committed" });
  const before = workspace.git("status", "--porcelain");
  await deployedBase(workspace.root, [at("network", first), at("compute", second)]);
  expect(workspace.git("status", "--porcelain")).toBe(before);
});

it("refuses a folder that is in no clone, and a clone without a commit", async () => {
  const folder = await temporaryFolder();
  await expect(deployedBase(folder, [])).rejects.toThrow(/found with git, which does not work/);
  execFileSync("git", ["init", "-q", folder]);
  await expect(deployedBase(folder, [])).rejects.toThrow(/found with git, which does not work/);
});

it("names the layers that are deployed from a commit after HEAD, and no others", async () => {
  const second = workspace.commit({ "docs/readme.txt": "2" });
  workspace.git("switch", "-q", "--detach", first);
  const beside = workspace.commit({ "docs/readme.txt": "3" });
  const ahead = (head: string) => {
    workspace.git("switch", "-q", "--detach", head);
    return deployedAhead(workspace.root, [
      at("network", second),
      at("data", beside),
      at("compute", first),
      unknown("observability"),
    ]);
  };
  expect(await ahead(first)).toEqual(["network", "data"]);
  expect(await ahead(second)).toEqual([]);
  expect(await ahead(beside)).toEqual([]);
});
