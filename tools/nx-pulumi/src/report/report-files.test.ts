import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { markdownReport } from "./markdown.ts";
import { writeReport } from "./report-files.ts";
import { parseReport } from "./run-report.ts";
import { examplePreview, layerOf, reportOf } from "./testing/example-report.ts";

it("leaves JSON and Markdown by environment and operation", async () => {
  const root = await temporaryFolder();
  const files = writeReport(root, examplePreview);
  expect(files).toEqual({
    json: join(root, ".strata", "reports", "local", "preview.json"),
    markdown: join(root, ".strata", "reports", "local", "preview.md"),
  });
  expect(parseReport(await readFile(files.json, "utf8"), files.json)).toEqual(examplePreview);
  expect(await readFile(files.markdown, "utf8")).toBe(markdownReport(examplePreview));
});

it("leaves the report of a real account's environment in the sandbox beside that of the account", async () => {
  const root = await temporaryFolder();
  const real = writeReport(root, reportOf({ environment: "prod" }));
  const emulated = writeReport(root, reportOf({ environment: "prod", sandbox: true }));
  expect(emulated.json).toBe(join(root, ".strata", "reports", "prod-in-sandbox", "preview.json"));
  expect(JSON.parse(await readFile(emulated.json, "utf8"))).toMatchObject({ sandbox: true });
  expect(JSON.parse(await readFile(real.json, "utf8"))).not.toHaveProperty("sandbox");
});

it("replaces the report before, leaves others alone, and no other file behind", async () => {
  const root = await temporaryFolder();
  writeReport(root, reportOf({ operation: "up" }));
  writeReport(root, examplePreview);
  const second = reportOf({ layers: [layerOf("network")] });
  const { json } = writeReport(root, second);
  expect(parseReport(await readFile(json, "utf8"), json)).toEqual(second);
  const folder = join(root, ".strata", "reports", "local");
  expect((await readdir(folder)).sort()).toEqual([
    "preview.json",
    "preview.md",
    "up.json",
    "up.md",
  ]);
});

it("fails with the name of the file, and leaves what was there, when it cannot write", async () => {
  const root = await temporaryFolder();
  const { json } = writeReport(root, examplePreview);
  const folder = join(root, ".strata", "reports", "local");
  await mkdir(join(folder, "up.json"));
  await writeFile(join(folder, "up.json", "in-the-way"), "");
  const write = () => writeReport(root, reportOf({ operation: "up" }));
  expect(write).toThrow(`the report ${join(folder, "up.json")} could not be written: `);
  expect((await readdir(folder)).sort()).toEqual(["preview.json", "preview.md", "up.json"]);
  expect(parseReport(await readFile(json, "utf8"), json)).toEqual(examplePreview);
});
