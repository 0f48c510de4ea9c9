/** One attribute of a load balancer, target group or listener: AWS holds them as texts under a key. */
export interface Attribute {
  readonly key: string;
  readonly kind: "string" | "number" | "boolean";
  /** Load balancer types, target types or protocols that have it; others neither take nor show it. */
  readonly of: readonly string[];
  /** What AWS says when nobody set it; the emulator then says nothing. */
  readonly usual?: string;
}

export type Attributes<Property extends string> = { readonly [P in Property]: Attribute };

type Held = Readonly<Record<string, string>>;
type Pair = { readonly Key?: string | undefined; readonly Value?: string | undefined };

/** Attributes by key. */
export function heldAttributes(pairs: readonly Pair[] | undefined): Held {
  return Object.fromEntries((pairs ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The provider's properties of what AWS holds. */
export function readAttributes<P extends string>(
  attributes: Attributes<P>,
  of: string | undefined,
  held: Held,
): Partial<Record<P, never>> {
  const entries = Object.entries<Attribute>(attributes)
    .filter(([, attribute]) => attribute.of.includes(of ?? ""))
    .map(([property, { key, kind, usual }]) => [property, fromText(held[key] ?? usual, kind)]);
  return Object.fromEntries(entries) as Partial<Record<P, never>>;
}

/** What to send for these properties of the program. */
export function writtenAttributes<P extends string>(
  attributes: Attributes<P>,
  of: string | undefined,
  inputs: Readonly<Partial<Record<NoInfer<P>, unknown>>>,
  which: (property: NoInfer<P>) => boolean = () => true,
): { Key: string; Value: string }[] {
  return (Object.entries(attributes) as [P, Attribute][])
    .filter(([property, attribute]) => attribute.of.includes(of ?? "") && which(property))
    .flatMap(([property, { key }]) =>
      inputs[property] === undefined ? [] : [{ Key: key, Value: String(inputs[property]) }],
    );
}

function fromText(text: string | undefined, kind: Attribute["kind"]) {
  if (text === undefined) return undefined;
  if (kind === "string") return text;
  return kind === "number" ? Number(text) : text === "true";
}
