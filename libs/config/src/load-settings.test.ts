import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { loadSettings, parseSettings } from "./load-settings.ts";

const schema = z.strictObject({
  version: z.string("quote the version").regex(/^8\.\d+$/, "expected 8.x"),
  storageGiB: z.int().min(20),
  backupDays: z.int().min(1).max(35).default(7),
  nested: z.strictObject({ threshold: z.number() }).optional(),
});

function messageOf(raw: unknown): string {
  try {
    parseSettings(schema, raw, "data:settings");
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  throw new Error("the settings were accepted");
}

it("fills in defaults", () => {
  const settings = parseSettings(schema, { version: "8.4", storageGiB: 20 }, "x");
  expect(settings).toEqual({ version: "8.4", storageGiB: 20, backupDays: 7 });
});

it("rejects a bad object with all problems in one message", () => {
  const raw = { version: 8.4, storageGiB: 5, bakupDays: 3, nested: { treshold: 1 } };
  expect(messageOf(raw)).toBe(
    [
      "data:settings is invalid",
      "✖ quote the version",
      "  → at version",
      "✖ Too small: expected number to be >=20",
      "  → at storageGiB",
      "✖ Missing: expected number",
      "  → at nested.threshold",
      '✖ Unrecognized key: "treshold", did you mean "threshold"?',
      "  → at nested",
      '✖ Unrecognized key: "bakupDays", did you mean "backupDays"?',
    ].join("\n"),
  );
});

it("says of what is missing that it is, and what is expected", () => {
  const strict = z.strictObject({
    size: z.enum(["s", "m"]),
    days: z.int(),
    version: z.string("quote it"),
  });
  expect(() => parseSettings(strict, {}, "x")).toThrow(
    [
      "x is invalid",
      '✖ Missing: expected one of "s"|"m"',
      "  → at size",
      "✖ Missing: expected number",
      "  → at days",
      "✖ Missing: quote it",
      "  → at version",
    ].join("\n"),
  );
});

it("says the line of each problem, where it is known", () => {
  const lines: Record<string, string> = {
    version: "x:2",
    "nested.treshold": "x:5",
    bakupDays: "x:3",
  };
  const raw = { version: 8.4, storageGiB: 20, bakupDays: 3, nested: { threshold: 1, treshold: 1 } };
  const parse = () => parseSettings(schema, raw, "data:settings", (path) => lines[path.join(".")]);
  expect(parse).toThrow(
    [
      "data:settings is invalid",
      "✖ quote the version",
      "  → x:2, at version",
      '✖ Unrecognized key: "treshold", did you mean "threshold"?',
      "  → x:5, at nested",
      '✖ Unrecognized key: "bakupDays", did you mean "backupDays"?',
      "  → x:3",
    ].join("\n"),
  );
});

it("lists what is allowed when a key resembles nothing", () => {
  expect(messageOf({ version: "8.4", storageGiB: 20, zzz: 1 })).toContain(
    'Unrecognized key: "zzz", allowed: version, storageGiB, backupDays, nested',
  );
});

it("repeats no value", () => {
  const secret = "hunter2";
  const raw = { version: secret, storageGiB: secret, backupDays: secret, nested: secret };
  expect(messageOf(raw)).not.toContain(secret);
});

describe("of the current stack", () => {
  const configure = async (settings: string | undefined) => {
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "data", "local", false, "org");
    pulumi.runtime.setAllConfig(settings === undefined ? {} : { "data:settings": settings });
  };

  it("reads one object", async () => {
    await configure('{"version":"8.4","storageGiB":20}');
    expect(loadSettings(schema).storageGiB).toBe(20);
  });

  it("fails when there is none, and names the file", async () => {
    await configure(undefined);
    expect(() => loadSettings(schema)).toThrow(
      'data:settings in stack "local" (apps/data/Pulumi.local.yaml) is missing: add it under "config:"',
    );
  });

  it("fails on a plain value without repeating it", async () => {
    await configure("hunter2");
    expect(() => loadSettings(schema)).toThrow(
      /^data:settings in stack "local" \(apps\/data\/Pulumi\.local\.yaml:\d+\) must be an object, not a plain value$/,
    );
  });

  it("fails with the line of the file for what is wrong in it", async () => {
    await configure('{"version":"8.4","storageGiB":5}');
    expect(() => loadSettings(schema)).toThrow(
      /^ {2}→ apps\/data\/Pulumi\.local\.yaml:\d+, at storageGiB$/m,
    );
  });
});
