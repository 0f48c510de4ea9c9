import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { digestOf } from "./digest.ts";

interface Locked {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Lock = Readonly<Record<string, Locked>>;

/** What is installed: versions of packages, each with all that it needs in turn. */
export class InstalledPackages {
  readonly #lock: Lock;

  private constructor(lock: Lock) {
    this.#lock = lock;
  }

  /** Reads what npm wrote down when it installed, which is what runs; without it, what the lock file demands. */
  static async read(root: string): Promise<InstalledPackages> {
    for (const file of ["node_modules/.package-lock.json", "package-lock.json"]) {
      const text = await readFile(join(root, file), "utf8").catch(() => undefined);
      if (text === undefined) continue;
      return new InstalledPackages((JSON.parse(text) as { packages: Lock }).packages);
    }
    throw new Error("nothing is installed here: run npm ci");
  }

  /** `7.48.0 (a1b2c3)`: the version of a package, and a digest of the versions of everything it needs. */
  versionOf(name: string): string {
    const place = this.#resolve("", name);
    if (place === undefined) return "not installed";
    const seen = new Set([place]);
    for (const at of seen) {
      const { dependencies, peerDependencies, optionalDependencies } = this.#lock[at] ?? {};
      const needed = { ...dependencies, ...peerDependencies, ...optionalDependencies };
      for (const other of Object.keys(needed)) {
        const found = this.#resolve(at, other);
        if (found !== undefined) seen.add(found);
      }
    }
    const versions = [...seen].sort().map((at) => `${at} ${this.#lock[at]?.version}`);
    return `${this.#lock[place]?.version} (${digestOf(versions.join("\n")).slice(0, 6)})`;
  }

  /** Where Node would find `name` from inside the package at `from`. */
  #resolve(from: string, name: string): string | undefined {
    for (let base = from; ; base = outside(base)) {
      const place = base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
      if (place in this.#lock) return place;
      if (base === "") return undefined;
    }
  }
}

/** The package around a nested one; the root around all others. */
function outside(place: string): string {
  const end = place.lastIndexOf("/node_modules/");
  return end < 0 ? "" : place.slice(0, end);
}
