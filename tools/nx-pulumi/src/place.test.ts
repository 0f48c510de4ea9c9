import { environments } from "@strata/config/environments";

import {
  placeKey,
  placeName,
  placeOf,
  placeOptions,
  usesSandbox,
  withCommandsFor,
} from "./place.ts";

it("leads what a program advises to where it runs", () => {
  const text = "Run npx nx run data:up --env=prod, then npx nx run data:up --env=prod --sandbox";
  expect(withCommandsFor({ environment: "prod", inSandbox: true }, text)).toBe(
    "Run npx nx run data:up --env=prod --sandbox, then npx nx run data:up --env=prod --sandbox",
  );
  expect(withCommandsFor({ environment: "prod", inSandbox: false }, text)).toBe(text);
  const other = "npx nx run data:up --env=prodeu";
  expect(withCommandsFor({ environment: "prod", inSandbox: true }, other)).toBe(other);
});

describe("an environment of a real account", () => {
  it("is itself, unless the sandbox is asked for", () => {
    const place = placeOf({ env: "prod", sandbox: false });
    expect([placeName(place), placeOptions(place), placeKey(place)]).toEqual([
      "prod",
      "--env=prod",
      "prod",
    ]);
    expect(usesSandbox(place)).toBe(false);
  });

  it("in the sandbox has another name, other options and other files", () => {
    const place = placeOf({ env: "prod", sandbox: true });
    expect([placeName(place), placeOptions(place), placeKey(place)]).toEqual([
      "prod, in the sandbox",
      "--env=prod --sandbox",
      "prod-in-sandbox",
    ]);
    expect(usesSandbox(place)).toBe(true);
  });
});

it.each(["seed", "local"])("%s is in the sandbox, asked for or not", (env) => {
  const asked = placeOf({ env, sandbox: true });
  expect(asked).toEqual(placeOf({ env, sandbox: false }));
  expect(usesSandbox(asked)).toBe(true);
  expect(placeOptions(asked)).toBe(`--env=${env}`);
});

it("fails for an environment that there is not", () => {
  expect(() => placeOf({ env: "prd", sandbox: true })).toThrow(/^unknown environment "prd"/);
});

it("keeps the files of no two places under one name", () => {
  const places = Object.keys(environments).flatMap((env) =>
    [true, false].map((sandbox) => placeOf({ env, sandbox })),
  );
  const names = new Map(places.map((place) => [placeName(place), placeKey(place)]));
  expect(new Set(names.values()).size).toBe(names.size);
});
