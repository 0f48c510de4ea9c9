import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { eventually, isRunning } from "../testing/eventually.ts";
import { fakeExecutable } from "../testing/fake-executable.ts";
import { script, specifier } from "../testing/script.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { pinnedVersion } from "./pinned-version.ts";

const MODULE = specifier("./find-engine.ts", import.meta.url);
const FIND = `
  import { findEngine } from ${MODULE};
  const report = (line) => console.log(line);
  const controller = new AbortController();
  process.once("SIGTERM", () => controller.abort(new Error("interrupted")));
  try {
    console.log("FOUND " + JSON.stringify(await findEngine({ report, signal: controller.signal })));
  } catch (error) {
    console.log("FAILED " + error.message);
    process.exitCode = 1;
  }`;

const version = await pinnedVersion();
const versionScript = (text: string) => `echo ${text}`;

/** A machine with an empty cache, only what the test puts on PATH, and no way to pulumi.com. */
async function machine() {
  const root = await temporaryFolder();
  const [bin, cache] = [join(root, "bin"), join(root, "cache")];
  await mkdir(bin);
  const env: NodeJS.ProcessEnv = {
    PATH: bin,
    STRATA_CACHE_DIR: cache,
    NODE_OPTIONS: releasesAt("http://127.0.0.1:1"),
  };
  const find = () => script(FIND, env);
  const result = async () => {
    const found = find();
    await found.ended;
    return found.lines.join("\n");
  };
  return { root, bin, cache, env, find, result };
}

/** Sends the downloads of the npm package, whose addresses are fixed, to another host. */
function releasesAt(origin: string): string {
  const source = `
    const real = globalThis.fetch;
    globalThis.fetch = (url, ...rest) =>
      real(String(url).replace("https://get.pulumi.com", ${JSON.stringify(origin)}), ...rest);`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}

/** A release host whose install script leaves a pulumi that prints `said`. */
async function releaseHost(said: string) {
  const installer = `
    while [ $# -gt 0 ]; do
      if [ "$1" = --install-root ]; then root=$2; fi
      shift
    done
    /bin/mkdir -p "$root/bin"
    printf '#!/bin/sh\\necho ${said}\\n' > "$root/bin/pulumi"
    /bin/chmod +x "$root/bin/pulumi"`;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(installer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { options: releasesAt(`http://127.0.0.1:${port}`), asked, close: () => server.close() };
}

/** A go that needs no compiler: it leaves a pulumi of the version that it is told to stamp. */
const FAKE_GO = `
  if [ "$1" = version ]; then echo "go version go1.22.5 linux/amd64"; exit 0; fi
  here=\${0%/*}
  echo "$$ $GOFLAGS $GOTOOLCHAIN $CGO_ENABLED $*" >> "$here/builds"
  if [ -p "$here/gate" ]; then read open < "$here/gate"; fi
  while [ $# -gt 0 ]; do
    case "$1" in -o) out=$2 ;; *version.Version=*) stamp=\${1##*Version=} ;; esac
    shift
  done
  echo "github.com/some/package"
  printf '#!/bin/sh\\necho %s\\n' "$stamp" > "$out"
  /bin/chmod +x "$out"`;

async function builds(bin: string): Promise<readonly string[]> {
  const text = await readFile(join(bin, "builds"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

describe("a pulumi on PATH", () => {
  it.each([`v${version}`, "v3.999.0"])("is taken when it is %s", async (said) => {
    const { bin, result, cache } = await machine();
    const path = await fakeExecutable(bin, "pulumi", versionScript(said));
    const expected = { path, version: said.slice(1), source: "path" };
    expect(await result()).toContain(`FOUND ${JSON.stringify(expected)}`);
    expect(existsSync(cache)).toBe(false);
  });

  it.each([
    ["is older", versionScript("v3.1.0"), "is 3.1.0"],
    ["is of another major", versionScript("v4.0.0"), "is 4.0.0"],
    ["fails", "echo no such thing >&2; exit 3", "fails (no such thing)"],
    ["says nothing", "exit 0", 'does not say its version, but ""'],
    ["is no program", "", "cannot be started"],
  ])("is passed over, with the reason, when it %s", async (_, body, reason) => {
    const { bin, root, env, result } = await machine();
    const path = await fakeExecutable(bin, "pulumi", body);
    if (body === "") await writeFile(path, "#!/no/such/interpreter\n");
    const later = await fakeExecutable(join(root, "later"), "pulumi", versionScript(`v${version}`));
    expect(await result()).toContain(`${path} ${reason}`);
    env.PATH = `${bin}:${join(root, "later")}`;
    expect(await result()).toContain(`"path":"${later}"`);
  });

  it("is not the npm package's wrapper, which would download behind our back", async () => {
    const { bin, root, result } = await machine();
    const wrapper = await fakeExecutable(
      join(root, "node_modules", "pulumi"),
      "run.js",
      versionScript(`v${version}`),
    );
    await symlink(wrapper, join(bin, "pulumi"));
    expect(await result()).toContain("no pulumi on PATH");
  });
});

describe("the cache", () => {
  it("is used without starting anything", async () => {
    const { cache, result } = await machine();
    const path = await fakeExecutable(join(cache, "engine", version), "pulumi", "exit 1");
    const expected = { path, version, source: "cache" };
    expect(await result()).toContain(`FOUND ${JSON.stringify(expected)}`);
  });

  it("does not count when the file is empty, and is made anew", async () => {
    const { bin, cache, result } = await machine();
    const path = await fakeExecutable(join(cache, "engine", version), "pulumi", "");
    await writeFile(path, "");
    await fakeExecutable(bin, "go", FAKE_GO);
    expect(await result()).toContain('"source":"build"');
    expect(await result()).toContain('"source":"cache"');
  });
});

describe("the download", () => {
  it("fills the cache, and leaves nothing else there", async () => {
    const { cache, env, result } = await machine();
    const host = await releaseHost(`v${version}`);
    env.NODE_OPTIONS = host.options;
    const path = join(cache, "engine", version, "pulumi");
    expect(await result()).toContain(
      `FOUND ${JSON.stringify({ path, version, source: "download" })}`,
    );
    expect(await result()).toContain('"source":"cache"');
    expect(host.asked).toEqual(["/install.sh"]);
    expect(await readdir(join(cache, "engine"))).toEqual([version]);
    host.close();
  });

  it("is refused when something else came", async () => {
    const { bin, env, result } = await machine();
    const host = await releaseHost("v1.2.3");
    env.NODE_OPTIONS = host.options;
    await fakeExecutable(bin, "go", FAKE_GO);
    const said = await result();
    expect(said).toContain("download: what came out is 1.2.3");
    expect(said).toContain('"source":"build"');
    host.close();
  });
});

describe("the build", () => {
  it("pins flags, toolchain and version", async () => {
    const { bin, result } = await machine();
    await fakeExecutable(bin, "go", FAKE_GO);
    expect(await result()).toContain('"source":"build"');
    const [line] = await builds(bin);
    expect(line).toContain("-mod=readonly auto 0 build -v -trimpath -tags osusergo,grpcnotrace");
    expect(line).toContain(`version.Version=v${version} -o `);
    expect(line).toMatch(/ github\.com\/pulumi\/pulumi\/pkg\/v3\/cmd\/pulumi$/);
  });

  it("happens once for two that start together, and the second says that it waits", async () => {
    const { bin, find } = await machine();
    await fakeExecutable(bin, "go", FAKE_GO);
    execFileSync("mkfifo", [join(bin, "gate")]);
    const first = find();
    await eventually(async () => (await builds(bin)).length === 1);
    const second = find();
    await second.line(/another process is getting it; waiting/);
    await writeFile(join(bin, "gate"), "open\n");
    expect(await first.line(/^FOUND/)).toContain('"source":"build"');
    expect(await second.line(/^FOUND/)).toContain('"source":"cache"');
    expect(await builds(bin)).toHaveLength(1);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("ends with a command that gets %s", async (signal) => {
    const { bin, find } = await machine();
    await fakeExecutable(bin, "go", FAKE_GO);
    execFileSync("mkfifo", [join(bin, "gate")]);
    const command = find();
    await eventually(async () => (await builds(bin)).length === 1);
    const pid = Number((await builds(bin))[0]?.split(" ")[0]);
    expect(await isRunning(pid)).toBe(true);
    command.child.kill(signal);
    await eventually(async () => !(await isRunning(pid)));
    expect(await command.ended).toBe(signal === "SIGTERM" ? 1 : signal);
  });
});

it("fails with the reason of each way and what would help", async () => {
  const { bin, cache, result } = await machine();
  const old = await fakeExecutable(bin, "pulumi", versionScript("v3.1.0"));
  await fakeExecutable(bin, "go", 'echo "go version go1.20.1 linux/amd64"');
  expect(await result()).toContain(
    [
      `FAILED No Pulumi engine ${version} could be had:`,
      `  - ${old} is 3.1.0`,
      `  - none cached in ${join(cache, "engine")}`,
      "  - download: fetch failed",
      "  - build: go is 1.20.1; install Go 1.21 or newer: https://go.dev/dl/",
      "One of these is enough: ",
    ].join("\n"),
  );
  expect(await readdir(join(cache, "engine"))).toEqual([]);
});
