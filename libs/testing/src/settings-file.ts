import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

/** The object `<layer>:settings` of `Pulumi.<environment>.yaml` in a layer's folder. */
export function settingsIn(folder: string, layer: string, environment: string): object {
  const text = readFileSync(join(folder, `Pulumi.${environment}.yaml`), "utf8");
  const file = parse(text) as { config?: Record<string, object> } | null;
  const settings = file?.config?.[`${layer}:settings`];
  if (settings === undefined) {
    throw new Error(`Pulumi.${environment}.yaml of ${layer} has no config "${layer}:settings"`);
  }
  return settings;
}

/** Environments that a layer's folder has a settings file for, sorted. */
export function environmentsOf(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.([^.]+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}
