import { boundaryArn, partitionOf, roleArn, roleName } from "./identity-names.ts";

it("names a role after layer, environment and what it is for", () => {
  expect(roleName("compute", "dev", "deploy")).toBe("strata-dev-compute-deploy");
  expect(roleName("compute", "dev", "preview")).toBe("strata-dev-compute-preview");
});

it("keeps roles and boundaries apart from what layers make", () => {
  expect(roleArn("compute", "dev", "deploy")).toBe(
    "arn:aws:iam::111122223333:role/deploy/strata-dev-compute-deploy",
  );
  expect(boundaryArn("compute", "dev")).toBe(
    "arn:aws:iam::111122223333:policy/deploy/strata-dev-compute-boundary",
  );
});

it("has names that IAM takes for any layer, and no two the same", () => {
  const names = ["a", "very-long-name-of-a-layer-that-does-not-fit-into-a-role"].flatMap((layer) =>
    (["deploy", "preview"] as const).map((kind) => roleName(layer, "production", kind)),
  );
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
});

it.each([
  ["us-east-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("knows that %s is in %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

it("fails for an environment that is none", () => {
  expect(() => boundaryArn("compute", "nowhere")).toThrow(/^unknown environment "nowhere"/);
});
