import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";

import { digestOf, digestOfValue } from "./digest.ts";

/**
 * What a layer's project files say in one environment, by name: a digest for each setting, whatever comments and
 * formatting are around it. A file that is no YAML counts as a whole.
 *
 * @param folder absolute folder of the layer
 */
export async function settingsInputs(
  folder: string,
  environment: string,
): Promise<Record<string, string>> {
  const [project, stack] = await Promise.all([
    contentOf(join(folder, "Pulumi.yaml")),
    contentOf(join(folder, `Pulumi.${environment}.yaml`)),
  ]);
  const { encryptionsalt: _, config, ...rest } = stack as Readonly<Record<string, unknown>>;
  return {
    "Pulumi.yaml": digestOfValue(withoutWords(project)),
    ...(Object.keys(rest).length === 0
      ? {}
      : { [`Pulumi.${environment}.yaml`]: digestOfValue(rest) }),
    ...settings(config),
  };
}

/** One entry a setting; an object such as `<layer>:settings` has one for each of its keys. */
function settings(config: unknown): Record<string, string> {
  if (typeof config !== "object" || config === null) return {};
  const entries = Object.entries(config).flatMap(([name, value]): [string, unknown][] =>
    name.endsWith(":settings") && typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, item]) => [key, item])
      : [[name, value]],
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [`setting ${key}`, digestOfValue(value)]),
  );
}

/** What a project says of itself for people. */
const WORDS = ["description", "author", "website", "license", "template"];

function withoutWords(project: unknown): unknown {
  if (typeof project !== "object" || project === null) return project;
  return Object.fromEntries(Object.entries(project).filter(([key]) => !WORDS.includes(key)));
}

async function contentOf(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    return (parse(text) as unknown) ?? {};
  } catch {
    return { text: digestOf(text) };
  }
}
