import fc from "fast-check";

import { fitName, type NameParts } from "./fit-name.ts";
import { accepts, nameRules, type NameKind, type NameRule } from "./name-rules.ts";
import { appLogGroup, flowLogGroup } from "./shared-names.ts";

const kinds = Object.keys(nameRules) as NameKind[];
const parts = { project: "strata", environment: "dev", layer: "compute", role: "web" };

const letters = "abcdefghijklmnopqrstuvwxyz";
const word = (first: string, maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom(...first),
      fc.string({ unit: fc.constantFrom(...letters, ..."0123456789-"), maxLength }),
    )
    .map(([head, rest]) => (head + rest).replace(/-+/g, "-").replace(/-$/, ""));
/** Words that AWS reserves come up often, as do words that differ in the place of a hyphen only. */
const nasty = fc.constantFrom(
  "internal",
  "sg",
  "sthree",
  "amzn",
  "s3",
  "demo",
  "an",
  "a",
  "a-b",
  "b",
  "xn",
);
const part = fc.oneof(word(letters, 40), nasty);
const role = fc.oneof(
  word(letters + "0123456789", 80),
  nasty,
  fc.constantFrom("s3alias", "x-an", "0a1b2c3", "web-0a1b2c3", "rds-abcdef"),
);
const anyParts: fc.Arbitrary<NameParts> = fc.record({
  project: part,
  environment: part,
  layer: part,
  role,
});

describe.each(kinds)("%s", (kind) => {
  const rule: NameRule = nameRules[kind];
  const reserves = rule.suffix === 0 ? [0] : [0, rule.suffix];

  it("accepts every name that is built for it, with what Pulumi appends", () => {
    fc.assert(
      fc.property(anyParts, fc.constantFrom(...reserves), (input, reserve) => {
        const suffix = "-1a2b3c4".slice(8 - reserve);
        expect([input, accepts(kind, fitName(kind, input, reserve) + suffix)]).toEqual([
          input,
          true,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it("gets the same name for the same parts", () => {
    fc.assert(
      fc.property(anyParts, (input) => {
        expect(fitName(kind, { ...input })).toBe(fitName(kind, input));
      }),
    );
  });

  it("never gets one name for two different parts", () => {
    const long = "x".repeat(rule.max);
    const same = fc.tuple(anyParts, anyParts, fc.boolean()).map(([a, b, cut]) =>
      cut
        ? ([
            { ...a, role: `${long}-${a.role}` },
            { ...a, role: `${long}-${b.role}` },
          ] as const)
        : ([a, b] as const),
    );
    fc.assert(
      fc.property(same, ([a, b]) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(fitName(kind, a)).not.toBe(fitName(kind, b));
      }),
      { numRuns: 300 },
    );
  });

  it("says where its limit comes from", () => {
    expect(rule.source).not.toBe("");
  });
});

it("keeps the plain form where it fits", () => {
  expect(fitName("loadBalancer", parts)).toBe("strata-dev-compute-web");
  expect(fitName("mysqlDatabase", parts)).toBe("strata_dev_compute_web");
});

it("cuts a long name and ends it with a hash of the whole", () => {
  const name = fitName("loadBalancer", { ...parts, role: "web-for-the-public" });
  expect(name).toMatch(/^strata-dev-compute-web-f-[0-9a-f]{7}$/);
});

it("tells apart where one part ends and the next begins", () => {
  const a = fitName("alarm", { ...parts, environment: "dev-eu", layer: "x" });
  const b = fitName("alarm", { ...parts, environment: "dev", layer: "eu-x" });
  expect(a).not.toBe(b);
});

it("does not make the name of other parts when a role looks like a hash", () => {
  const hashed = fitName("alarm", { ...parts, environment: "dev-eu" });
  const [project = "", environment = "", layer = "", ...rest] = hashed.split("-");
  const role = rest.join("-");
  expect(`${project}-${environment}-${layer}-${role}`).toBe(hashed);
  expect(fitName("alarm", { project, environment, layer, role })).not.toBe(hashed);
});

it.each([
  ["loadBalancer", { ...parts, project: "internal" }, "xinternal-dev-compute-"],
  ["securityGroup", { ...parts, project: "sg" }, "xsg-dev-compute-web-"],
  ["bucket", { ...parts, project: "amzn", environment: "s3", layer: "demo" }, "xamzn-s3-demo-web-"],
] as const)("avoids the beginnings that AWS refuses for a %s", (kind, input, start) => {
  expect(fitName(kind, input).startsWith(start)).toBe(true);
});

it.each([
  ["bucket", "Data", false],
  ["bucket", "ab", false],
  ["bucket", "data-s3alias", false],
  ["bucket", "amzn-s3-demo-x", false],
  ["loadBalancer", "-web", false],
  ["loadBalancer", "internal-web", false],
  ["loadBalancer", "x".repeat(33), false],
  ["dbInstance", "a--b", false],
  ["dbInstance", "1a", false],
  ["mysqlUser", "admin", false],
  ["mysqlUser", "strata", true],
  ["mysqlDatabase", "performance_schema", false],
  ["secret", "db-abcdef", false],
  ["autoScalingGroup", "a:b", false],
  ["autoScalingGroup", "a b", false],
  ["alarm", "a\u0000", false],
] as const)("knows whether AWS takes the %s %j: %j", (kind, name, valid) => {
  expect(accepts(kind, name)).toBe(valid);
});

it.each(["Dev", "dev--x", "-dev", "dev-", "1dev", "d_v", ""])(
  "rejects the environment %j and says what is allowed",
  (environment) => {
    expect(() => fitName("alarm", { ...parts, environment })).toThrow(
      /^cannot build a name from environment ".*lower case letters and digits/,
    );
  },
);

it("builds log group names that AWS takes for any environment", () => {
  fc.assert(
    fc.property(part, (environment) => {
      expect(accepts("logGroup", appLogGroup(environment))).toBe(true);
      expect(accepts("logGroup", flowLogGroup(environment))).toBe(true);
    }),
  );
});
