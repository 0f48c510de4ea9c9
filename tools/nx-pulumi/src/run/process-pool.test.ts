import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { jest } from "@jest/globals";
import { eventually } from "@strata/sandbox/testing/eventually";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { ProcessPool } from "./process-pool.ts";

// Each test starts and ends several processes, far sooner on any machine that is not overloaded.
jest.setTimeout(60_000);

/** A pool for three layers whose programs tell when they load. */
async function poolOf(concurrency: number) {
  const id = randomUUID();
  const root = await temporaryFolder();
  const layers = ["a", "b", "c"].map((name) => `${name}-${id}`);
  for (const layer of layers) {
    await mkdir(join(root, layer));
    await writeFile(join(root, layer, "package.json"), '{ "type": "module" }');
    const program = "console.log('loaded'); export default () => ({});";
    await writeFile(join(root, layer, "index.ts"), program);
  }
  const printed: string[] = [];
  const pool = new ProcessPool({
    operation: "up",
    root,
    env: process.env,
    concurrency,
    folderOf: (layer) => join(root, layer),
    onOutput: (layer, line) => printed.push(`${layer[0]} ${line}`),
  });
  /** First letters of the layers that have a process. */
  const running = () => {
    const all = execFileSync("ps", ["-ww", "-eo", "stat=,args="], { encoding: "utf8" });
    const lines = all.split("\n").filter((line) => line.includes("layer-host") && !/^Z/.test(line));
    return layers
      .filter((layer) => lines.some((line) => line.includes(layer)))
      .map((layer) => layer[0])
      .join("");
  };
  return { pool, layers, printed, running };
}

const nobody = (): boolean => false;

it("warms up the first layers of the list, as many as are allowed", async () => {
  const { pool, layers, running } = await poolOf(2);
  pool.warmUp(layers, nobody);
  pool.warmUp(layers, nobody);
  await eventually(() => running() === "ab");
  await pool.endAll();
  expect(running()).toBe("");
});

it("lets only those load their program that will have to wait", async () => {
  const { pool, layers, printed } = await poolOf(3);
  const [, second = ""] = layers;
  pool.warmUp(layers, (layer) => layer === second);
  await eventually(() => printed.length > 0);
  await pool.endAll();
  expect(printed).toEqual(["b loaded"]);
});

it("gives a layer the process that it has", async () => {
  const { pool, layers } = await poolOf(2);
  const [first = ""] = layers;
  const found = pool.find(first);
  expect(pool.find(first)).toBe(found);
  expect(pool.take(first)).toBe(found);
  pool.warmUp([first], nobody);
  expect(pool.take(first)).toBe(found);
  await pool.endAll();
});

it("makes room among the processes that only wait, the last of them first", async () => {
  const { pool, layers, running } = await poolOf(2);
  const [first = "", , third = ""] = layers;
  pool.warmUp(layers, nobody);
  await eventually(() => running() === "ab");
  pool.take(third);
  await eventually(() => running() === "ac");
  pool.take(first);
  await pool.endAll();
  expect(running()).toBe("");
});

it("never takes the process of a layer that works", async () => {
  const { pool, layers, running } = await poolOf(2);
  const [first = "", second = "", third = ""] = layers;
  pool.warmUp(layers, nobody);
  pool.take(second);
  pool.take(third);
  await eventually(() => running() === "bc");
  await pool.end(second);
  pool.take(first);
  await eventually(() => running() === "ac");
  await pool.endAll();
  expect(running()).toBe("");
});

it("has room again when a layer has ended", async () => {
  const { pool, layers, running } = await poolOf(1);
  const [first = "", second = ""] = layers;
  pool.take(first);
  await pool.end(first);
  expect(running()).toBe("");
  pool.warmUp([second], nobody);
  await eventually(() => running() === "b");
  await pool.end("of-no-process");
  await pool.endAll();
});
