import { contains, overlaps } from "@strata/config/cidr";

import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule } from "../../rule.ts";
import { blockOf, cidrProblem, ipv6CidrProblem, ipv6PrefixOf } from "../cidr-problem.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { problemAt } from "../value-problem.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";
const MORE_BLOCKS = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";

export const subnetCidr = resourceRule({
  id: "subnet-cidr",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: [SUBNET],
  fix: "Choose a block of /16 to /28 that begins at its first address, such as 10.0.1.0/24.",
  check: ({ props }) => {
    const path = ["cidrBlock"];
    const wrong = cidrProblem(props["cidrBlock"]);
    if (wrong !== undefined) return problemAt(path, wrong);
    const prefix = blockOf(props["cidrBlock"])?.prefix ?? 16;
    return prefix < 16 || prefix > 28
      ? problemAt(path, `is a /${prefix}, and a subnet is a /16 to a /28`)
      : undefined;
  },
});

export const subnetInVpc = stackRule({
  id: "subnet-in-vpc",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: [SUBNET],
  fix: "Take a block out of the block of the VPC, or give the VPC a larger one.",
  checkStack: (resources) =>
    ofType(resources, SUBNET).flatMap((resource) => {
      const block = blockOf(resource.props["cidrBlock"]);
      const vpc = theOne(resource, "vpcId", resources, VPC);
      const blocks = vpc === undefined ? [] : blocksOf(vpc, resources);
      if (block === undefined || blocks.length === 0) return [];
      if (blocks.some((one) => one === undefined || contains(one, block))) return [];
      const message = `is ${text(resource.props["cidrBlock"])}, outside of its VPC, ${vpc?.name}`;
      return [{ resource, property: "cidrBlock", message }];
    }),
});

export const subnetOverlap = stackRule({
  id: "subnet-overlap",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: [SUBNET],
  fix: "Give each subnet of a VPC addresses that no other has.",
  checkStack: (resources) => {
    const subnets = ofType(resources, SUBNET);
    return subnets.flatMap((resource, index) => {
      const block = blockOf(resource.props["cidrBlock"]);
      const vpc = theOne(resource, "vpcId", resources, VPC);
      if (block === undefined || vpc === undefined) return [];
      const other = subnets.slice(0, index).find((one) => {
        const others = blockOf(one.props["cidrBlock"]);
        const isInSame = theOne(one, "vpcId", resources, VPC) === vpc;
        return isInSame && others !== undefined && overlaps(others, block);
      });
      if (other === undefined) return [];
      return [{ resource, property: "cidrBlock", message: `has addresses of ${other.name}` }];
    });
  },
});

export const subnetZone = resourceRule({
  id: "subnet-zone",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: [SUBNET],
  fix: "Name a zone of the region: the region and a letter, such as us-east-1a.",
  check: ({ props }, context) => {
    const zone = text(props["availabilityZone"]);
    if (!isSet(zone)) return undefined;
    const region = text(props["region"]) ?? context.region;
    const form = new RegExp(`^${region}([a-z]|-[a-z0-9-]+-\\d[a-z]?)$`);
    return form.test(zone!)
      ? undefined
      : problemAt(["availabilityZone"], `is in zone "${zone}", which is none of ${region}`);
  },
});

export const subnetIpv6 = resourceRule({
  id: "subnet-ipv6",
  ...refusal,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html",
  types: [SUBNET],
  fix: "Give the subnet an ipv6CidrBlock of /44 to /64 in steps of 4, or take the IPv6 settings out.",
  check: ({ props }) => {
    const { ipv6CidrBlock } = props;
    const wrong = ipv6CidrProblem(ipv6CidrBlock);
    if (isSet(ipv6CidrBlock) && wrong !== undefined) return problemAt(["ipv6CidrBlock"], wrong);
    const prefix = ipv6PrefixOf(ipv6CidrBlock) ?? 64;
    if (prefix < 44 || prefix > 64 || prefix % 4 !== 0) {
      return problemAt(["ipv6CidrBlock"], `is a /${prefix}, which no subnet can have`);
    }
    const hasAddresses = isSet(ipv6CidrBlock) || isSet(props["ipv6IpamPoolId"]);
    return ["assignIpv6AddressOnCreation", "ipv6Native"]
      .filter((name) => props[name] === true && !hasAddresses)
      .map((name) => problemAt([name], "needs IPv6 addresses, and the subnet has none"));
  },
});

/** Blocks of a VPC, in which one that is not known may be any. */
function blocksOf(vpc: PolicyResource, resources: readonly PolicyResource[]) {
  const more = ofType(resources, MORE_BLOCKS).filter(
    (one) => theOne(one, "vpcId", resources, VPC) === vpc,
  );
  return [vpc, ...more].map(({ props }) => blockOf(props["cidrBlock"]));
}
