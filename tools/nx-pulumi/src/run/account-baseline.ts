import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { environment as environmentNamed } from "@strata/config/environments";
import type { AccountBaseline } from "@strata/sandbox";
import { parse } from "yaml";

import { IDENTITY_FOLDER } from "../identity/identity-folder.ts";

/**
 * What the account of an environment has before the first deployment, because somebody made it by hand, and layers
 * refer to. Both are read from where they are said anyway: hosted zones from the layers' settings, which name them
 * (`name` and `hostedZoneId`), boundaries of roles from the templates that an administrator deploys.
 *
 * @param root absolute folder of the workspace
 */
export async function accountBaseline(root: string, environment: string): Promise<AccountBaseline> {
  const { accountId, region } = environmentNamed(environment);
  const zones = settingsOf(root, environment).flatMap(zonesIn);
  const hostedZones = [...new Map(zones.map((zone) => [zone.id, zone])).values()];
  return { accountId, region, hostedZones, policies: boundaries(root, environment) };
}

type HostedZone = AccountBaseline["hostedZones"][number];
type Policy = AccountBaseline["policies"][number];

function settingsOf(root: string, environment: string): unknown[] {
  const apps = join(root, "apps");
  const files = (existsSync(apps) ? readdirSync(apps) : []).map((layer) =>
    join(apps, layer, `Pulumi.${environment}.yaml`),
  );
  return files.filter((file) => existsSync(file)).map((file) => parse(readFileSync(file, "utf8")));
}

/** At any depth: which layer has a domain, and under which setting, is its own affair. */
function zonesIn(value: unknown): HostedZone[] {
  if (typeof value !== "object" || value === null) return [];
  const { name, hostedZoneId } = value as Readonly<Record<string, unknown>>;
  if (typeof name === "string" && typeof hostedZoneId === "string") {
    return [{ id: hostedZoneId, name }];
  }
  return Object.values(value).flatMap(zonesIn);
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

function boundaries(root: string, environment: string): Policy[] {
  const folder = join(root, IDENTITY_FOLDER, environment);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(".json"))
    : [];
  return files.flatMap((file) => {
    const template = JSON.parse(readFileSync(join(folder, file), "utf8")) as Template;
    const { ManagedPolicyName, Path, PolicyDocument } =
      template.Resources?.Boundary?.Properties ?? {};
    if (typeof ManagedPolicyName !== "string" || typeof Path !== "string") return [];
    return [{ name: ManagedPolicyName, path: Path, document: JSON.stringify(PolicyDocument) }];
  });
}
