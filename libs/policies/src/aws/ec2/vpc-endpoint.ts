import { resourceRule, stackRule } from "../../rule.ts";
import { listAt } from "../../unknown.ts";
import { isSet, namedBy, ofType, text } from "../inputs.ts";
import { eachOf, theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, problemAt, repeatedPlaces } from "../value-problem.ts";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const VPC = "aws:ec2/vpc:Vpc";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const CREATE = `${API}/API_CreateVpcEndpoint.html`;
const PRIVATELINK = "https://docs.aws.amazon.com/vpc/latest/privatelink";

const REGION = /(?<![a-z0-9])[a-z]{2}(-[a-z]+)+-\d(?![a-z0-9])/;
const WITH_GATEWAY = /\.(s3|s3express|dynamodb)$/;
/** Where each property has a meaning. */
const ONLY_OF: Readonly<Record<string, readonly string[]>> = {
  routeTableIds: ["Gateway"],
  securityGroupIds: ["Interface", "Resource", "ServiceNetwork"],
  subnetIds: ["Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"],
};

export const vpcEndpointService = resourceRule({
  id: "vpc-endpoint-service",
  ...refusal,
  source: `${PRIVATELINK}/aws-services-privatelink-support.html`,
  types: [ENDPOINT],
  fix: "Write the whole name of the service in this region, such as com.amazonaws.us-east-1.ssm.",
  check: ({ props }, context) => {
    const name = text(props["serviceName"]);
    if (!isSet(name)) return undefined;
    if (!name!.includes(".")) {
      return problemAt(["serviceName"], `is "${name}", and no name of a service in a region`);
    }
    const region = text(props["serviceRegion"]) ?? text(props["region"]) ?? context.region;
    const own = REGION.exec(name!)?.[0];
    if (own === undefined || own === region) return undefined;
    return problemAt(["serviceName"], `is of ${own}, and the endpoint asks in ${region}`);
  },
});

export const vpcEndpointKind = resourceRule({
  id: "vpc-endpoint-kind",
  ...refusal,
  source: CREATE,
  types: [ENDPOINT],
  fix:
    "Set vpcEndpointType to Interface, with subnets and security groups; Gateway, with route " +
    "tables, is for S3 and DynamoDB.",
  check: ({ props }) => {
    const kind = props["vpcEndpointType"] ?? "Gateway";
    const service = text(props["serviceName"]) ?? "";
    if (typeof kind !== "string") return undefined;
    const isAws =
      service.startsWith("com.amazonaws.") && !service.startsWith("com.amazonaws.vpce.");
    const wrong =
      kind === "Gateway" && isAws && !WITH_GATEWAY.test(service)
        ? [problemAt(["vpcEndpointType"], "is Gateway, which this service does not have")]
        : [];
    const misplaced = Object.entries(ONLY_OF)
      .filter(([name, kinds]) => isSet(props[name]) && !kinds.includes(kind))
      .map(([name, kinds]) => problemAt([name], `is for ${kinds.join(", ")}, not for ${kind}`));
    const names =
      kind === "Gateway" && props["privateDnsEnabled"] === true
        ? [problemAt(["privateDnsEnabled"], "is for Interface, not for Gateway")]
        : [];
    return [...wrong, ...misplaced, ...names];
  },
});

export const vpcEndpointAddresses = resourceRule({
  id: "vpc-endpoint-addresses",
  ...refusal,
  source: CREATE,
  types: [ENDPOINT],
  fix: "Set ipAddressType to ipv4, dualstack or ipv6.",
  check: ({ props }) => noneOf(props, ["ipAddressType"], ["ipv4", "dualstack", "ipv6"]),
});

export const vpcEndpointPrivateDns = stackRule({
  id: "vpc-endpoint-private-dns",
  ...refusal,
  source: `${PRIVATELINK}/create-interface-endpoint.html`,
  types: [ENDPOINT],
  fix: "Set enableDnsHostnames and enableDnsSupport of the VPC to true, or privateDnsEnabled to false.",
  checkStack: (resources) =>
    ofType(resources, ENDPOINT)
      .filter(({ props }) => props["privateDnsEnabled"] === true)
      .flatMap((resource) => {
        const vpc = theOne(resource, "vpcId", resources, VPC);
        const isOff =
          [undefined, false].includes(vpc?.props["enableDnsHostnames"] as undefined) ||
          vpc?.props["enableDnsSupport"] === false;
        if (vpc === undefined || !isOff) return [];
        const message = `needs DNS names in ${vpc.name}, which has them off`;
        return [{ resource, property: "privateDnsEnabled", message }];
      }),
});

export const vpcEndpointZones = stackRule({
  id: "vpc-endpoint-zones",
  ...refusal,
  source: `${PRIVATELINK}/interface-endpoints.html`,
  types: [ENDPOINT],
  fix: "Name one subnet of each zone, all of the endpoint's VPC.",
  checkStack: (resources) =>
    ofType(resources, ENDPOINT).flatMap((resource) => {
      const subnets = eachOf(resource, "subnetIds", resources, SUBNET);
      const zones = subnets.map(({ props }) => text(props["availabilityZone"]));
      const [place] = repeatedPlaces(zones);
      const vpc = theOne(resource, "vpcId", resources, VPC);
      const stranger = subnets.find((subnet) => {
        const own = theOne(subnet, "vpcId", resources, VPC);
        return vpc !== undefined && own !== undefined && own !== vpc;
      });
      const found = [
        ...(place === undefined ? [] : [`has two subnets in ${zones[place]}`]),
        ...(stranger === undefined ? [] : [`has ${stranger.name}, a subnet of another VPC`]),
      ];
      return found.map((message) => ({ resource, property: "subnetIds", message }));
    }),
});

export const vpcEndpointOnce = stackRule({
  id: "vpc-endpoint-once",
  ...refusal,
  source: CREATE,
  types: [ENDPOINT],
  fix: "Keep one interface endpoint with private DNS, and one gateway endpoint on a route table, for each service.",
  checkStack: (resources) => {
    const endpoints = ofType(resources, ENDPOINT);
    const keys = endpoints.flatMap((resource) =>
      placesOf(resource).map((place) => ({ resource, place })),
    );
    return repeatedPlaces(keys.map(({ place }) => place)).map((index) => ({
      resource: keys[index]!.resource,
      property: "serviceName",
      message: "has an endpoint there already",
    }));

    /** Where no second endpoint of the same service can be. */
    function placesOf(endpoint: (typeof endpoints)[number]): string[] {
      const service = text(endpoint.props["serviceName"]);
      if (service === undefined) return [];
      const isGateway = (endpoint.props["vpcEndpointType"] ?? "Gateway") === "Gateway";
      const vpc = theOne(endpoint, "vpcId", resources, VPC);
      if (!isGateway) {
        const hasNames = endpoint.props["privateDnsEnabled"] === true && vpc !== undefined;
        return hasNames ? [`${service} ${vpc.urn}`] : [];
      }
      const known = listAt(endpoint.props, "routeTableIds").length;
      const tables = namedBy(resources, endpoint, "routeTableIds", TABLE);
      return tables.length === known ? tables.map(({ urn }) => `${service} ${urn}`) : [];
    }
  },
});
