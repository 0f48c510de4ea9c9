import { firewallRules, idOf, worldPorts } from "./firewall-rules.ts";

const none = {
  https: false,
  natGateways: "none",
  interfaceEndpoints: [],
  seedParity: false,
} as const;
type Options = Parameters<typeof firewallRules>[0];

const lines = (change: Partial<Options>) =>
  firewallRules({ ...none, ...change }).map(
    ({ group, direction, peer, port }) =>
      `${group} ${direction === "ingress" ? "←" : "→"} ${peer}:${port}`,
  );

const SEED = ["alb ← world:80", "alb → app:80", "app ← alb:80", "app → db:3306", "db ← app:3306"];

it("is the seed's with the seed's settings", () => {
  expect(lines({ seedParity: true })).toEqual(SEED);
});

it("lets instances reach S3 and nothing else outside without a way out", () => {
  expect(lines({})).toEqual([...SEED.slice(0, 4), "app → s3:443", ...SEED.slice(4)]);
});

it("is the whole matrix with everything on", () => {
  const all = { https: true, natGateways: "perZone", interfaceEndpoints: ["ssm"] } as const;
  expect(lines(all)).toEqual([
    "alb ← world:80",
    "alb ← world:443",
    "alb → app:80",
    "app ← alb:80",
    "app → db:3306",
    "app → s3:443",
    "app → endpoint:443",
    "app → world:443",
    "db ← app:3306",
    "endpoint ← app:443",
  ]);
});

it("has for every connection between two groups a rule at both ends, on the same port", () => {
  const rules = firewallRules({ ...none, interfaceEndpoints: ["kms"] });
  const ends = rules.filter(({ peer }) => peer !== "world" && peer !== "s3");
  for (const { group, direction, peer, port } of ends) {
    const other = direction === "ingress" ? "egress" : "ingress";
    expect(ends).toContainEqual(
      expect.objectContaining({ group: peer, direction: other, peer: group, port }),
    );
  }
});

it("lets the world reach the load balancer only, and the database nothing", () => {
  const rules = firewallRules({ ...none, https: true, natGateways: "single" });
  const open = rules.filter(({ direction, peer }) => direction === "ingress" && peer === "world");
  expect(new Set(open.map(({ group }) => group))).toEqual(new Set(["alb"]));
  expect(rules.filter(({ group, direction }) => group === "db" && direction === "egress")).toEqual(
    [],
  );
});

it.each([
  [false, [80]],
  [true, [80, 443]],
])("opens the load balancer with https %s on %j", (https, open) => {
  expect(worldPorts(firewallRules({ ...none, https }), "alb")).toEqual(open);
});

it("describes every rule in characters that EC2 takes", () => {
  const all = { https: true, natGateways: "perZone", interfaceEndpoints: ["ssm"] } as const;
  for (const { description } of firewallRules({ ...none, ...all })) {
    expect(description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  }
});

it("fails for a group without rules", () => {
  expect(() => idOf(new Map(), "endpoint")).toThrow('there is no group "endpoint"');
});
