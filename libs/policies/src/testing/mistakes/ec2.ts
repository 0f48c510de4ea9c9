import { UNKNOWN } from "../../unknown.ts";
import type { LiteralResource } from "../findings-for.ts";
import type { Mistake, MistakesOf } from "../mistake.ts";

type MadeOf = Readonly<Record<string, readonly string[]>>;

/** A resource of EC2 in which what is made of others is not known yet. */
function made(type: string, name: string, props: object, madeOf: MadeOf = {}): LiteralResource {
  const unknown = Object.keys(madeOf).map((input) => [input, UNKNOWN]);
  return {
    type: `aws:ec2/${type[0]!.toLowerCase()}${type.slice(1)}:${type}`,
    name,
    props: { ...Object.fromEntries(unknown), ...props },
    madeOf,
  };
}

/** The id of an image with so many digits; EC2 has 8 or 17. */
const imageOf = (digits: number) => `ami-${"0".repeat(digits)}`;
const list = (count: number) => Array.from({ length: count }, () => UNKNOWN);

const vpc = (props: object = {}, name = "main") =>
  made("Vpc", name, { cidrBlock: "10.0.0.0/16", ...props });
const subnet = (name: string, props: object = {}, of = "main") =>
  made(
    "Subnet",
    name,
    { cidrBlock: "10.0.1.0/24", availabilityZone: "us-east-1a", ...props },
    { vpcId: [of] },
  );
const table = (name: string, props: object = {}, of = "main") =>
  made("RouteTable", name, props, { vpcId: [of] });
const route = (name: string, madeOf: MadeOf = {}, props: object = {}) =>
  made(
    "Route",
    name,
    { destinationCidrBlock: "0.0.0.0/0", ...props },
    { routeTableId: ["private"], ...madeOf },
  );
const association = (name: string, of: string) =>
  made("RouteTableAssociation", name, {}, { subnetId: ["a"], routeTableId: [of] });
const gateway = (name: string) => made("InternetGateway", name, {}, { vpcId: ["main"] });
const eip = (name: string, props: object = {}) => made("Eip", name, { domain: "vpc", ...props });
const nat = (name: string, address: string, props: object = {}) =>
  made("NatGateway", name, props, { subnetId: ["a"], allocationId: [address] });
const endpoint = (name: string, props: object, madeOf: MadeOf = {}) =>
  made("VpcEndpoint", name, props, { vpcId: ["main"], ...madeOf });
const group = (props: object) =>
  made(
    "SecurityGroup",
    "web",
    { name: "strata-prod-web", description: "Load balancer: HTTP from the world", ...props },
    { vpcId: ["main"] },
  );
const acl = (ingress: object[]) =>
  made("DefaultNetworkAcl", "default", { defaultNetworkAclId: "acl-0123456789abcdef0", ingress });
const flowLog = (name: string, props: object) =>
  made("FlowLog", name, { trafficType: "ALL", ...props }, { vpcId: ["main"] });
const template = (props: object) =>
  made("LaunchTemplate", "web", {
    name: "strata-prod-web",
    imageId: imageOf(17),
    instanceType: "t3.micro",
    ...props,
  });
const volume = (ebs: object, deviceName = "/dev/xvda") =>
  template({ blockDeviceMappings: [{ deviceName, ebs: { encrypted: "true", ...ebs } }] });

const https = {
  ...{ protocol: "tcp", fromPort: 443, toPort: 443, description: "HTTPS" },
  cidrBlocks: ["0.0.0.0/0"],
};
const entry = {
  ...{ ruleNo: 100, action: "allow", protocol: "tcp" },
  ...{ fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" },
};
const logGroup = "arn:aws:logs:us-east-1:777788889999:log-group:flow";
const role = "arn:aws:iam::777788889999:role/flow";
const ssm = {
  ...{ serviceName: "com.amazonaws.us-east-1.ssm", vpcEndpointType: "Interface" },
};
const s3 = { serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" };

const addresses: readonly Mistake[] = [
  {
    title: "a VPC that is too large",
    rule: "vpc-cidr",
    resources: [vpc({ cidrBlock: "10.0.0.0/8" })],
  },
  {
    title: "a VPC that is too small",
    rule: "vpc-cidr",
    resources: [vpc({ cidrBlock: "10.0.0.0/29" })],
  },
  {
    title: "a VPC that begins in the middle of its block",
    rule: "vpc-cidr",
    resources: [vpc({ cidrBlock: "10.0.5.0/16" })],
  },
  {
    title: "a VPC of link-local addresses",
    rule: "vpc-cidr",
    resources: [vpc({ cidrBlock: "169.254.0.0/16" })],
  },
  {
    title: "DNS names in a VPC without DNS",
    rule: "vpc-dns",
    resources: [vpc({ enableDnsHostnames: true, enableDnsSupport: false })],
  },
  {
    title: "a VPC with the tenancy of a host",
    rule: "vpc-tenancy",
    resources: [vpc({ instanceTenancy: "host" })],
  },
  {
    title: "a subnet that is too small",
    rule: "subnet-cidr",
    resources: [vpc(), subnet("a", { cidrBlock: "10.0.1.0/29" })],
  },
  {
    title: "a subnet that begins in the middle of its block",
    rule: "subnet-cidr",
    resources: [vpc(), subnet("a", { cidrBlock: "10.0.1.128/24" })],
  },
  {
    title: "a subnet outside of its VPC",
    rule: "subnet-in-vpc",
    resources: [vpc(), subnet("a", { cidrBlock: "10.1.0.0/24" })],
  },
  {
    title: "two subnets with the same addresses",
    rule: "subnet-overlap",
    resources: [vpc(), subnet("a"), subnet("b", { cidrBlock: "10.0.0.0/22" })],
  },
  {
    title: "a subnet in a zone of another region",
    rule: "subnet-zone",
    resources: [vpc(), subnet("a", { availabilityZone: "eu-west-1a" })],
  },
  {
    title: "a subnet in a zone that is only a letter",
    rule: "subnet-zone",
    resources: [vpc(), subnet("a", { availabilityZone: "a" })],
  },
  {
    title: "IPv6 addresses for instances of a subnet without any",
    rule: "subnet-ipv6",
    resources: [vpc(), subnet("a", { assignIpv6AddressOnCreation: true })],
  },
];

const ways: readonly Mistake[] = [
  {
    title: "an internet gateway as a NAT gateway of a route",
    rule: "route-target-kind",
    resources: [
      ...[vpc(), gateway("main-gateway"), table("private")],
      route("out", { natGatewayId: ["main-gateway"] }),
    ],
  },
  {
    title: "the id of a NAT gateway in gatewayId",
    rule: "route-target-kind",
    resources: [
      vpc(),
      table("private", {
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "nat-0123456789abcdef0" }],
      }),
    ],
  },
  {
    title: "a route to an address instead of a block",
    rule: "route-destination",
    resources: [
      ...[vpc(), gateway("main-gateway"), table("private")],
      route("out", { gatewayId: ["main-gateway"] }, { destinationCidrBlock: "10.1.0.0" }),
    ],
  },
  {
    title: "a route to a block with host bits",
    rule: "route-destination",
    resources: [
      ...[vpc(), gateway("main-gateway"), table("private")],
      route("out", { gatewayId: ["main-gateway"] }, { destinationCidrBlock: "10.1.2.3/16" }),
    ],
  },
  {
    title: "two routes of a table to the same destination",
    rule: "route-twice",
    resources: [
      ...[vpc(), gateway("main-gateway"), table("private")],
      route("out", { gatewayId: ["main-gateway"] }),
      route("also-out", { gatewayId: ["main-gateway"] }),
    ],
  },
  {
    title: "two routes inside of a table to the same destination",
    rule: "route-twice",
    resources: [
      vpc(),
      table("private", {
        routes: [
          { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-0123456789abcdef0" },
          { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-0123456789abcdef1" },
        ],
      }),
    ],
  },
  {
    title: "routes inside of a table and beside it",
    rule: "route-table-mixed",
    resources: [
      ...[vpc(), gateway("main-gateway")],
      table("private", {
        routes: [{ cidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: "pcx-0123456789abcdef0" }],
      }),
      route("out", { gatewayId: ["main-gateway"] }),
    ],
  },
  {
    title: "a subnet with two route tables",
    rule: "route-table-association-once",
    resources: [
      ...[vpc(), subnet("a"), table("private"), table("public")],
      ...[association("one", "private"), association("two", "public")],
    ],
  },
  {
    title: "a subnet with a route table of another VPC",
    rule: "route-table-association-vpc",
    resources: [
      ...[vpc(), vpc({ cidrBlock: "10.1.0.0/16" }, "other"), subnet("a")],
      ...[table("private", {}, "other"), association("one", "private")],
    ],
  },
  {
    title: "two internet gateways of one VPC",
    rule: "internet-gateway-once",
    resources: [vpc(), gateway("one"), gateway("two")],
  },
  {
    title: "a NAT gateway in a VPC without a way out",
    rule: "nat-gateway-way-out",
    resources: [vpc(), subnet("a"), eip("ip"), nat("nat", "ip")],
  },
  {
    title: "two NAT gateways with one address",
    rule: "nat-gateway-address",
    resources: [
      ...[vpc(), gateway("main-gateway"), subnet("a"), eip("ip")],
      ...[nat("one", "ip"), nat("two", "ip")],
    ],
  },
  {
    title: "a NAT gateway at an address that AWS keeps for itself",
    rule: "nat-gateway-private-ip",
    resources: [
      ...[vpc(), gateway("main-gateway"), subnet("a"), eip("ip")],
      nat("nat", "ip", { privateIp: "10.0.1.2" }),
    ],
  },
  {
    title: "an Elastic IP address of EC2-Classic",
    rule: "eip-domain",
    resources: [eip("ip", { domain: "standard" })],
  },
  {
    title: "an Elastic IP address of an instance and an interface",
    rule: "eip-one-target",
    resources: [
      eip("ip", { instance: "i-0123456789abcdef0", networkInterface: "eni-0123456789abcdef0" }),
    ],
  },
];

const groups: readonly Mistake[] = [
  {
    title: "a security group whose name is like an id",
    rule: "security-group-name",
    resources: [vpc(), group({ name: "sg-web" })],
  },
  {
    title: "a security group with a name of 256 characters",
    rule: "security-group-name",
    resources: [vpc(), group({ name: "x".repeat(256) })],
  },
  {
    title: "a description of a security group with a quote",
    rule: "security-group-description",
    resources: [vpc(), group({ description: "The world's way in" })],
  },
  {
    title: "a description of a rule with an arrow",
    rule: "security-group-description",
    resources: [vpc(), group({ ingress: [{ ...https, description: "world -> web" }] })],
  },
  {
    title: "https as a protocol",
    rule: "security-group-protocol",
    resources: [vpc(), group({ ingress: [{ ...https, protocol: "https" }] })],
  },
  {
    title: "ports from high to low",
    rule: "security-group-ports",
    resources: [vpc(), group({ ingress: [{ ...https, fromPort: 8080, toPort: 80 }] })],
  },
  {
    title: "a port above 65535",
    rule: "security-group-ports",
    resources: [vpc(), group({ ingress: [{ ...https, toPort: 65536 }] })],
  },
  {
    title: "a rule about nobody",
    rule: "security-group-peer",
    resources: [vpc(), group({ ingress: [{ ...https, cidrBlocks: [] }] })],
  },
  {
    title: "a group as a peer by its name",
    rule: "security-group-peer",
    resources: [
      vpc(),
      group({ ingress: [{ ...https, cidrBlocks: [], securityGroups: ["strata-prod-alb"] }] }),
    ],
  },
  {
    title: "a rule for a block with host bits",
    rule: "security-group-cidr",
    resources: [vpc(), group({ ingress: [{ ...https, cidrBlocks: ["10.0.1.5/24"] }] })],
  },
  {
    title: "a block of IPv6 among those of IPv4",
    rule: "security-group-cidr",
    resources: [vpc(), group({ ingress: [{ ...https, cidrBlocks: ["::/0"] }] })],
  },
  {
    title: "two rules that differ in their description only",
    rule: "security-group-rule-twice",
    resources: [vpc(), group({ ingress: [https, { ...https, description: "TLS" }] })],
  },
  {
    title: "61 rules in one direction",
    rule: "security-group-size",
    resources: [
      vpc(),
      group({
        ingress: [{ ...https, cidrBlocks: Array.from({ length: 61 }, (_, i) => `10.${i}.0.0/16`) }],
      }),
    ],
  },
  {
    title: "rules inside of a security group and beside it",
    rule: "security-group-mixed",
    resources: [
      ...[vpc(), group({ ingress: [https] })],
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        name: "http",
        props: {
          ...{ securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort: 80, toPort: 80 },
          cidrIpv4: "0.0.0.0/0",
        },
        madeOf: { securityGroupId: ["web"] },
      },
    ],
  },
  {
    title: "two entries of a network ACL with one number",
    rule: "network-acl-rule-number",
    resources: [acl([entry, { ...entry, action: "deny", cidrBlock: "203.0.113.0/24" }])],
  },
  {
    title: "an entry of a network ACL with ports from high to low",
    rule: "network-acl-ports",
    resources: [acl([{ ...entry, fromPort: 65535, toPort: 1024 }])],
  },
  {
    title: "an entry of a network ACL about nobody",
    rule: "network-acl-peer",
    resources: [acl([{ ...entry, cidrBlock: undefined }])],
  },
  {
    title: "an entry of a network ACL for a block with host bits",
    rule: "network-acl-peer",
    resources: [acl([{ ...entry, cidrBlock: "10.0.0.1/16" }])],
  },
  {
    title: "41 entries of a network ACL",
    rule: "network-acl-size",
    resources: [acl(Array.from({ length: 41 }, (_, i) => ({ ...entry, ruleNo: 100 + i })))],
  },
];

const endpointsAndLogs: readonly Mistake[] = [
  {
    title: "an endpoint for the service of another region",
    rule: "vpc-endpoint-service",
    resources: [
      vpc({ enableDnsHostnames: true }),
      endpoint("ssm", { ...ssm, serviceName: "com.amazonaws.eu-west-1.ssm" }),
    ],
  },
  {
    title: "an endpoint for a service by its short name",
    rule: "vpc-endpoint-service",
    resources: [vpc(), endpoint("ssm", { ...ssm, serviceName: "ssm" })],
  },
  {
    title: "an endpoint of Systems Manager without its type, so a gateway",
    rule: "vpc-endpoint-kind",
    resources: [vpc(), endpoint("ssm", { serviceName: ssm.serviceName })],
  },
  {
    title: "a gateway endpoint in subnets",
    rule: "vpc-endpoint-kind",
    resources: [
      ...[vpc(), subnet("a")],
      endpoint("s3", { ...s3, subnetIds: list(1) }, { subnetIds: ["a"] }),
    ],
  },
  {
    title: "an interface endpoint on a route table",
    rule: "vpc-endpoint-kind",
    resources: [
      ...[vpc(), table("private")],
      endpoint("ssm", { ...ssm, routeTableIds: list(1) }, { routeTableIds: ["private"] }),
    ],
  },
  {
    title: "private names of an endpoint in a VPC without names",
    rule: "vpc-endpoint-private-dns",
    resources: [vpc(), endpoint("ssm", { ...ssm, privateDnsEnabled: true })],
  },
  {
    title: "an endpoint in two subnets of one zone",
    rule: "vpc-endpoint-zones",
    resources: [
      ...[vpc(), subnet("a"), subnet("b", { cidrBlock: "10.0.2.0/24" })],
      endpoint("ssm", { ...ssm, subnetIds: list(2) }, { subnetIds: ["a", "b"] }),
    ],
  },
  {
    title: "two endpoints with the private names of one service",
    rule: "vpc-endpoint-once",
    resources: [
      vpc({ enableDnsHostnames: true }),
      endpoint("one", { ...ssm, privateDnsEnabled: true }),
      endpoint("two", { ...ssm, privateDnsEnabled: true }),
    ],
  },
  {
    title: "two gateway endpoints of S3 on one route table",
    rule: "vpc-endpoint-once",
    resources: [
      ...[vpc(), table("private")],
      endpoint("one", { ...s3, routeTableIds: list(1) }, { routeTableIds: ["private"] }),
      endpoint("two", { ...s3, routeTableIds: list(1) }, { routeTableIds: ["private"] }),
    ],
  },
  {
    title: "a flow log to a log group without a role",
    rule: "flow-log-destination",
    resources: [vpc(), flowLog("flow", { logDestination: logGroup })],
  },
  {
    title: "a flow log to S3 at a log group",
    rule: "flow-log-destination",
    resources: [vpc(), flowLog("flow", { logDestinationType: "s3", logDestination: logGroup })],
  },
  {
    title: "a flow log to a bucket with a role",
    rule: "flow-log-destination",
    resources: [
      vpc(),
      flowLog("flow", {
        ...{ logDestinationType: "s3", logDestination: "arn:aws:s3:::strata-flow" },
        iamRoleArn: role,
      }),
    ],
  },
  {
    title: "a flow log to nowhere",
    rule: "flow-log-destination",
    resources: [vpc(), flowLog("flow", { logDestinationType: "s3" })],
  },
  {
    title: "files of Parquet in a log group",
    rule: "flow-log-options",
    resources: [
      vpc(),
      flowLog("flow", {
        ...{ logDestination: logGroup, iamRoleArn: role },
        destinationOptions: { fileFormat: "parquet" },
      }),
    ],
  },
  {
    title: "a flow log of no traffic",
    rule: "flow-log-traffic-type",
    resources: [
      vpc(),
      flowLog("flow", { logDestination: logGroup, iamRoleArn: role, trafficType: undefined }),
    ],
  },
  {
    title: "a format of a flow log without marks around the fields",
    rule: "flow-log-format",
    resources: [
      vpc(),
      flowLog("flow", {
        ...{ logDestination: logGroup, iamRoleArn: role },
        logFormat: "version srcaddr dstaddr",
      }),
    ],
  },
  {
    title: "two flow logs of the same",
    rule: "flow-log-once",
    resources: [
      vpc(),
      flowLog("one", { logDestination: logGroup, iamRoleArn: role }),
      flowLog("two", { logDestination: logGroup, iamRoleArn: role, maxAggregationInterval: 60 }),
    ],
  },
];

const templates: readonly Mistake[] = [
  {
    title: "a launch template with a space in its name",
    rule: "launch-template-name",
    resources: [template({ name: "web servers" })],
  },
  {
    title: "user data as plain text",
    rule: "launch-template-user-data",
    resources: [template({ userData: "#!/bin/bash\nyum install -y nginx\n" })],
  },
  {
    title: "user data of more than 16 KiB",
    rule: "launch-template-user-data",
    resources: [template({ userData: Buffer.alloc(16 * 1024 + 1, "#").toString("base64") })],
  },
  {
    title: "an image by the name of its parameter alone",
    rule: "launch-template-image",
    resources: [template({ imageId: "/aws/service/ami-amazon-linux-latest/al2023-ami-x" })],
  },
  {
    title: "an image with an id of the wrong length",
    rule: "launch-template-image",
    resources: [template({ imageId: imageOf(10) })],
  },
  {
    title: "an instance type with a hyphen for the dot",
    rule: "launch-template-instance-type",
    resources: [template({ instanceType: "t3-micro" })],
  },
  {
    title: "CPU credits for a type that earns none",
    rule: "launch-template-instance-type",
    resources: [
      template({ instanceType: "m7i.large", creditSpecification: { cpuCredits: "unlimited" } }),
    ],
  },
  {
    title: "metadata over 65 hops",
    rule: "launch-template-metadata",
    resources: [
      template({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 65 } }),
    ],
  },
  {
    title: "tokens for metadata that are enabled instead of required",
    rule: "launch-template-metadata",
    resources: [template({ metadataOptions: { httpTokens: "enabled" } })],
  },
  {
    title: "a root volume of hard disk",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "st1", volumeSize: 500 })],
  },
  {
    title: "IOPS for a volume of gp2",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "gp2", volumeSize: 20, iops: 3000 })],
  },
  {
    title: "a volume of io2 without IOPS",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "io2", volumeSize: 100 })],
  },
  {
    title: "more IOPS than a volume of gp3 of that size has",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "gp3", volumeSize: 8, iops: 16000 })],
  },
  {
    title: "more throughput than the IOPS of a volume allow",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "gp3", volumeSize: 100, iops: 3000, throughput: 1000 })],
  },
  {
    title: "a volume of 17 TiB of gp2",
    rule: "launch-template-volume",
    resources: [volume({ volumeType: "gp2", volumeSize: 17 * 1024 }, "/dev/sdf")],
  },
  {
    title: "a key for a volume in plain text",
    rule: "launch-template-volume-key",
    resources: [
      volume({
        ...{ volumeType: "gp3", volumeSize: 20, encrypted: "false" },
        kmsKeyId: "arn:aws:kms:us-east-1:777788889999:key/11111111-2222-3333-4444-555555555555",
      }),
    ],
  },
  {
    title: "a volume under the name that the instance shows",
    rule: "launch-template-devices",
    resources: [volume({ volumeType: "gp3", volumeSize: 20 }, "/dev/nvme1n1")],
  },
  {
    title: "security groups of the instance beside network interfaces",
    rule: "launch-template-network",
    resources: [
      template({
        vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
        networkInterfaces: [{ deviceIndex: 0, associatePublicIpAddress: "false" }],
      }),
    ],
  },
  {
    title: "tags on a kind of resource that a launch does not make",
    rule: "launch-template-tags",
    resources: [
      template({ tagSpecifications: [{ resourceType: "security-group", tags: { a: "b" } }] }),
    ],
  },
  {
    title: "a tag of AWS's own on instances",
    rule: "launch-template-tags",
    resources: [
      template({ tagSpecifications: [{ resourceType: "instance", tags: { "aws:team": "web" } }] }),
    ],
  },
  {
    title: "tags in the metadata of instances with a slash in a key",
    rule: "launch-template-metadata-tags",
    resources: [
      template({
        metadataOptions: { httpTokens: "required", instanceMetadataTags: "enabled" },
        tagSpecifications: [{ resourceType: "instance", tags: { "team/name": "web" } }],
      }),
    ],
  },
  {
    title: "a role as an instance profile",
    rule: "launch-template-profile",
    resources: [template({ iamInstanceProfile: { arn: "arn:aws:iam::777788889999:role/web" } })],
  },
];

export const ec2Mistakes: MistakesOf = {
  service: "ec2",
  mistakes: [...addresses, ...ways, ...groups, ...endpointsAndLogs, ...templates],
};
