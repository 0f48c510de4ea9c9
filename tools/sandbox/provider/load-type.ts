import { existsSync } from "node:fs";

import type { AnyFunctionType } from "./function-type.ts";
import type { AnyResourceType } from "./resource-type.ts";

/**
 * Finds the file of a type by its token, so that there is no list to keep: `aws:ec2/routeTable:RouteTable` is
 * `ec2/route-table.ts`, `aws:index/getRegion:getRegion` is `index/get-region.ts`.
 *
 * @throws Error naming the type and the file to add, when the sandbox does not know it.
 */
export async function loadResourceType(token: string): Promise<AnyResourceType> {
  const module = (await load(token, "resource type")) as { resource: AnyResourceType };
  return module.resource;
}

/** @throws Error naming the function and the file to add, when the sandbox does not know it. */
export async function loadFunctionType(token: string): Promise<AnyFunctionType> {
  const module = (await load(token, "function")) as { fn: AnyFunctionType };
  return module.fn;
}

/** `ec2/route-table.ts` for `aws:ec2/routeTable:RouteTable`; undefined if it is no token of the aws package. */
export function fileOfToken(token: string): string | undefined {
  const match = /^aws:([a-zA-Z0-9]+)\/([a-zA-Z0-9]+):[a-zA-Z0-9]+$/.exec(token);
  if (match === null) return undefined;
  const [, service = "", name = ""] = match;
  const kebab = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  return `${service.toLowerCase()}/${kebab}.ts`;
}

async function load(token: string, what: string): Promise<unknown> {
  const file = fileOfToken(token);
  const url = file === undefined ? undefined : new URL(file, import.meta.url);
  if (url === undefined || !existsSync(url)) {
    throw new Error(
      `the sandbox does not know the ${what} "${token}". ` +
        `Add tools/sandbox/provider/${file ?? "<service>/<name>.ts"} beside its neighbours ` +
        `(the guide is tools/sandbox/provider/README.md), or deploy this layer to a real account`,
    );
  }
  return import(url.href);
}
