import { deployedLayers } from "../deployed/testing/deployed-layer.ts";
import { protectionProblem } from "./protected-resources.ts";

const prod = { environment: "prod", inSandbox: false };

function resource(layer: string, type: string, name: string, facts: object = {}) {
  const urn = `urn:pulumi:prod::${layer}::strata:${layer}:Part$${type}::${name}`;
  return { urn, type, id: name, outputs: {}, ...facts };
}

const INSTANCE = "aws:rds/instance:Instance";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";

const deployed = deployedLayers({
  network: { resources: [resource("network", "aws:ec2/vpc:Vpc", "main")] },
  data: {
    resources: [
      resource("data", INSTANCE, "main", { protect: true, outputs: { deletionProtection: true } }),
      resource("data", "aws:s3/bucket:Bucket", "data", { protect: true }),
    ],
  },
  compute: {
    resources: [
      resource("compute", BALANCER, "web", { outputs: { enableDeletionProtection: true } }),
    ],
  },
});

it("refuses before anything is deleted, naming each resource, who protects it, and the way on", () => {
  expect(protectionProblem(deployed, ["compute", "data", "network"], prod)?.split("\n")).toEqual([
    "nothing was destroyed: compute, data have what is protected in prod",
    `  compute: ${BALANCER} web (enableDeletionProtection)`,
    `  data: ${INSTANCE} main (protect, deletionProtection)`,
    "  data: aws:s3/bucket:Bucket data (protect)",
    "Whoever means it takes the protection away first, in apps/compute/Pulumi.prod.yaml and " +
      "apps/data/Pulumi.prod.yaml (docs/environments.md has the settings), deploys that and destroys then:",
    "  npx nx run-many -t up -p compute,data --env=prod",
  ]);
});

it("leads to the sandbox where the run is there", () => {
  const problem = protectionProblem(deployed, ["compute"], { ...prod, inSandbox: true });
  expect(problem).toMatch(/compute has what is protected in prod, in the sandbox\n/);
  expect(problem).toMatch(/--env=prod --sandbox$/);
});

it("is silent for layers of which nothing is protected, or that are not deployed", () => {
  expect(protectionProblem(deployed, ["network", "cache"], prod)).toBeUndefined();
  const off = deployedLayers({
    data: {
      resources: [resource("data", INSTANCE, "main", { outputs: { deletionProtection: false } })],
    },
  });
  expect(protectionProblem(off, ["data"], prod)).toBeUndefined();
});
