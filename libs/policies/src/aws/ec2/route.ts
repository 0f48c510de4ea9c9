import type { PolicyResource } from "../../resource.ts";
import { resourceRule, stackRule, type Problem, type StackProblem } from "../../rule.ts";
import { at, listAt } from "../../unknown.ts";
import { cidrProblem, ipv6CidrProblem } from "../cidr-problem.ts";
import { isSet, namedBy, ofType, text } from "../inputs.ts";
import { theOne, typesBehind } from "../references.ts";
import { refusal } from "../refusal.ts";
import { problemAt, repeatedPlaces, type Path } from "../value-problem.ts";

const ROUTE = "aws:ec2/route:Route";
const TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const CREATE_ROUTE = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html";

/** What ids of targets begin with, and the types that have such ids. */
const TARGETS: Readonly<Record<string, { readonly ids: RegExp; readonly types: string[] }>> = {
  gatewayId: {
    ids: /^(igw-|vgw-|local$)/,
    types: ["aws:ec2/internetGateway:InternetGateway", "aws:ec2/vpnGateway:VpnGateway"],
  },
  natGatewayId: { ids: /^nat-/, types: ["aws:ec2/natGateway:NatGateway"] },
  transitGatewayId: {
    ids: /^tgw-/,
    types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  },
  vpcEndpointId: { ids: /^vpce-/, types: ["aws:ec2/vpcEndpoint:VpcEndpoint"] },
  networkInterfaceId: { ids: /^eni-/, types: ["aws:ec2/networkInterface:NetworkInterface"] },
  vpcPeeringConnectionId: {
    ids: /^pcx-/,
    types: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
  },
  egressOnlyGatewayId: {
    ids: /^eigw-/,
    types: ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"],
  },
};
const ALL_TARGETS = Object.values(TARGETS).flatMap(({ types }) => types);

export const routeDestination = resourceRule({
  id: "route-destination",
  ...refusal,
  source: CREATE_ROUTE,
  types: [ROUTE, TABLE, DEFAULT_TABLE],
  fix: "Write the destination as a block that begins at its first address, such as 0.0.0.0/0 or ::/0.",
  check: ({ type, props }) => {
    if (type === ROUTE) {
      return cidrsAt(props, [], "destinationCidrBlock", "destinationIpv6CidrBlock");
    }
    return listAt(props, "routes").flatMap((_, i) =>
      cidrsAt(props, ["routes", i], "cidrBlock", "ipv6CidrBlock"),
    );
  },
});

export const routeTargetKind = stackRule({
  id: "route-target-kind",
  ...refusal,
  source: CREATE_ROUTE,
  types: [ROUTE, TABLE, DEFAULT_TABLE],
  fix: "Give each kind of target in its own property: a NAT gateway in natGatewayId, an internet gateway in gatewayId.",
  checkStack: (resources) => [
    ...ofType(resources, ROUTE).flatMap((resource) => [
      ...idProblems(resource, []),
      ...Object.entries(TARGETS).flatMap(([property, { types }]): StackProblem[] => {
        const behind = typesBehind(resource, property, resources);
        const isWrong =
          !behind.some((type) => types.includes(type)) &&
          behind.some((type) => ALL_TARGETS.includes(type));
        const message = "was made of another kind of target than it is for";
        return isWrong ? [{ resource, property, message }] : [];
      }),
    ]),
    ...[TABLE, DEFAULT_TABLE]
      .flatMap((type) => ofType(resources, type))
      .flatMap((resource) =>
        listAt(resource.props, "routes").flatMap((_, i) => idProblems(resource, ["routes", i])),
      ),
  ],
});

export const routeTwice = stackRule({
  id: "route-twice",
  ...refusal,
  source: CREATE_ROUTE,
  types: [ROUTE, TABLE, DEFAULT_TABLE],
  fix: "Keep one route for each destination of a table.",
  checkStack: (resources) => {
    const routes = ofType(resources, ROUTE);
    const twice = repeatedPlaces(
      routes.map((route) => {
        const table = theOne(route, "routeTableId", resources, TABLE);
        const destination = destinationOf(route.props);
        const id = table?.urn ?? text(route.props["routeTableId"]);
        return id === undefined || destination === undefined ? undefined : `${id} ${destination}`;
      }),
    ).map((index) => {
      const resource = routes[index]!;
      const destination = destinationOf(resource.props);
      return { resource, message: `leads to ${destination}, as another route of the table does` };
    });
    const inline = [TABLE, DEFAULT_TABLE]
      .flatMap((type) => ofType(resources, type))
      .flatMap((resource) => {
        const destinations = listAt(resource.props, "routes").map(inlineDestinationOf);
        return repeatedPlaces(destinations).map((i) => ({
          resource,
          property: `routes[${i}]`,
          message: `leads to ${destinations[i]}, as another route of the table does`,
        }));
      });
    return [...inline, ...twice];
  },
});

export const routeTableMixed = stackRule({
  id: "route-table-mixed",
  ...refusal,
  source: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/routetable/",
  types: [TABLE, DEFAULT_TABLE],
  fix: "Write all routes of a table inside of it, or all as resources of their own.",
  checkStack: (resources) =>
    [TABLE, DEFAULT_TABLE]
      .flatMap((type) => ofType(resources, type))
      .filter(({ props }) => isSet(props["routes"]))
      .flatMap((resource) => {
        const other = ofType(resources, ROUTE).find((route) =>
          namedBy(resources, route, "routeTableId", resource.type).includes(resource),
        );
        if (other === undefined) return [];
        const message = `has routes inside, which the next update sets against ${other.name}`;
        return [{ resource, property: "routes", message }];
      }),
});

function cidrsAt(props: unknown, path: Path, ipv4: string, ipv6: string): Problem[] {
  const found: Problem[] = [];
  for (const [name, problemOf] of [
    [ipv4, cidrProblem],
    [ipv6, ipv6CidrProblem],
  ] as const) {
    const value = at(props, ...path, name);
    const wrong = isSet(value) ? problemOf(value) : undefined;
    if (wrong !== undefined) found.push(problemAt([...path, name], wrong));
  }
  return found;
}

function idProblems(resource: PolicyResource, path: Path): StackProblem[] {
  return Object.entries(TARGETS).flatMap(([name, { ids }]) => {
    const id = text(at(resource.props, ...path, name));
    if (!isSet(id) || ids.test(id!) || !/^[a-z]+-[0-9a-f]+$/.test(id!)) return [];
    return [{ resource, ...problemAt([...path, name], `is ${id}, which is of another kind`) }];
  });
}

function destinationOf(props: unknown): string | undefined {
  return ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"]
    .map((name) => text(at(props, name)))
    .find(isSet);
}

function inlineDestinationOf(route: unknown): string | undefined {
  return ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"]
    .map((name) => text(at(route, name)))
    .find(isSet);
}
