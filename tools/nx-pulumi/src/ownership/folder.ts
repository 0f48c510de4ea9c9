import { isOwner } from "./owner.ts";

/** Reads a file of the workspace by its path from the root; `undefined` where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A folder that belongs to one layer. */
export interface OwnedFolder {
  readonly root: string;
  /** The layer itself, what it promises, or a library that it alone may import. */
  readonly kind: "layer" | "contract" | "layer-lib";
  readonly layer: string;
}

/** What all contracts are made with; it belongs to no layer. */
const CONTRACTS_CORE = "core";

/**
 * Which layer a folder belongs to: `apps/<layer>` and `libs/contracts/<layer>` by their names, another library when its
 * package.json says `"strata": { "layer": "<layer>" }`.
 */
export function ownedFolder(root: string, read: ReadFile): OwnedFolder | undefined {
  const [top, first = "", second] = root.split("/");
  if (top === "apps") return { root, kind: "layer", layer: first };
  if (top !== "libs") return undefined;
  if (first === "contracts" && second !== undefined) {
    return second === CONTRACTS_CORE ? undefined : { root, kind: "contract", layer: second };
  }
  const { layer } = strataOf(root, read);
  return typeof layer === "string" ? { root, kind: "layer-lib", layer } : undefined;
}

/** What the package.json of a layer says about its owner, checked or not. */
export function ownerIn(layer: string, read: ReadFile): { given: unknown; valid?: string } {
  const { owner } = strataOf(`apps/${layer}`, read);
  return isOwner(owner) ? { given: owner, valid: owner } : { given: owner };
}

function strataOf(root: string, read: ReadFile): Readonly<Record<string, unknown>> {
  try {
    const { strata } = JSON.parse(read(`${root}/package.json`) ?? "{}") as { strata?: object };
    return typeof strata === "object" ? { ...strata } : {};
  } catch {
    // Nx itself reports a package.json that is no JSON.
    return {};
  }
}
