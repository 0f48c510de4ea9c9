import { resourceRule } from "../rule.ts";
import { numberOf } from "./flag.ts";

export const sgPortRange = resourceRule({
  id: "sg-port-range",
  group: "security",
  enforcement: "mandatory",
  controls: ["SEC05-BP02"],
  source:
    "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_layered.html",
  types: [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  ],
  fix: "Open the one port that is needed; write a rule for each where there are more.",
  check: ({ props }) => {
    if (props["ipProtocol"] === "-1")
      return { property: "ipProtocol", message: "opens every port" };
    if (!["tcp", "udp", "6", "17"].includes(String(props["ipProtocol"]))) return undefined;
    const [from, to] = [numberOf(props["fromPort"]), numberOf(props["toPort"])];
    return from === undefined || to === undefined || from === to
      ? undefined
      : { property: "fromPort", message: `opens ports ${from} to ${to}` };
  },
});
