import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type * as pulumi from "@pulumi/pulumi";
import { environments } from "@strata/config";
import { contextOf, parseWaivers, type PolicyContext, type Waiver } from "@strata/policies";
import { record, settingsIn, valueOf, type Seen } from "@strata/testing";

/** What one layer makes in one environment. */
export interface RecordedLayer {
  readonly layer: string;
  readonly context: PolicyContext;
  readonly resources: readonly Seen[];
}

const root = join(import.meta.dirname, "../../../..");
const apps = join(root, "apps");

/** Layers of the workspace, each after those whose contracts its program reads. */
export function layersInOrder(): readonly string[] {
  const rest = readdirSync(apps).filter((name) => existsSync(join(apps, name, "Pulumi.yaml")));
  const ordered: string[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((name) => readBy(name).every((one) => ordered.includes(one)));
    if (next === -1) throw new Error(`layers wait for each other: ${rest.join(", ")}`);
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}

/** Records every environment, one after the other: the SDK knows one program at a time. */
export async function recordEnvironments(): Promise<ReadonlyMap<string, readonly RecordedLayer[]>> {
  const recorded = new Map<string, readonly RecordedLayer[]>();
  for (const name of Object.keys(environments)) recorded.set(name, await recordEnvironment(name));
  return recorded;
}

/** Runs the programs of all layers in an environment, each with what those before it publish. */
async function recordEnvironment(environment: string): Promise<readonly RecordedLayer[]> {
  const outputs: Record<string, Record<string, unknown>> = {};
  const recorded: RecordedLayer[] = [];
  for (const layer of layersInOrder()) {
    const folder = join(apps, layer);
    const { href } = pathToFileURL(join(folder, "index.ts"));
    const { default: program } = (await import(href)) as { default: () => Promise<Published> };
    const settings = settingsIn(folder, layer, environment);
    const world = { project: layer, stack: environment, settings, outputs: { ...outputs } };
    const { result, resources } = await record(world, program);
    outputs[layer] = Object.fromEntries(
      await Promise.all(
        Object.entries(result).map(async ([key, output]) => [key, await valueOf(output)] as const),
      ),
    );
    recorded.push({ layer, context: contextOf(layer, environment), resources });
  }
  return recorded;
}

/** The waivers of a layer; none where it has no file of them. */
export async function waiversOf(layer: string): Promise<readonly Waiver[]> {
  const file = join(apps, layer, "waivers.ts");
  if (!existsSync(file)) return [];
  const { waivers } = (await import(pathToFileURL(file).href)) as { waivers: unknown };
  return parseWaivers(waivers, `apps/${layer}/waivers.ts`);
}

type Published = Readonly<Record<string, pulumi.Output<unknown>>>;

/** Layers whose contracts the program of a layer reads. */
function readBy(layer: string): readonly string[] {
  const text = readFileSync(join(apps, layer, "index.ts"), "utf8");
  return [...text.matchAll(/from "@strata\/contract-([a-z0-9-]+)"/g)]
    .flatMap(([, name]) => name ?? [])
    .filter((name) => name !== layer);
}
