import type { EnvironmentPicture, PictureResource } from "./environment-picture.ts";

/** Where the subnets of a tier stand: one row of the network. */
export interface TierRow {
  /** `public`, `private`, `database`: the logical name of its subnets without the letter of the zone. */
  readonly tier: string;
  readonly cells: ReadonlyMap<string, SubnetCell>;
  /** What stands in several subnets of the tier at once: a load balancer, a fleet, a database. */
  readonly spanning: readonly PictureResource[];
}

/** One subnet and what stands in it alone. */
export interface SubnetCell {
  readonly subnet: PictureResource;
  readonly inside: readonly PictureResource[];
}

/** A VPC with its zones as columns and its tiers as rows. */
export interface Topology {
  readonly vpc: PictureResource;
  readonly zones: readonly string[];
  readonly tiers: readonly TierRow[];
  /** What connects the VPC to the outside, and belongs to no subnet. */
  readonly gateways: readonly PictureResource[];
}

/** Types that stand in subnets, with the inputs that name them and the tier that is meant where no id is known yet. */
const PLACED: Readonly<
  Record<string, { readonly inputs: readonly string[]; readonly tier: string }>
> = {
  "aws:lb/loadBalancer:LoadBalancer": { inputs: ["subnets"], tier: "public" },
  "aws:autoscaling/group:Group": { inputs: ["vpcZoneIdentifiers"], tier: "private" },
  "aws:ec2/natGateway:NatGateway": { inputs: ["subnetId"], tier: "public" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { inputs: ["subnetIds"], tier: "private" },
  "aws:rds/subnetGroup:SubnetGroup": { inputs: ["subnetIds"], tier: "database" },
  "aws:ec2/instance:Instance": { inputs: ["subnetId"], tier: "private" },
};

const GATEWAYS = ["aws:ec2/internetGateway:InternetGateway"];
const SUBNET = "aws:ec2/subnet:Subnet";
const DATABASE = "aws:rds/instance:Instance";
const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";

/** Draws nothing: only says what stands where. One topology for each VPC of the environment. */
export function topologies({ layers }: Pick<EnvironmentPicture, "layers">): Topology[] {
  const all = layers.flatMap(({ resources }) => resources);
  return all
    .filter(({ type }) => type === "aws:ec2/vpc:Vpc")
    .map((vpc, _, { length }) => topologyOf(vpc, all, length === 1));
}

function topologyOf(
  vpc: PictureResource,
  all: readonly PictureResource[],
  only: boolean,
): Topology {
  const inVpc = ({ props }: PictureResource) =>
    only || (vpc.id !== undefined && props["vpcId"] === vpc.id);
  const subnets = all.filter((resource) => resource.type === SUBNET && inVpc(resource));
  const zoneOf = ({ props, name }: PictureResource) =>
    text(props["availabilityZone"]) ?? name.slice(-1);
  const zones = [...new Set(subnets.map(zoneOf))].toSorted();
  // As their addresses follow each other: a state has its resources in no order of anybody's.
  const byAddress = subnets.toSorted((one, other) => addressOf(one) - addressOf(other));
  const tiers = [...new Set(byAddress.map(tierOf))];
  const placed = all.flatMap((resource) => place(resource, all, subnets));
  const rows = tiers.map((tier): TierRow => {
    const own = subnets.filter((subnet) => tierOf(subnet) === tier);
    const cells = own.map((subnet): [string, SubnetCell] => {
      const inside = placed
        .filter(({ where }) => where.length === 1 && where[0] === subnet)
        .map(({ resource }) => resource);
      return [zoneOf(subnet), { subnet, inside }];
    });
    const spanning = placed
      .filter(({ where, tier: meant }) =>
        where.length > 1
          ? where.some((one) => own.includes(one))
          : where.length === 0 && meant === tier,
      )
      .map(({ resource }) => resource);
    return { tier, cells: new Map(cells), spanning };
  });
  const gateways = all.filter((resource) => {
    const isEndpoint = resource.type === "aws:ec2/vpcEndpoint:VpcEndpoint";
    const isGateway = isEndpoint && resource.props["vpcEndpointType"] !== "Interface";
    return (GATEWAYS.includes(resource.type) || isGateway) && inVpc(resource);
  });
  return { vpc, zones, tiers: rows, gateways };
}

interface Placed {
  readonly resource: PictureResource;
  readonly where: readonly PictureResource[];
  /** Where it is meant to be, as long as no subnet is known. */
  readonly tier: string;
}

function place(
  resource: PictureResource,
  all: readonly PictureResource[],
  subnets: readonly PictureResource[],
): Placed[] {
  // A database is where its subnet group is, which is nothing to look at itself.
  if (resource.type === SUBNET_GROUP) return [];
  const rule = PLACED[resource.type === DATABASE ? SUBNET_GROUP : resource.type];
  if (rule === undefined) return [];
  if (resource.type === "aws:ec2/vpcEndpoint:VpcEndpoint") {
    if (resource.props["vpcEndpointType"] !== "Interface") return [];
  }
  const group =
    resource.type === DATABASE
      ? all.find(
          ({ type, props }) =>
            type === SUBNET_GROUP && props["name"] === resource.props["dbSubnetGroupName"],
        )
      : resource;
  const ids = rule.inputs.flatMap((input) => [group?.props[input]].flat());
  const where = subnets.filter(({ id }) => id !== undefined && ids.includes(id));
  // The name of a NAT gateway ends with its zone, as a subnet's does.
  const named = subnets.find(
    (subnet) => tierOf(subnet) === rule.tier && subnet.name.slice(-2) === resource.name.slice(-2),
  );
  const single = rule.inputs.includes("subnetId") && where.length === 0 && named !== undefined;
  const tiers = subnets.map(tierOf);
  const tier = tiers.includes(rule.tier) ? rule.tier : tiers.includes("private") ? "private" : "";
  return [{ resource, where: single ? [named] : where, tier }];
}

/** `public-a` is of the tier `public`. */
export function tierOf({ name }: Pick<PictureResource, "name">): string {
  return name.replace(/-[a-z]$/, "");
}

/** The first address of a subnet as a number; last where it is not known. */
function addressOf({ props }: PictureResource): number {
  const bytes = text(props["cidrBlock"])?.split("/")[0]?.split(".").map(Number);
  return bytes?.reduce((sum, byte) => sum * 256 + byte, 0) ?? Infinity;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
