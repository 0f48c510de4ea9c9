import { waiverTable } from "@strata/policies";

const EVERYWHERE = ["seed", "local", "dev", "staging", "prod"];

/** What this layer leaves out of the rules: where, why, and until when. */
export const waivers = waiverTable([
  {
    rule: "vpc-default-group",
    environments: ["seed"],
    resources: ["main"],
    reason: "The seed leaves AWS's default group as it is; nothing of it uses that group.",
    expires: "2027-11-30",
  },
  {
    rule: "endpoint-ec2",
    environments: EVERYWHERE,
    resources: ["main"],
    reason:
      "$7.30 a month and zone, and nothing inside calls EC2; interfaceEndpoints: [ec2] adds it.",
    expires: "2027-06-30",
  },
  {
    rule: "endpoint-ssm",
    environments: EVERYWHERE,
    resources: ["main"],
    reason:
      "$22 a month in three zones; Session Manager goes through NAT, interfaceEndpoints: [ssm] adds it.",
    expires: "2027-06-30",
  },
  {
    rule: "endpoint-ecr",
    environments: EVERYWHERE,
    resources: ["main"],
    reason: "No instance runs containers, so none pulls from ECR.",
    expires: "2027-11-30",
  },
  {
    rule: "endpoint-incidents",
    environments: EVERYWHERE,
    resources: ["main"],
    reason: "Incident Manager is not used: alarms go to people by e-mail.",
    expires: "2027-11-30",
  },
  {
    rule: "sg-egress-world",
    environments: ["local", "dev", "staging", "prod"],
    resources: ["app-egress-world-443"],
    reason:
      "APIs of AWS and others are reached on 443 through NAT; interface endpoints would replace it.",
    expires: "2027-06-30",
  },
]);
