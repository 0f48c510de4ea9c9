import { isUnknown, type Value, type Values } from "./value.ts";

/** How the official provider makes up a name: `<resource name><separator><7 hex digits>`. */
export interface Autoname {
  /** Input property that takes the name. */
  readonly property: string;
  /** Longest name that AWS allows. A longer one is an error, not a cut, as in the official provider. */
  readonly maxLength: number;
  /** @default "-" */
  readonly separator?: string;
  readonly lowerCase?: true;
  /** What the name begins with, put before where it does not yet (`alias/`). */
  readonly prefix?: string;
  /** Input property that, when given, makes AWS or the provider choose the name instead (`namePrefix`). */
  readonly unlessGiven?: string;
}

/** Hex digits that the official provider appends. */
const RANDOM_DIGITS = 7;

/** What the engine says about names when the stack sets `pulumi:autonaming`. */
export interface ProposedName {
  readonly name: string;
  readonly mode: "propose" | "enforce" | "disable";
}

/**
 * The name to use where the program gave none.
 *
 * @param seed 32 random bytes of the Check request: the same in all checks of one operation.
 * @throws Error when the name would be longer than AWS allows.
 */
export function automaticName(
  rule: Autoname,
  resourceName: string,
  seed: Uint8Array,
  proposed: ProposedName | undefined,
): string | undefined {
  if (proposed?.mode === "disable") return undefined;
  const shaped = (name: string) => {
    const cased = rule.lowerCase === true ? name.toLowerCase() : name;
    const { prefix = "" } = rule;
    return cased.startsWith(prefix) ? cased : `${prefix}${cased}`;
  };
  const suffix = Buffer.from(seed).toString("hex").slice(0, RANDOM_DIGITS);
  const name = shaped(proposed?.name ?? `${resourceName}${rule.separator ?? "-"}${suffix}`);
  if (name.length > rule.maxLength) {
    throw new Error(
      `name '${name}' is longer than maximum length ${rule.maxLength}: ` +
        `shorten the resource name or set "${rule.property}"`,
    );
  }
  return name;
}

/** True if the program set the name itself, so that two of them cannot exist at once. */
export function isNameGiven(rule: Autoname | undefined, inputs: Values): boolean {
  if (rule === undefined) return false;
  const value: Value = inputs[rule.property];
  if (value === undefined || isUnknown(value)) return false;
  const defaults = inputs.__defaults;
  return !(Array.isArray(defaults) && defaults.includes(rule.property));
}
