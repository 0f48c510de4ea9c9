import fc from "fast-check";

import { fitName } from "./fit-name.ts";
import { namePrefix } from "./name-prefix.ts";
import { nameRules, type NameKind } from "./name-rules.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,8})?$/);
const part = fc.oneof(
  word,
  fc.constantFrom("internal", "sg", "sthree", "amzn", "s3", "demo", "xn"),
);
const parts = fc.record({ project: part, environment: part, layer: part });
const role = fc.oneof(
  word,
  fc.constantFrom("0", "an", "web-0a1b2c3"),
  fc.string({ unit: fc.constant("z") }),
);

it.each(Object.keys(nameRules) as NameKind[])("is what every name of %s begins with", (kind) => {
  const reserves = [0, nameRules[kind].suffix];
  fc.assert(
    fc.property(parts, role, fc.constantFrom(...reserves), (owner, name, reserve) => {
      fc.pre(name !== "");
      const { text } = namePrefix(kind, owner, reserve);
      expect(fitName(kind, { ...owner, role: name }, reserve).startsWith(text)).toBe(true);
    }),
  );
});

it.each([
  ["role", "compute", "strata-dev-compute-", true],
  ["loadBalancer", "api", "strata-dev-api-", true],
  ["loadBalancer", "observability", "strata-dev-obser", false],
] as const)("of %s in %s is %s, complete: %s", (kind, layer, text, complete) => {
  const owner = { project: "strata", environment: "dev", layer };
  expect(namePrefix(kind, owner, nameRules[kind].suffix)).toEqual({ text, complete });
});
