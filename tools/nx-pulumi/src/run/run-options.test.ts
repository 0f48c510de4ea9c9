import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import {
  environmentsOf,
  parseRunOptions,
  refuseWithoutEffect,
  requireEnvironment,
} from "./run-options.ts";

describe("the options of a run", () => {
  it("default to the sandbox and one layer process more than there are cores", () => {
    expect(parseRunOptions({})).toEqual({
      env: "local",
      concurrency: availableParallelism() + 1,
      json: false,
      verbose: false,
      force: false,
      sandbox: false,
      picture: false,
      withDependents: false,
    });
  });

  it("are taken as given", () => {
    const given = {
      env: "dev",
      sandbox: true,
      picture: false,
      concurrency: 2,
      json: true,
      verbose: true,
      force: true,
    };
    expect(parseRunOptions(given)).toEqual({ ...given, withDependents: false });
  });

  it.each([
    { "with-dependents": true },
    { withDependents: true },
    // Nx hands both over for one that was written with a hyphen.
    { "with-dependents": true, withDependents: true },
  ])("know dependents in both spellings: %j", (raw) => {
    expect(parseRunOptions(raw).withDependents).toBe(true);
  });

  it.each([{ "with-dependents": "yes" }, { withDependents: "yes" }])(
    "reject dependents that are neither wanted nor not, by the name of the flag: %j",
    (raw) => {
      expect(messageOf(raw)).toMatch(/boolean[^]*at \["with-dependents"\]/);
    },
  );

  it("take the hyphenated spelling as it is, when a flag is switched off", () => {
    expect(parseRunOptions({ "with-dependents": false }).withDependents).toBe(false);
    expect(parseRunOptions({ withDependents: false }).withDependents).toBe(false);
  });

  it.each(["force", "verbose", "json"])("reject a %s that is no flag", (name) => {
    expect(messageOf({ [name]: "yes" })).toMatch(new RegExp(`boolean[^]*at ${name}`));
  });

  it("do without positional words", () => {
    expect(parseRunOptions({ _: [] }).env).toBe("local");
  });

  it.each([1, 256, "1", "16"])("accept a concurrency of %j", (concurrency) => {
    expect(parseRunOptions({ concurrency }).concurrency).toBe(Number(concurrency));
  });

  it.each([0, 257, -1, 1.5, "many", "", Number.NaN, true])(
    "reject a concurrency of %j",
    (concurrency) => {
      expect(() => parseRunOptions({ concurrency })).toThrow(/at concurrency/);
    },
  );

  it.each([[true], [""], [5]])("reject an environment of %j", (env) => {
    expect(() => parseRunOptions({ env })).toThrow(/at env/);
  });

  it("reject all that is wrong in one message, with what is allowed", () => {
    const raw = { _: ["staging"], enf: "dev", env: "", concurrency: 0, json: "yes" };
    expect(messageOf(raw).split("\n")).toEqual([
      "the options of this run are invalid",
      '✖ unexpected argument "staging"',
      '✖ Unrecognized key: "enf"',
      expect.stringMatching(/^✖ Too small: .*string/),
      "  → at env",
      expect.stringMatching(/^✖ Too small: .*number/),
      "  → at concurrency",
      expect.stringMatching(/^✖ .*boolean/),
      "  → at json",
      "allowed: --env, --concurrency, --json, --verbose, --force, --sandbox, --picture, --with-dependents",
    ]);
  });

  it("reject a positional word alone", () => {
    expect(messageOf({ _: ["dev"] })).toMatch(/unexpected argument "dev"\nallowed: --env/);
  });
});

function messageOf(raw: Record<string, unknown>): string {
  try {
    parseRunOptions(raw);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("environments", () => {
  let root: string;

  beforeAll(async () => {
    root = await temporaryFolder();
    for (const file of [
      "network/Pulumi.yaml",
      "network/Pulumi.local.yaml",
      "network/Pulumi.dev.yaml",
      "network/Pulumi.yml.yaml.txt",
      "network/README.md",
      "data/Pulumi.yaml",
      "data/Pulumi.local.yaml",
      // Pulumi reads stack files with the extension of the project file.
      "data/Pulumi.dev.yml",
    ]) {
      await mkdir(join(root, "apps", file, ".."), { recursive: true });
      await writeFile(join(root, "apps", file), "");
    }
  });

  const network = { name: "network", root: "apps/network" };
  const data = { name: "data", root: "apps/data" };

  it("are those a layer has settings for", () => {
    expect(environmentsOf(join(root, "apps/network"))).toEqual(["dev", "local"]);
    expect(environmentsOf(join(root, "apps/data"))).toEqual(["local"]);
  });

  it("pass when every layer has settings", () => {
    expect(() => requireEnvironment("local", [network, data], root)).not.toThrow();
    expect(() => requireEnvironment("dev", [network], root)).not.toThrow();
  });

  it("reject one that a layer has no settings for, with the file to write", () => {
    expect(() => requireEnvironment("dev", [network, data], root)).toThrow(
      'environment "dev" has no settings for data: write apps/data/Pulumi.dev.yaml, or choose one of: local',
    );
  });

  it("reject one that is not declared, with those that are", () => {
    expect(() => requireEnvironment("devv", [network], root)).toThrow(
      /unknown environment "devv"[^]*local, dev/,
    );
  });
});

describe("an option that the operation does not know", () => {
  it.each([
    ["up", { "with-dependents": true }, "--with-dependents has no effect on up; it is for destroy"],
    ["destroy", { force: true }, "--force has no effect on destroy; it is for up and preview"],
    ["drift", { json: true }, "--json has no effect on drift; it is for outputs"],
  ] as const)("is refused: %s with %j", (operation, raw, message) => {
    expect(() => refuseWithoutEffect(operation, parseRunOptions(raw))).toThrow(message);
  });

  it.each([
    ["up", { force: true }],
    ["preview", { force: true }],
    ["destroy", { "with-dependents": true }],
    ["outputs", { json: true }],
    ["refresh", {}],
  ] as const)("is none: %s with %j", (operation, raw) => {
    expect(() => refuseWithoutEffect(operation, parseRunOptions(raw))).not.toThrow();
  });
});
