import type { Change, LayerPicture, PictureResource } from "./environment-picture.ts";

/** Sign before a changed resource, so that colour is not all that tells. */
export const CHANGE_SIGNS: Readonly<Record<Change, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "−",
};

/** `VPC endpoint` would be nicer; `ec2 VpcEndpoint` is what the program says. */
export function typeWord(type: string): string {
  const match = /^aws:([^/:]+)[^:]*:(\w+)$/.exec(type);
  if (match === null) return type.split(":").slice(1).join(" ");
  return `${match[1]} ${match[2]}`;
}

/** USD with two digits. */
export function usd(amount: number): string {
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A difference with its sign. */
export function usdDelta(amount: number): string {
  const sign = amount < 0 ? "−" : "+";
  return `${sign}${usd(Math.abs(amount))}`;
}

/** `3 resources`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Resources of the cloud: not components, providers and stacks. */
export function cloudResources(resources: readonly PictureResource[]): readonly PictureResource[] {
  return resources.filter(({ type }) => type.startsWith("aws:"));
}

/** How many resources of the cloud a plan changes, by change. */
export function changeCounts(layers: readonly LayerPicture[]): [Change, number][] {
  const changes = layers.flatMap(({ resources }) =>
    cloudResources(resources).flatMap(({ change }) => change ?? []),
  );
  return (["create", "update", "replace", "delete"] as const)
    .map((change): [Change, number] => [change, changes.filter((one) => one === change).length])
    .filter(([, count]) => count > 0);
}

/** A value on one line; long ones are cut, with their length told. */
export function valueText(value: unknown, limit = 160): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text === undefined) return "";
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;
}
