/** A secret as Pulumi writes it into a state. */
export const SECRET_ON_DISK = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc:def",
};

/** The file that Pulumi keeps for a stack with these outputs and this many resources beside the stack's own. */
export function checkpoint(outputs: Readonly<Record<string, unknown>>, others: number): string {
  const urn = (type: string, name: string) => `urn:pulumi:dev::network::${type}::${name}`;
  const stack = "pulumi:pulumi:Stack";
  const resources = [
    { urn: urn(stack, "network-dev"), custom: false, type: stack, outputs },
    ...Array.from({ length: others }, (_, i) => {
      const type = "aws:ec2/subnet:Subnet";
      return { urn: urn(type, `s${i}`), custom: true, id: `subnet-${i}`, type, outputs: { id: i } };
    }),
  ];
  const latest = { manifest: { time: "2026-01-01T00:00:00Z", version: "v3.259.0" }, resources };
  return JSON.stringify({
    version: 3,
    checkpoint: { stack: "organization/network/dev", latest },
  });
}
