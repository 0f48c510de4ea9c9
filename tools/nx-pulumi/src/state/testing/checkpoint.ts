/** A secret as Pulumi writes it into a state. */
export const SECRET_ON_DISK = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc:def",
};

/**
 * The file that Pulumi keeps for a stack of `network` in `dev`.
 *
 * @param others how many resources it has beside the stack's own
 * @param references full names of the stacks that it refers to
 */
export function checkpoint(
  outputs: Readonly<Record<string, unknown>>,
  others: number,
  references: readonly string[] = [],
): string {
  const urn = (type: string, name: string) => `urn:pulumi:dev::network::${type}::${name}`;
  const stack = "pulumi:pulumi:Stack";
  const resources = [
    { urn: urn(stack, "network-dev"), custom: false, type: stack, outputs },
    ...Array.from({ length: others }, (_, i) => {
      const type = "aws:ec2/subnet:Subnet";
      return { urn: urn(type, `s${i}`), custom: true, id: `subnet-${i}`, type, outputs: { id: i } };
    }),
    ...toReadOthers(references, urn),
  ];
  const latest = { manifest: { time: "2026-01-01T00:00:00Z", version: "v3.259.0" }, resources };
  return JSON.stringify({
    version: 3,
    checkpoint: { stack: "organization/network/dev", latest },
  });
}

/** What the engine keeps for stack references. */
function toReadOthers(names: readonly string[], urn: (type: string, name: string) => string) {
  const [provider, reference] = ["pulumi:providers:pulumi", "pulumi:pulumi:StackReference"];
  const providers = [
    { urn: urn(provider, "default"), custom: true, id: "77ec5220", type: provider },
  ];
  const references = names.map((name) => ({
    urn: urn(reference, name),
    custom: true,
    external: true,
    id: name,
    type: reference,
    inputs: { name },
    outputs: { name, outputs: { vpcId: "vpc-1" }, secretOutputNames: [] },
  }));
  return names.length === 0 ? [] : [...providers, ...references];
}
