import { record } from "@strata/testing";

import { Balancer } from "./balancer.ts";

const balancer = () =>
  record(
    { project: "compute" },
    () =>
      new Balancer("web", {
        vpcId: "vpc-1",
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupId: "sg-1",
        healthCheckPath: "/health",
        deletionProtection: true,
      }),
  );

async function inputsOf(type: string) {
  const { resources } = await balancer();
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

it("parents every child to itself", async () => {
  const { result, resources } = await balancer();
  const parents = resources.slice(1).map(({ options }) => options.parent === result);
  expect(parents).toEqual([true, true, true]);
});
