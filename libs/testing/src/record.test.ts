import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { identities, record } from "./record.ts";
import { recordThroughHost } from "./record-through-host.ts";
import { environmentsOf, settingsIn } from "./settings-file.ts";
import { valueOf } from "./value-of.ts";

const world = { project: "data", settings: { days: 7 } };

class Thing extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    super("aws:ec2/vpc:Vpc", name, inputs, opts);
  }
}

describe("record", () => {
  it("returns what the program returns, and every resource with inputs and options", async () => {
    const { result, resources } = await record(world, () => {
      const one = new Thing("one", { size: 1 });
      return new Thing("two", { size: pulumi.output(2) }, { dependsOn: one });
    });
    expect(identities(resources)).toEqual(["aws:ec2/vpc:Vpc one", "aws:ec2/vpc:Vpc two"]);
    expect(resources.map(({ inputs }) => inputs)).toEqual([{ size: 1 }, { size: 2 }]);
    expect(resources[1]?.options.dependsOn).toBeInstanceOf(Thing);
    expect(await valueOf(result.id)).toBe("vpc-two");
  });

  it("starts each run without the resources of the last", async () => {
    await record(world, () => new Thing("one", {}));
    const { resources } = await record(world, () => new Thing("two", {}));
    expect(identities(resources)).toEqual(["aws:ec2/vpc:Vpc two"]);
  });

  it("hands the settings to the program", async () => {
    const { result } = await record(world, () => new pulumi.Config().getObject("settings"));
    expect(result).toEqual({ days: 7 });
  });

  it("fails with what the program throws, at once or later", async () => {
    const broken = () => {
      throw new Error("broken");
    };
    await expect(record(world, broken)).rejects.toThrow("broken");
    await expect(record(world, async () => broken())).rejects.toThrow("broken");
  });
});

describe("recordThroughHost", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "strata-host-"));
    mkdirSync(join(folder, "node_modules"));
    const modules = join(import.meta.dirname, "../../../node_modules");
    symlinkSync(join(modules, "@pulumi"), join(folder, "node_modules/@pulumi"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
    writeFileSync(join(folder, "Pulumi.yaml"), `name: data\n${runtime}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...lines: string[]) => {
    const source = ['import * as pulumi from "@pulumi/pulumi";', ...lines].join("\n");
    writeFileSync(join(folder, "index.ts"), source);
    return recordThroughHost(folder, world);
  };

  it("runs a TypeScript program and records resources and outputs", async () => {
    const recording = await run(
      "export default function program(): object {",
      '  const thing = new pulumi.CustomResource("aws:ec2/vpc:Vpc", "one", { size: 1 });',
      '  const settings = new pulumi.Config().getObject("settings");',
      "  return { id: thing.id, settings };",
      "}",
    );
    expect(recording).toEqual({
      exitCode: 0,
      resources: [{ type: "aws:ec2/vpc:Vpc", name: "one", inputs: { size: 1 } }],
      outputs: { id: "vpc-one", settings: { days: 7 } },
      log: [],
    });
  });

  it("fails with what a failing program reports", async () => {
    const { exitCode, log } = await run(
      'export default () => { throw new pulumi.RunError("broken on purpose"); };',
    );
    expect(exitCode).not.toBe(0);
    expect(log.join("\n")).toContain("broken on purpose");
  });
});

describe("settings files", () => {
  const apps = join(import.meta.dirname, "../fixtures");

  it("are found by their names", () => {
    expect(environmentsOf(apps)).toEqual(["dev", "local"]);
  });

  it("hold the settings of the layer", () => {
    expect(settingsIn(apps, "data", "local")).toEqual({ days: 7 });
  });

  it("fail when they hold none", () => {
    expect(() => settingsIn(apps, "data", "dev")).toThrow(
      'Pulumi.dev.yaml of data has no config "data:settings"',
    );
  });
});
