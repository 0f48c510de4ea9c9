import { record } from "@strata/testing";

import { Balancer, type BalancerArgs } from "./balancer.ts";

const args: BalancerArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  healthCheckPath: "/health",
  deletionProtection: true,
  logsBucketName: "logs",
  accessLogs: false,
  connectionLogs: false,
  healthCheckLogs: false,
};
const balancer = (change: Partial<BalancerArgs> = {}) =>
  record({ project: "compute" }, () => new Balancer("web", { ...args, ...change }));

async function inputsOf(type: string, change?: Partial<BalancerArgs>) {
  const { resources } = await balancer(change);
  return resources.find((resource) => resource.type === type)?.inputs;
}

it("is public, drops invalid headers and cannot be deleted by accident", async () => {
  expect(await inputsOf("aws:lb/loadBalancer:LoadBalancer")).toEqual({
    loadBalancerType: "application",
    internal: false,
    securityGroups: ["sg-1"],
    subnets: ["subnet-a", "subnet-b"],
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "defensive",
    enableDeletionProtection: true,
  });
});

it("asks instances for their health on their own port", async () => {
  expect(await inputsOf("aws:lb/targetGroup:TargetGroup")).toMatchObject({
    port: 80,
    protocol: "HTTP",
    healthCheck: {
      path: "/health",
      port: "traffic-port",
      matcher: "200",
      interval: 15,
      timeout: 5,
    },
  });
});

it("forwards everything that arrives on port 80", async () => {
  expect(await inputsOf("aws:lb/listener:Listener")).toMatchObject({
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward" }],
  });
});

it("redirects port 80 where it has a certificate, and serves with the TLS policy of ELB.17 and HSTS", async () => {
  const { resources } = await balancer({ certificateArn: "arn:aws:acm:us-east-1:1:certificate/1" });
  const listeners = resources.filter(({ type }) => type === "aws:lb/listener:Listener");
  expect(listeners.map(({ name, inputs }) => [name, inputs])).toEqual([
    [
      "web",
      {
        loadBalancerArn: expect.stringContaining("loadbalancer"),
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
          },
        ],
      },
    ],
    [
      "web-https",
      {
        loadBalancerArn: expect.stringContaining("loadbalancer"),
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        certificateArn: "arn:aws:acm:us-east-1:1:certificate/1",
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
        defaultActions: [
          { type: "forward", targetGroupArn: expect.stringContaining("targetgroup") },
        ],
      },
    ],
  ]);
});

it.each(["accessLogs", "connectionLogs", "healthCheckLogs"] as const)(
  "writes %s, and only these, where they are asked for",
  async (kind) => {
    const inputs = await inputsOf("aws:lb/loadBalancer:LoadBalancer", { [kind]: true });
    const logs = Object.entries(inputs ?? {}).filter(([key]) => key.endsWith("Logs"));
    expect(logs).toEqual([[kind, { bucket: "logs", prefix: "alb", enabled: true }]]);
  },
);

it("parents every child to itself", async () => {
  const { result, resources } = await balancer();
  const parents = resources.slice(1).map(({ options }) => options.parent === result);
  expect(parents).toEqual([true, true, true]);
});
