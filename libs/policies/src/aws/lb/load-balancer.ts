import { resourceRule, stackRule, type Problem } from "../../rule.ts";
import { at, isUnknown, listAt } from "../../unknown.ts";
import { mayReachInternet } from "../ec2/gateway.ts";
import { isSet, ofType, text } from "../inputs.ts";
import { eachOf, theOne } from "../references.ts";
import { refusal } from "../refusal.ts";
import { noneOf, outside, problemAt, repeatedPlaces, unlike } from "../value-problem.ts";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";
const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const CREATE = `${API}/API_CreateLoadBalancer.html`;
const ATTRIBUTES = `${API}/API_LoadBalancerAttribute.html`;

const KINDS = ["application", "network", "gateway"];
const LOGS = ["accessLogs", "connectionLogs", "healthCheckLogs"];
/** Attributes that application load balancers alone have, with AWS's own values; elsewhere they do nothing. */
const OF_APPLICATION: Readonly<Record<string, number>> = { clientKeepAlive: 3600, idleTimeout: 60 };

export const lbName = resourceRule({
  id: "lb-name",
  ...refusal,
  source: CREATE,
  types: [BALANCER],
  fix:
    "Choose a name of at most 32 letters, digits and hyphens, with no hyphen at its ends, that " +
    "does not begin with internal-.",
  check: ({ props }) => [
    ...unlike(
      props,
      ["name"],
      /^(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$/,
      "1 to 32 letters, digits and inner hyphens",
    ),
    ...unlike(props, ["name"], /^(?!internal-)/, "internal- is how AWS's own names begin"),
    ...unlike(props, ["namePrefix"], /^(?!-|internal-)[a-zA-Z0-9-]{1,6}$/, "6 letters and digits"),
  ],
});

export const lbKind = resourceRule({
  id: "lb-kind",
  ...refusal,
  source: ATTRIBUTES,
  types: [BALANCER],
  fix: "Set loadBalancerType to application, network or gateway, and leave out what is for another kind.",
  check: ({ props }) => {
    const kind = props["loadBalancerType"] ?? "application";
    const wrong = noneOf(props, ["loadBalancerType"], KINDS);
    if (wrong.length > 0 || typeof kind !== "string") return wrong;
    const mappings = listAt(props, "subnetMappings");
    return [
      ...(kind === "application"
        ? mappings.flatMap((mapping, i) =>
            ["allocationId", "privateIpv4Address", "ipv6Address"]
              .filter((name) => !isUnknown(mapping) && isSet(at(mapping, name)))
              .map((name) =>
                problemAt(["subnetMappings", i, name], "is for network load balancers"),
              ),
          )
        : Object.entries(OF_APPLICATION)
            .filter(([name, usual]) => typeof props[name] === "number" && props[name] !== usual)
            .map(([name]) =>
              problemAt([name], `is for application load balancers, not for ${kind}`),
            )),
      ...(kind === "gateway" && isSet(props["securityGroups"])
        ? [problemAt(["securityGroups"], "are set, and a gateway load balancer has none")]
        : []),
    ];
  },
});

export const lbZones = stackRule({
  id: "lb-zones",
  ...refusal,
  source: CREATE,
  types: [BALANCER],
  fix: "Name one subnet in each of at least two zones, all of one VPC.",
  checkStack: (resources) =>
    ofType(resources, BALANCER).flatMap((resource) => {
      const { loadBalancerType, subnets } = resource.props;
      const mappings = resource.props["subnetMappings"];
      const list = [subnets, mappings].find((one) => Array.isArray(one) && one.length > 0);
      const count = Array.isArray(list) ? list.length : undefined;
      const isApplication = [undefined, "application"].includes(loadBalancerType as undefined);
      const found: string[] = [];
      if (isApplication && count === 1) found.push("has one subnet, and needs two zones");
      const known = eachOf(resource, "subnets", resources, SUBNET);
      const zones = known.map(({ props }) => text(props["availabilityZone"]));
      const [place] = repeatedPlaces(zones);
      if (place !== undefined) found.push(`has two subnets in ${zones[place]}`);
      const vpcs = known.map((one) => theOne(one, "vpcId", resources, VPC)?.name);
      if (new Set(vpcs.filter((name) => name !== undefined)).size > 1) {
        found.push("has subnets of two VPCs");
      }
      return found.map((message) => ({ resource, property: "subnets", message }));
    }),
});

export const lbGroupVpc = stackRule({
  id: "lb-group-vpc",
  ...refusal,
  source: CREATE,
  types: [BALANCER],
  fix: "Take security groups of the VPC that the subnets are in.",
  checkStack: (resources) =>
    ofType(resources, BALANCER).flatMap((resource) => {
      const vpcsOf = (input: string, type: string) =>
        eachOf(resource, input, resources, type).map((one) => theOne(one, "vpcId", resources, VPC));
      const [own] = vpcsOf("subnets", SUBNET);
      const stranger = vpcsOf("securityGroups", GROUP).find(
        (vpc) => own !== undefined && vpc !== undefined && vpc !== own,
      );
      if (stranger === undefined) return [];
      const message = `has a group of ${stranger.name}, and subnets of ${own?.name}`;
      return [{ resource, property: "securityGroups", message }];
    }),
});

export const lbWayIn = stackRule({
  id: "lb-way-in",
  ...refusal,
  source: CREATE,
  types: [BALANCER],
  fix: "Attach an internet gateway to the VPC, or set internal to true.",
  checkStack: (resources) =>
    ofType(resources, BALANCER)
      .filter(({ props }) => props["internal"] === undefined || props["internal"] === false)
      .flatMap((resource) => {
        const [subnet] = eachOf(resource, "subnets", resources, SUBNET);
        const vpc = subnet && theOne(subnet, "vpcId", resources, VPC);
        if (vpc === undefined || mayReachInternet(vpc, resources)) return [];
        const message = `is public, and ${vpc.name} has no internet gateway`;
        return [{ resource, property: "internal", message }];
      }),
});

export const lbTimeouts = resourceRule({
  id: "lb-timeouts",
  ...refusal,
  source: ATTRIBUTES,
  types: [BALANCER],
  fix: "Set idleTimeout to 1 to 4000 seconds, and clientKeepAlive to 60 to 604800.",
  check: ({ props }) => [
    ...outside(props, ["idleTimeout"], [1, 4000], " s"),
    ...outside(props, ["clientKeepAlive"], [60, 604800], " s"),
  ],
});

export const lbModes = resourceRule({
  id: "lb-modes",
  ...refusal,
  source: ATTRIBUTES,
  types: [BALANCER],
  fix: "Choose one of the words that the message lists.",
  check: ({ props }) => [
    ...noneOf(props, ["desyncMitigationMode"], ["monitor", "defensive", "strictest"]),
    ...noneOf(props, ["xffHeaderProcessingMode"], ["append", "preserve", "remove"]),
    ...noneOf(props, ["ipAddressType"], ["ipv4", "dualstack", "dualstack-without-public-ipv4"]),
    ...(props["ipAddressType"] === "dualstack-without-public-ipv4" && props["internal"] === true
      ? [problemAt(["ipAddressType"], "is for public load balancers, and this one is internal")]
      : []),
  ],
});

export const lbLogs = resourceRule({
  id: "lb-logs",
  ...refusal,
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  types: [BALANCER],
  fix: "Name the bucket by its name, with a prefix that has no slash at its ends and not the word AWSLogs.",
  check: ({ props }) =>
    LOGS.flatMap((name): Problem[] => {
      const logs = props[name];
      if (at(logs, "enabled") !== true) return [];
      return [
        ...(isSet(at(logs, "bucket")) ? [] : [problemAt([name, "bucket"], "is missing")]),
        ...unlike(
          props,
          [name, "bucket"],
          /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          "the bucket's name",
        ),
        ...unlike(props, [name, "prefix"], /^(?!\/)(?!.*AWSLogs).*(?<!\/)$/, "alb, or web/alb"),
      ];
    }),
});
