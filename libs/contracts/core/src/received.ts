/** What the language, the SDK and test runners look for on any object. */
const PROBES = ["then", "toJSON", "asymmetricMatch", "nodeType"];

/**
 * An object whose values are made when they are first accessed, and on which a name that it does not have is refused.
 *
 * @param refuse throws
 */
export function received<T extends object>(
  keys: readonly string[],
  make: (key: string) => T,
  refuse: (key: string) => never,
): Readonly<Record<string, T>> {
  const made = new Map<string, T>();
  const known: Record<string, T> = {};
  for (const key of keys) {
    const get = () => {
      const value = made.get(key) ?? make(key);
      made.set(key, value);
      return value;
    };
    Object.defineProperty(known, key, { get, enumerable: true });
  }
  return new Proxy(Object.freeze(known), {
    get(target, name) {
      if (typeof name === "string" && !(name in target) && looksLikeKey(name)) refuse(name);
      return Reflect.get(target, name) as unknown;
    },
  });
}

function looksLikeKey(name: string): boolean {
  return /^[A-Za-z]/.test(name) && !PROBES.includes(name);
}

/** Whether an output can have this name: camel case, and nothing that every object has or is asked for. */
export function canBeKey(name: string): boolean {
  return /^[a-z][A-Za-z0-9]*$/.test(name) && !(name in {}) && !PROBES.includes(name);
}
