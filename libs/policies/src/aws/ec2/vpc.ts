import { contains } from "@strata/config/cidr";

import { resourceRule } from "../../rule.ts";
import { blockOf, cidrProblem } from "../cidr-problem.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt } from "../value-problem.ts";

const VPC = "aws:ec2/vpc:Vpc";
const NEVER = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];

export const vpcCidr = resourceRule({
  id: "vpc-cidr",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
  types: [VPC],
  fix: "Choose a block of /16 to /28 of private addresses that begins at its first address, such as 10.0.0.0/16.",
  check: ({ props }) => {
    const path = ["cidrBlock"];
    const { cidrBlock } = props;
    const wrong = cidrProblem(cidrBlock);
    if (wrong !== undefined) return problemAt(path, wrong);
    const block = blockOf(cidrBlock);
    if (block === undefined) return undefined;
    if (block.prefix < 16 || block.prefix > 28) {
      return problemAt(path, `is a /${block.prefix}, and a VPC is a /16 to a /28`);
    }
    const reserved = NEVER.find((range) => contains(blockOf(range)!, block));
    return reserved && problemAt(path, `lies in ${reserved}, whose addresses no VPC can have`);
  },
});

export const vpcDns = resourceRule({
  id: "vpc-dns",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html",
  types: [VPC],
  fix: "Set enableDnsSupport to true, or enableDnsHostnames to false.",
  check: ({ props }) =>
    props["enableDnsHostnames"] === true && props["enableDnsSupport"] === false
      ? problemAt(["enableDnsHostnames"], "asks for DNS names, and has DNS support off")
      : undefined,
});

export const vpcTenancy = resourceRule({
  id: "vpc-tenancy",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
  types: [VPC],
  fix: "Set instanceTenancy to default or dedicated; host is for instances only.",
  check: ({ props }) => noneOf(props, ["instanceTenancy"], ["default", "dedicated"]),
});
