import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { rules, ruleOf } from "./registry.ts";

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^(security|house|aws)\/.+(?<!\.test)\.ts$/.test(file),
);
const ruleFiles = files.filter((file) => !file.endsWith("index.ts"));

/** Beside rules may stand what some of them share. */
const isRule = (file: string) =>
  /\b(resourceRule|stackRule)\(/.test(readFileSync(join(src, file), "utf8"));

it("has every rule whose file is in the folder of a group, and no id twice", () => {
  const written = ruleFiles
    .filter(isRule)
    .flatMap((file) =>
      [...readFileSync(join(src, file), "utf8").matchAll(/^ {2}id: "(.+)",$/gm)].map(
        ([, id]) => id,
      ),
    );
  expect(rules.map(({ id }) => id).sort()).toEqual(written.sort());
  expect(new Set(written).size).toBe(written.length);
});

it.each(rules.map((rule) => [rule.id, rule] as const))(
  "%s says all that a finding needs",
  (id, rule) => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
    expect(rule.types.length).toBeGreaterThan(0);
    for (const type of rule.types) expect(type).toMatch(/^[a-z]+:[\w/]+:\w+$/);
    expect(rule.source).not.toBe("");
    expect(rule.fix).toMatch(/^[A-Z].*\.$/s);
  },
);

it.each(ruleFiles.filter(isRule))("%s has a test beside it", (file) => {
  expect(readdirSync(src, { recursive: true })).toContain(file.replace(/\.ts$/, ".test.ts"));
});

it("finds a rule by its id", () => {
  expect(ruleOf("rds-private")?.controls).toContain("RDS.2");
  expect(ruleOf("toString")).toBeUndefined();
});
