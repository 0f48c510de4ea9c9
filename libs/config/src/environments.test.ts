import { environment, environments } from "./environments.ts";

it("returns an environment by its name", () => {
  expect(environment("local")).toEqual({
    kind: "sandbox",
    region: "us-east-1",
    accountId: "123456789012",
  });
});

it.each(["lcoal", "production", "toString", ""])(
  "fails for %j and lists the known ones",
  (name) => {
    expect(() => environment(name)).toThrow(
      /^unknown environment .*\nKnown: seed, local, dev, staging, prod\./s,
    );
  },
);

it("guesses what a misspelt name was meant to be", () => {
  expect(() => environment("lcoal")).toThrow('unknown environment "lcoal", did you mean "local"?');
});

it("has real accounts in the order in which a change reaches them, each with a state and a key of its own", () => {
  const real = Object.entries(environments).flatMap(([name, one]) =>
    one.kind === "aws" ? [{ name, ...one }] : [],
  );
  expect(real.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  for (const part of ["accountId", "backendUrl"] as const) {
    expect(new Set(real.map((one) => one[part])).size).toBe(real.length);
  }
  for (const { accountId, backendUrl, secretsProvider } of real) {
    expect(backendUrl).toBe(`s3://strata-state-${accountId}?region=us-east-1`);
    expect(secretsProvider).toMatch(/^awskms:/);
  }
});

it("has a twelve-digit account and a region in every environment", () => {
  for (const { accountId, region } of Object.values(environments)) {
    expect(accountId).toMatch(/^\d{12}$/);
    expect(region).toMatch(/^[a-z]{2}(-[a-z]+)+-\d$/);
  }
});

it("names its environments so that they fit into names: lower case, a letter first, no hyphen", () => {
  for (const name of Object.keys(environments)) expect(name).toMatch(/^[a-z][a-z0-9]*$/);
});
