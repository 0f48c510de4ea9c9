import { contains } from "@strata/config/cidr";

import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule } from "../../rule.ts";
import { blockOf } from "../cidr-problem.ts";
import { isSet, namedBy, ofType, text } from "../inputs.ts";
import { theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
const EIP = "aws:ec2/eip:Eip";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT = "aws:ec2/natGateway:NatGateway";
const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const VPC = "aws:ec2/vpc:Vpc";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

export const eipDomain = resourceRule({
  id: "eip-domain",
  ...refusal,
  source: `${API}/API_AllocateAddress.html`,
  types: [EIP],
  fix: 'Set domain to "vpc"; EC2-Classic is no more.',
  check: ({ props }) => noneOf(props, ["domain"], ["vpc"]),
});

export const eipOneTarget = resourceRule({
  id: "eip-one-target",
  ...refusal,
  source: `${API}/API_AssociateAddress.html`,
  types: [EIP],
  fix: "Name the instance or the network interface.",
  check: ({ props }) => {
    const { associateWithPrivateIp, instance, networkInterface } = props;
    if (isSet(instance) && isSet(networkInterface)) {
      return problemAt(
        ["networkInterface"],
        "is set beside an instance: one address has one place",
      );
    }
    return isSet(associateWithPrivateIp) && !isSet(instance) && !isSet(networkInterface)
      ? problemAt(["associateWithPrivateIp"], "names an address of nothing that is named")
      : undefined;
  },
});

export const internetGatewayOnce = stackRule({
  id: "internet-gateway-once",
  ...refusal,
  source: `${API}/API_AttachInternetGateway.html`,
  types: [GATEWAY],
  fix: "Attach one internet gateway to a VPC.",
  checkStack: (resources) => {
    const gateways = ofType(resources, GATEWAY);
    const vpcs = gateways.map((one) => theOne(one, "vpcId", resources, VPC)?.urn);
    return repeatedPlaces(vpcs).map((index) => ({
      resource: gateways[index]!,
      property: "vpcId",
      message: "is the second internet gateway of the VPC",
    }));
  },
});

export const natGatewayAddress = stackRule({
  id: "nat-gateway-address",
  ...refusal,
  source: `${API}/API_CreateNatGateway.html`,
  types: [NAT],
  fix: "Give each NAT gateway the id (eipalloc-…) of an Elastic IP address of its own.",
  checkStack: (resources) => {
    const gateways = ofType(resources, NAT);
    const addresses = gateways.map(
      (one) =>
        theOne(one, "allocationId", resources, EIP)?.urn ??
        (isSet(one.props["allocationId"]) ? text(one.props["allocationId"]) : undefined),
    );
    const twice = repeatedPlaces(addresses).map((index) => ({
      resource: gateways[index]!,
      property: "allocationId",
      message: "has the address of another NAT gateway",
    }));
    const ids = gateways.flatMap((resource) =>
      unlike(resource.props, ["allocationId"], /^(?!\d+\.\d+\.\d+\.\d+$)/, "an id, no address").map(
        (problem) => ({ resource, ...problem }),
      ),
    );
    return [...ids, ...twice];
  },
});

export const natGatewayPrivateIp = stackRule({
  id: "nat-gateway-private-ip",
  ...refusal,
  source: `${API}/API_CreateNatGateway.html`,
  types: [NAT],
  fix: "Choose an address of the subnet but the first four and the last, or leave it out.",
  checkStack: (resources) =>
    ofType(resources, NAT).flatMap((resource) => {
      const address = blockOf(`${text(resource.props["privateIp"]) ?? ""}/32`);
      const subnet = theOne(resource, "subnetId", resources, SUBNET);
      const block = blockOf(subnet?.props["cidrBlock"]);
      if (address === undefined || block === undefined) return [];
      const place = address.address - block.address;
      const last = 2 ** (32 - block.prefix) - 1;
      if (contains(block, address) && place > 3 && place < last) return [];
      const message = `is no address that ${subnet?.name} can give away`;
      return [{ resource, property: "privateIp", message }];
    }),
});

export const natGatewayWayOut = stackRule({
  id: "nat-gateway-way-out",
  ...refusal,
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
  types: [NAT],
  fix: "Attach an internet gateway to the VPC, or set connectivityType to private.",
  checkStack: (resources) =>
    ofType(resources, NAT)
      .filter(({ props }) => props["connectivityType"] !== "private")
      .flatMap((resource) => {
        const subnet = theOne(resource, "subnetId", resources, SUBNET);
        const vpc = subnet && theOne(subnet, "vpcId", resources, VPC);
        if (vpc === undefined || mayReachInternet(vpc, resources)) return [];
        const message = `is in ${vpc.name}, which has no internet gateway`;
        return [{ resource, property: "subnetId", message }];
      }),
});

export const routeTableAssociationOnce = stackRule({
  id: "route-table-association-once",
  ...refusal,
  source: `${API}/API_AssociateRouteTable.html`,
  types: [ASSOCIATION],
  fix: "Associate each subnet with one route table.",
  checkStack: (resources) => {
    const associations = ofType(resources, ASSOCIATION);
    const subnets = associations.map((one) => theOne(one, "subnetId", resources, SUBNET)?.urn);
    return repeatedPlaces(subnets).map((index) => ({
      resource: associations[index]!,
      property: "subnetId",
      message: "is a subnet that has a route table already",
    }));
  },
});

export const routeTableAssociationVpc = stackRule({
  id: "route-table-association-vpc",
  ...refusal,
  source: `${API}/API_AssociateRouteTable.html`,
  types: [ASSOCIATION],
  fix: "Associate a subnet with a route table of its own VPC.",
  checkStack: (resources) =>
    ofType(resources, ASSOCIATION).flatMap((resource) => {
      const vpcOf = (input: string, type: string) => {
        const found = theOne(resource, input, resources, type);
        return found && theOne(found, "vpcId", resources, VPC);
      };
      const [one, other] = [vpcOf("subnetId", SUBNET), vpcOf("routeTableId", TABLE)];
      if (one === undefined || other === undefined || one === other) return [];
      const message = `is of ${other.name}, and the subnet of ${one.name}`;
      return [{ resource, property: "routeTableId", message }];
    }),
});

/** Whether a VPC has an internet gateway, or one may be of it for all that is known. */
export function mayReachInternet(
  vpc: PolicyResource,
  resources: readonly PolicyResource[],
): boolean {
  return [GATEWAY, ATTACHMENT]
    .flatMap((type) => ofType(resources, type))
    .some((one) => {
      const vpcs = namedBy(resources, one, "vpcId", VPC);
      return vpcs.includes(vpc) || (vpcs.length === 0 && one.props["vpcId"] !== undefined);
    });
}
