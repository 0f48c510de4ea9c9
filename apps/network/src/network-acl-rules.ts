import { ports } from "@strata/config";

/** One line of a network ACL. Lines are tried in the order of their numbers, and the first that fits decides. */
export interface NetworkAclRule {
  readonly ruleNo: number;
  readonly action: "allow" | "deny";
  /** `-1` is every protocol, and has ports 0 to 0. */
  readonly protocol: "tcp" | "-1";
  readonly cidrBlock: string;
  readonly fromPort: number;
  readonly toPort: number;
}

const WORLD = "0.0.0.0/0";
const RDP = 3389;
/** What a client may choose as its own port; answers arrive there (VPC user guide, "Ephemeral ports"). */
const EPHEMERAL = { fromPort: 1024, toPort: 65535 };

/**
 * What crosses the border of any subnet. It is wide on purpose: it knows no connections, so it must let answers
 * through, and who may talk to whom is for the security groups. It holds when one of those is opened by mistake:
 * nobody outside the VPC reaches SSH or remote desktop (EC2.21).
 */
export function networkAclRules(vpcCidr: string, worldPorts: readonly number[]) {
  const inside = { protocol: "-1", cidrBlock: vpcCidr, fromPort: 0, toPort: 0 } as const;
  const ingress: NetworkAclRule[] = [
    { ruleNo: 100, action: "allow", ...inside },
    { ruleNo: 200, action: "deny", ...tcp(RDP) },
    ...worldPorts.map((port, index) => ({
      ...{ ruleNo: 300 + 10 * index, action: "allow" as const },
      ...tcp(port),
    })),
    { ruleNo: 400, action: "allow", protocol: "tcp", cidrBlock: WORLD, ...EPHEMERAL },
  ];
  const egress: NetworkAclRule[] = [
    { ruleNo: 100, action: "allow", ...inside },
    { ruleNo: 300, action: "allow", ...tcp(ports.https) },
    { ruleNo: 400, action: "allow", protocol: "tcp", cidrBlock: WORLD, ...EPHEMERAL },
  ];
  return { ingress, egress };
}

function tcp(port: number) {
  return { protocol: "tcp", cidrBlock: WORLD, fromPort: port, toPort: port } as const;
}
