/**
 * Names that EC2 gives to addresses. The region of us-east-1 is not in them, for it was the only one.
 *
 * Source: VPC User Guide, "DNS attributes for your VPC", "DNS hostnames".
 */
export function publicDnsName(address: string, region: string): string {
  const zone = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${zone}.amazonaws.com`;
}

export function privateDnsName(address: string, region: string): string {
  const zone = region === "us-east-1" ? "ec2" : `${region}.compute`;
  return `ip-${address.replaceAll(".", "-")}.${zone}.internal`;
}
