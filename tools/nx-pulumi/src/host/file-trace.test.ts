import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { script, specifier } from "@strata/sandbox/testing/script";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

let root: string;

beforeAll(async () => {
  root = await temporaryFolder();
  for (const [file, text] of Object.entries({
    "apps/data/user-data.txt": "hello",
    "apps/data/parts/a.json": '{ "a": 1 }',
    "apps/data/parts/more/b.json": "{}",
    "apps/data/Pulumi.dev.yaml": "config: {}",
    "libs/shared/list.txt": "one",
    "tools/something/x.txt": "",
    "node_modules/lib/package.json": "{}",
    "libs/shared/node_modules/lib/x.txt": "",
    ".git/HEAD": "",
    ".nx/cache": "",
    ".strata/records": "",
  })) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
});

/**
 * Runs statements in a process that traces, in the folder of a layer. They get `fs`, `promises`, `util`, `root`, and
 * the functions of both modules as an `import` of their names gives them.
 *
 * @returns the files noted, and what the statements gave to `tell`
 */
async function traced(statements: string): Promise<{ files: string[]; told: unknown[] }> {
  const { lines, ended } = script(
    `import fs, * as named from "node:fs";
     import promises, * as namedPromises from "node:fs/promises";
     import { createRequire } from "node:module";
     import { pathToFileURL } from "node:url";
     import util from "node:util";
     import { traceFiles } from ${specifier("./file-trace.ts", import.meta.url)};
     const root = ${JSON.stringify(root)};
     process.chdir(root + "/apps/data");
     const files = traceFiles(root);
     const told = [];
     const tell = (value) => told.push(value);
     ${statements}
     const found = files();
     console.log(JSON.stringify({ files: found, told }));`,
    { NODE_NO_WARNINGS: "1" },
  );
  const code = await ended;
  if (code !== 0) throw new Error(`${code}: ${lines.join("\n")}`);
  return JSON.parse(lines.join("\n")) as { files: string[]; told: unknown[] };
}

const FILE = "apps/data/user-data.txt";
const FOLDER = "apps/data/parts";

it.each([
  ["fs.readFileSync(file)", FILE],
  ["fs.readFileSync(file, 'utf8')", FILE],
  ["fs.existsSync(file)", FILE],
  ["fs.statSync(file)", FILE],
  ["fs.lstatSync(file)", FILE],
  ["fs.accessSync(file)", FILE],
  ["fs.closeSync(fs.openSync(file))", FILE],
  ["fs.readdirSync(folder)", FOLDER],
  ["fs.opendirSync(folder).closeSync()", FOLDER],
  ["fs.globSync(folder + '/*.json')", FOLDER],
  ["createRequire(root + '/apps/data/')(folder + '/a.json')", `${FOLDER}/a.json`],
])("notes what is looked at by %s", async (statement, expected) => {
  const { files } = await traced(withPaths(statement));
  expect(files).toContain(expected);
});

it.each([
  ["fs.readFile(file, done)", FILE],
  ["fs.readFile(file, 'utf8', done)", FILE],
  ["fs.stat(file, done)", FILE],
  ["fs.lstat(file, done)", FILE],
  ["fs.access(file, done)", FILE],
  ["fs.open(file, done)", FILE],
  ["fs.readdir(folder, done)", FOLDER],
  ["fs.opendir(folder, done)", FOLDER],
  ["fs.createReadStream(file).on('close', done).resume()", FILE],
  ["util.promisify(fs.readFile)(file).then(() => done())", FILE],
])("notes what is looked at by %s", async (statement, expected) => {
  const wait = `await new Promise((resolve, reject) => {
    const done = (error) => (error ? reject(error) : resolve());
    ${statement};
  });`;
  expect((await traced(withPaths(wait))).files).toContain(expected);
});

it.each([
  ["fs.promises.readFile(file)", FILE],
  ["promises.readFile(file, 'utf8')", FILE],
  ["promises.stat(file)", FILE],
  ["promises.lstat(file)", FILE],
  ["promises.access(file)", FILE],
  ["promises.open(file).then((handle) => handle.close())", FILE],
  ["promises.readdir(folder)", FOLDER],
  ["promises.opendir(folder).then((found) => found.close())", FOLDER],
  ["Array.fromAsync(promises.glob(folder + '/*.json'))", FOLDER],
])("notes what is looked at by %s", async (statement, expected) => {
  expect((await traced(withPaths(`await ${statement};`))).files).toContain(expected);
});

it.each([
  "named.readFileSync(file)",
  "named.existsSync(file)",
  "named.statSync(file)",
  "await new Promise((resolve) => named.readFile(file, resolve))",
  "await named.promises.readFile(file)",
  "await namedPromises.readFile(file)",
  "await namedPromises.stat(file)",
])("notes what is looked at by an imported name: %s", async (statement) => {
  expect((await traced(withPaths(statement))).files).toEqual([FILE]);
});

/** Gives a statement a file and a folder. */
function withPaths(statement: string): string {
  return `const file = root + "/${FILE}"; const folder = root + "/${FOLDER}"; ${statement}`;
}

it.each([
  ["an absolute path", `root + "/${FILE}"`],
  ["a path from the working folder", `"user-data.txt"`],
  ["a way around", `"../data/./parts/../user-data.txt"`],
  ["a URL", `pathToFileURL(root + "/${FILE}")`],
  ["bytes", `Buffer.from(root + "/${FILE}")`],
])("takes a file by %s", async (_, path) => {
  expect((await traced(`fs.readFileSync(${path})`)).files).toEqual([FILE]);
});

it("notes every folder of a listing that goes down", async () => {
  const { files } = await traced(`
    fs.readdirSync("parts", { recursive: true });
    await promises.readdir("../../libs", { recursive: true });
  `);
  expect(files).toEqual(expect.arrayContaining([FOLDER, `${FOLDER}/more`, "libs", "libs/shared"]));
});

it("notes what is not there, because it may come", async () => {
  const { files } = await traced(`
    fs.existsSync("missing.json");
    try { fs.readFileSync("gone/a.txt"); } catch {}
    await promises.readdir("no-folder").catch(() => {});
  `);
  expect(files).toEqual(["apps/data/gone/a.txt", "apps/data/missing.json", "apps/data/no-folder"]);
});

it("notes each file once, in alphabetical order, also those of other folders of the workspace", async () => {
  const { files } = await traced(`
    for (const file of ["user-data.txt", "../../libs/shared/list.txt", "user-data.txt", "parts/a.json"]) {
      fs.existsSync(file);
      fs.readFileSync(file);
    }
  `);
  expect(files).toEqual([`${FOLDER}/a.json`, FILE, "libs/shared/list.txt"]);
});

it.each([
  ["outside the workspace", "/etc/hosts"],
  ["beside the workspace", "../../../other/file"],
  ["the workspace itself", "../.."],
  ["of Nx", "../../.nx/cache"],
  ["of git", "../../.git/HEAD"],
  ["of a run", "../../.strata/records"],
  ["of the tools", "../../tools/something/x.txt"],
  ["of a package", "../../node_modules/lib/package.json"],
  ["of a package of a library", "../../libs/shared/node_modules/lib/x.txt"],
  ["settings, which the gate looks at key by key", "Pulumi.dev.yaml"],
  ["a file descriptor", 0],
])("does not note what is %s", async (_, path) => {
  const { files } = await traced(`fs.existsSync(${JSON.stringify(path)});
    try { fs.readFileSync(${JSON.stringify(path)}); } catch {}`);
  expect(files).toEqual([]);
});

it.each([
  ["git", "../../apps/data/.gitignore", "apps/data/.gitignore"],
  ["tools", "tools/x.txt", "apps/data/tools/x.txt"],
  ["tools", "../../toolshed/x.txt", "toolshed/x.txt"],
])("notes what only looks like something of %s: %s", async (_, path, file) => {
  expect((await traced(`fs.existsSync(${JSON.stringify(path)})`)).files).toEqual([file]);
});

it("notes nothing of what was read before", async () => {
  const { files } = await traced("");
  expect(files).toEqual([]);
});

it("leaves the functions what they were", async () => {
  const { told } = await traced(`
    tell(fs.readFileSync("user-data.txt").toString());
    tell(fs.readFileSync("user-data.txt", "utf8"));
    tell(fs.readdirSync("parts"));
    tell(fs.readdirSync("parts", { withFileTypes: true }).map((one) => one.isDirectory()));
    tell(fs.existsSync("missing"));
    tell(fs.statSync("missing", { throwIfNoEntry: false }) === undefined);
    tell(await util.promisify(fs.readFile)("user-data.txt", "utf8"));
    tell(await util.promisify(fs.exists)("user-data.txt"));
    tell((await util.promisify(fs.stat)("user-data.txt")).isFile());
    tell(await new Promise((resolve) => fs.readFile("user-data.txt", "utf8", (_, text) => resolve(text))));
    tell(await promises.readFile(new URL("user-data.txt", pathToFileURL(process.cwd() + "/")), "utf8"));
    const handle = await promises.open("user-data.txt");
    tell(await handle.readFile("utf8"));
    await handle.close();
    tell(typeof fs.realpathSync.native);
  `);
  expect(told).toEqual([
    "hello",
    "hello",
    ["a.json", "more"],
    [false, true],
    false,
    true,
    "hello",
    true,
    true,
    "hello",
    "hello",
    "hello",
    "function",
  ]);
});

it("leaves the errors what they were", async () => {
  const { told } = await traced(`
    try { fs.readFileSync("missing"); } catch (error) { tell(error.code); }
    try { fs.readFileSync(); } catch (error) { tell(error.code); }
    await promises.readFile("missing").catch((error) => tell(error.code));
    await new Promise((resolve) => fs.readFile("missing", (error) => resolve(tell(error.code))));
  `);
  expect(told).toEqual(["ENOENT", "ERR_INVALID_ARG_TYPE", "ENOENT", "ENOENT"]);
});
