/** An IPv4 block: the first address as an unsigned 32-bit number, and the prefix length. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/**
 * Reads `a.b.c.d/n`.
 *
 * @throws RangeError when the text is no IPv4 block
 */
export function parseCidr(text: string): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const numbers = (match ?? []).slice(1).map(Number);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  if (match === null || Math.max(a, b, c, d) > 255 || prefix > 32) {
    throw new RangeError("expected an IPv4 block such as 10.0.0.0/16");
  }
  return { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, prefix };
}

/** The block as `a.b.c.d/n`. */
export function formatCidr({ address, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  return `${octets.join(".")}/${prefix}`;
}

/** How many addresses the block has. */
function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** Whether the address is the first of its block, so that no bit would be dropped by AWS. */
export function isAligned(cidr: Cidr): boolean {
  return cidr.address % sizeOf(cidr) === 0;
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  const end = outer.address + sizeOf(outer);
  return inner.address >= outer.address && inner.address + sizeOf(inner) <= end;
}

/** Whether two blocks have an address in common. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.address < b.address + sizeOf(b) && b.address < a.address + sizeOf(a);
}
