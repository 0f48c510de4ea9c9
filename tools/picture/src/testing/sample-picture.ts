import {
  UNKNOWN_VALUE,
  type EnvironmentPicture,
  type PictureResource,
} from "../environment-picture.ts";

/** A small environment with everything that the page can show: planned, changed, found, priced. */
export function samplePicture(): EnvironmentPicture {
  return {
    environment: "staging",
    inSandbox: true,
    region: "us-east-1",
    accountId: "444455556666",
    shows: "planned",
    at: "2026-06-01T12:00:00.000Z",
    commit: "0123456789abcdef",
    layers: [
      {
        layer: "network",
        owner: "@your-org/network-team",
        resources: [
          component("network", "Vpc", "main"),
          resource("network", "aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" }, "vpc-1"),
          resource("network", "aws:ec2/internetGateway:InternetGateway", "main", {}, "igw-1"),
          ...["a", "b", "c"].flatMap((zone, i) =>
            ["public", "private", "database"].map((tier, j) =>
              resource(
                "network",
                "aws:ec2/subnet:Subnet",
                `${tier}-${zone}`,
                {
                  vpcId: "vpc-1",
                  availabilityZone: `us-east-1${zone}`,
                  cidrBlock: `10.0.${j * 8 + i}.0/24`,
                },
                `subnet-${tier}-${zone}`,
              ),
            ),
          ),
          {
            ...resource("network", "aws:ec2/natGateway:NatGateway", "nat-a", {}),
            change: "create",
          },
        ],
        outputs: { vpcId: "vpc-1", natPublicIps: UNKNOWN_VALUE },
        reads: [],
        findings: [],
        cost: {
          fixedMonthlyUsd: 36.5,
          beforeMonthlyUsd: 0,
          items: [
            {
              name: "nat-a",
              type: "aws:ec2/natGateway:NatGateway",
              kind: "fixed",
              what: "NAT gateway, 1 × 730 h",
              monthlyUsd: 32.85,
            },
            {
              name: "nat-a",
              type: "aws:ec2/natGateway:NatGateway",
              kind: "usage",
              what: "$0.045 a GB that passes",
            },
          ],
          unpriced: ["odd (aws:ec2/instance:Instance): the table has no price of x9.huge"],
          free: 14,
        },
      },
      {
        layer: "compute",
        owner: "@your-org/web-team",
        resources: [
          resource(
            "compute",
            "aws:lb/loadBalancer:LoadBalancer",
            "strata-web",
            { subnets: ["subnet-public-a", "subnet-public-b", "subnet-public-c"] },
            "arn:aws:elasticloadbalancing:…:loadbalancer/app/strata-web/1",
          ),
          {
            ...resource(
              "compute",
              "aws:autoscaling/group:Group",
              "strata-web",
              {
                minSize: 2,
                maxSize: 4,
                vpcZoneIdentifiers: ["subnet-private-a", "subnet-private-b"],
              },
              "strata-web-1",
            ),
            change: "update",
            changedProperties: ["maxSize"],
          },
          {
            ...resource("compute", "aws:lb/targetGroup:TargetGroup", "strata-web", {}, "arn:tg"),
            change: "replace",
            changedProperties: ["port"],
          },
          {
            ...resource("compute", "aws:lb/listener:Listener", "old", {}, "arn:listener"),
            change: "delete",
          },
        ],
        outputs: { albDnsName: "<script>alert(1)</script>" },
        reads: [
          { layer: "network", key: "vpcId" },
          { layer: "network", key: "publicSubnetIds" },
        ],
        findings: [
          {
            rule: "alb-logs",
            resource: "strata-web",
            level: "mandatory",
            message: "strata-web writes no access logs. Set accessLogs.",
          },
          {
            rule: "alb-public",
            resource: "strata-web",
            level: "waived",
            message: "strata-web is public: it is the way in.",
          },
        ],
      },
    ],
  };
}

function component(layer: string, type: string, name: string): PictureResource {
  const full = `strata:${layer}:${type}`;
  return { urn: `urn:${full}::${name}`, type: full, name, props: {} };
}

function resource(
  layer: string,
  type: string,
  name: string,
  props: Record<string, unknown>,
  id?: string,
): PictureResource {
  const parent = type === "aws:ec2/vpc:Vpc" ? { parent: "urn:strata:network:Vpc::main" } : {};
  return {
    urn: `urn:${layer}::${type}::${name}`,
    type,
    name,
    props,
    ...(id === undefined ? {} : { id }),
    ...parent,
  };
}
