import { UNKNOWN } from "../unknown.ts";
import { findingsFor } from "../testing/findings-for.ts";
import {
  sgEgressWorld,
  sgHighRiskPorts,
  sgNoMixedRules,
  sgRemoteShell,
  sgWorldPorts,
} from "./security-group.ts";

type Rule = typeof sgWorldPorts;
interface Ports {
  readonly protocol?: string;
  readonly from?: unknown;
  readonly to?: unknown;
  readonly v4?: unknown;
  readonly v6?: unknown;
}

/** The same connection in each of the three forms that a program may write. */
const FORMS: Readonly<
  Record<string, (rule: Rule, direction: string, ports: Ports) => readonly string[]>
> = {
  inline: (rule, direction, { protocol = "tcp", from, to, v4, v6 }) => {
    const one = {
      ...{ protocol, fromPort: from, toPort: to },
      ...(v4 === undefined ? {} : { cidrBlocks: [v4] }),
      ...(v6 === undefined ? {} : { ipv6CidrBlocks: [v6] }),
    };
    const props = { [direction]: [one] };
    return findingsFor(rule, [{ type: "aws:ec2/securityGroup:SecurityGroup", name: "g", props }]);
  },
  standalone: (rule, direction, { protocol = "tcp", from, to, v4, v6 }) => {
    const kind = direction === "ingress" ? "Ingress" : "Egress";
    const type = `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;
    const props = { ipProtocol: protocol, fromPort: from, toPort: to, cidrIpv4: v4, cidrIpv6: v6 };
    return findingsFor(rule, [{ type, name: "g", props }]);
  },
  old: (rule, direction, { protocol = "tcp", from, to, v4, v6 }) => {
    const props = {
      ...{ type: direction, protocol, fromPort: from, toPort: to },
      ...(v4 === undefined ? {} : { cidrBlocks: [v4] }),
      ...(v6 === undefined ? {} : { ipv6CidrBlocks: [v6] }),
    };
    const type = "aws:ec2/securityGroupRule:SecurityGroupRule";
    return findingsFor(rule, [{ type, name: "g", props }]);
  },
};
const WORLD = "0.0.0.0/0";

describe.each(Object.entries(FORMS))("a rule that is %s", (_, found) => {
  it.each<readonly [Rule, Ports]>([
    [sgRemoteShell, { from: 443, to: 443, v4: WORLD }],
    [sgRemoteShell, { from: 22, to: 22, v4: "10.0.0.0/8" }],
    [sgRemoteShell, { from: UNKNOWN, to: UNKNOWN, v4: WORLD }],
    [sgRemoteShell, { from: 22, to: 22, v4: UNKNOWN }],
    [sgWorldPorts, { from: 80, to: 80, v4: WORLD }],
    [sgWorldPorts, { from: 443, to: 443, v6: "::/0" }],
    [sgWorldPorts, { from: 8443, to: 8443, v4: "192.0.2.0/24" }],
    [sgHighRiskPorts, { from: 443, to: 443, v4: WORLD }],
    [sgHighRiskPorts, { from: 3306, to: 3306 }],
  ])("passes %j", (rule, ports) => {
    expect(found(rule, "ingress", ports)).toEqual([]);
  });

  it.each<readonly [Rule, Ports, string]>([
    [sgRemoteShell, { from: 22, to: 22, v4: WORLD }, "lets the internet reach port 22"],
    [sgRemoteShell, { from: 3000, to: 4000, v6: "::/0" }, "lets the internet reach port 3389"],
    [
      sgWorldPorts,
      { from: 80, to: 443, v4: WORLD },
      "lets the internet reach ports 80 to 443 (tcp)",
    ],
    [
      sgWorldPorts,
      { protocol: "udp", from: 443, to: 443, v4: WORLD },
      "lets the internet reach port 443 (udp)",
    ],
    [
      sgWorldPorts,
      { protocol: "-1", from: 0, to: 0, v6: "::/0" },
      "lets the internet reach every port",
    ],
    [
      sgWorldPorts,
      { from: 8443, to: 8443, v4: "128.0.0.0/1" },
      "lets the internet reach port 8443 (tcp)",
    ],
    [
      sgHighRiskPorts,
      { from: 3306, to: 3306, v4: WORLD },
      "lets the internet reach high-risk ports: 3306",
    ],
    [
      sgHighRiskPorts,
      { protocol: "-1", v4: WORLD },
      "lets the internet reach high-risk ports: 20, 21, 22 and others",
    ],
  ])("fails %j", (rule, ports, message) => {
    const [only, ...rest] = found(rule, "ingress", ports);
    expect(rest).toEqual([]);
    expect(only).toMatch(
      new RegExp(`^g( \\(ingress\\[0\\]\\))? ${message.replaceAll(/[()]/g, "\\$&")}$`),
    );
  });

  it("fails both ports of a shell behind every protocol", () => {
    expect(found(sgRemoteShell, "ingress", { protocol: "-1", v4: WORLD })).toHaveLength(2);
  });

  it("fails a way out to the whole internet, and tells the directions apart", () => {
    expect(found(sgEgressWorld, "egress", { from: 443, to: 443, v4: "10.0.0.0/16" })).toEqual([]);
    expect(found(sgEgressWorld, "ingress", { from: 443, to: 443, v4: WORLD })).toEqual([]);
    expect(found(sgEgressWorld, "egress", { protocol: "-1", v4: WORLD })).toHaveLength(1);
    expect(found(sgHighRiskPorts, "egress", { from: 3306, to: 3306, v4: WORLD })).toEqual([]);
  });
});

describe("a group with rules inside and rules as resources", () => {
  const group = (props: object) => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "g",
    props,
    identities: ["sg-1"],
  });
  const rule = (securityGroupId: string) => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "r",
    props: { securityGroupId },
  });

  it("passes one or the other", () => {
    expect(findingsFor(sgNoMixedRules, [group({}), rule("sg-1")])).toEqual([]);
    expect(findingsFor(sgNoMixedRules, [group({ ingress: [{}] }), rule("sg-2")])).toEqual([]);
  });

  it("fails both", () => {
    expect(findingsFor(sgNoMixedRules, [group({ egress: [{}] }), rule("sg-1")])).toEqual([
      "g has rules inside and rules as resources",
    ]);
  });
});
