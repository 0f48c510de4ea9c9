import { spawnSync } from "node:child_process";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { defineContract } from "./define-contract.ts";
import { clearReads, recordedReads } from "./reads.ts";
import { withUpstream } from "./upstream.ts";

const contract = defineContract("network", {
  vpcId: z.string().startsWith("vpc-"),
  subnetIds: z.array(z.string().startsWith("subnet-")).min(2),
  port: z.int(),
});
const good = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"], port: 80 };

const references: string[] = [];

/** Runs in the program of `data`, with `outputs` as the deployed state of network. */
async function inProgram<T>(outputs: Record<string, unknown>, program: () => T): Promise<T> {
  references.length = 0;
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name }) => {
      if (type === "pulumi:pulumi:StackReference") references.push(name);
      return { id: name, state: { name, outputs, secretOutputNames: ["port"] } };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "data", "local", true, "organization");
  return program();
}

const settled = (output: pulumi.Output<unknown>) =>
  new Promise((resolve) => output.apply((value) => resolve(value)));

/**
 * What a program prints that ends with an Output without a value. In a process of its own, since such
 * an Output also rejects promises that nobody holds.
 */
function failure(outputs: Record<string, unknown>, ...lines: string[]): string {
  const script = [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { z } from "zod";',
    'import { defineContract, withUpstream } from "./index.ts";',
    `const state = { name: "x", outputs: ${JSON.stringify(outputs)}, secretOutputNames: [] };`,
    "const mocks = { newResource: ({ name }) => ({ id: name, state }), call: () => ({}) };",
    'await pulumi.runtime.setMocks(mocks, "data", "local", false, "organization");',
    'const contract = defineContract("network", { vpcId: z.string().startsWith("vpc-") });',
    ...lines,
  ].join("\n");
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: join(import.meta.dirname, ".."),
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(run.status).toBe(1);
  return run.stderr;
}

beforeEach(() => clearReads());

describe("check", () => {
  it.each([
    ["vpcId", "subnet-1"],
    ["vpcId", undefined],
    ["subnetIds", ["subnet-a"]],
    ["port", "80"],
  ] as const)("rejects %s = %j by name", (key, value) => {
    expect(() => contract.check(key, value)).toThrow(
      new RegExp(`^contract "network", output "${key}": `),
    );
  });

  it("passes what is known only after the deployment", () => {
    expect(contract.check("vpcId", pulumi.unknown)).toBe(pulumi.unknown);
    const half = ["subnet-a", pulumi.unknown];
    expect(contract.check("subnetIds", half)).toBe(half);
  });
});

describe("verify", () => {
  it("finds nothing in good outputs", () => {
    expect(contract.verify(good, "dev")).toEqual([]);
  });

  it("reports every missing and invalid output, with producer, environment and command", () => {
    expect(contract.verify({ vpcID: "vpc-1", subnetIds: ["x"], port: 80 }, "dev")).toEqual([
      {
        layer: "network",
        key: "vpcId",
        kind: "missing",
        message:
          'network in environment "dev" does not publish "vpcId" (it publishes "vpcID"). ' +
          "Run: npx nx run network:up --env=dev",
      },
      {
        layer: "network",
        key: "subnetIds",
        kind: "invalid",
        message: expect.stringMatching(
          /^network in environment "dev" publishes what .*"subnetIds".* Run: npx nx run network:up --env=dev$/s,
        ) as string,
      },
    ]);
  });

  it("looks at the wanted keys only", () => {
    expect(contract.verify({ port: 80 }, "dev", ["port"])).toEqual([]);
  });

  it("does not take what an object inherits for an output", () => {
    const odd = defineContract("x", { toString: z.string() });
    expect(odd.verify({}, "dev").map(({ kind }) => kind)).toEqual(["missing"]);
  });
});

describe("publish", () => {
  it("returns each checked value as an Output", async () => {
    const published = await inProgram({}, () =>
      contract.publish({ ...good, vpcId: pulumi.output("vpc-1") }),
    );
    expect(Object.keys(published)).toEqual(["vpcId", "subnetIds", "port"]);
    expect(await settled(published.vpcId)).toBe("vpc-1");
  });

  it("rejects a value that breaks the promise", () => {
    expect(failure({}, 'contract.publish({ vpcId: "x" });')).toContain(
      'RunError: contract "network", output "vpcId": ',
    );
  });

  it("rejects what only a cast gets past the compiler", () => {
    const wrong = { vpcId: "vpc-1", port: 80, extra: 1 } as unknown as typeof good;
    expect(() => contract.publish(wrong)).toThrow(
      'contract "network" is not what index.ts publishes: missing subnetIds, extra extra. ' +
        "Publish exactly: vpcId, subnetIds, port",
    );
  });
});

describe("read, from the state", () => {
  it("refers to the stack of the same environment, once", async () => {
    const { vpcId, port } = await inProgram(good, () => contract.read());
    expect(await settled(vpcId)).toBe("vpc-1");
    expect(await settled(port)).toBe(80);
    expect(references).toEqual(["organization/network/local"]);
  });

  it("offers every key of the contract", async () => {
    const received = await inProgram(good, () => contract.read());
    expect(Object.keys(received)).toEqual(["vpcId", "subnetIds", "port"]);
  });

  it("marks the secret outputs secret and no others", async () => {
    const received = await inProgram(good, () => contract.read());
    expect(await pulumi.isSecret(received.port)).toBe(true);
    expect(await pulumi.isSecret(received.vpcId)).toBe(false);
  });

  it("fails by name when a stale producer lacks an output", () => {
    expect(failure({ vpc: "vpc-1" }, "contract.read().vpcId;")).toContain(
      'RunError: network in environment "local" does not publish "vpcId". ' +
        "Run: npx nx run network:up --env=local",
    );
  });

  it("fails by name when a stale producer publishes something else", () => {
    expect(failure({ vpcId: 1 }, "contract.read().vpcId;")).toContain(
      'RunError: network in environment "local" publishes what its contract does not allow',
    );
  });

  it("records only the keys that are accessed", async () => {
    const received = await inProgram(good, () => contract.read());
    expect(recordedReads()).toEqual([]);
    expect([received.vpcId, received.vpcId]).toHaveLength(2);
    expect(recordedReads()).toEqual([{ reader: "data", layer: "network", key: "vpcId" }]);
    expect(recordedReads("compute")).toEqual([]);
    clearReads("compute");
    expect(recordedReads("data")).toHaveLength(1);
    clearReads("data");
    expect(recordedReads()).toEqual([]);
  });
});

describe("read, from what is planned", () => {
  const planned =
    (outputs: Record<string, unknown> | undefined) => (layer: string, name: string) =>
      layer === "network" && name === "local" ? outputs : undefined;

  it("takes the planned outputs and reads no state", async () => {
    const received = await inProgram({}, () => withUpstream(planned(good), () => contract.read()));
    expect(await settled(received.port)).toBe(80);
    expect(references).toEqual([]);
    expect(recordedReads()).toHaveLength(1);
  });

  it("hands on what is unknown, per key and inside a list", async () => {
    const outputs = { vpcId: pulumi.unknown, subnetIds: ["subnet-a", pulumi.unknown], port: 80 };
    const received = await inProgram({}, () =>
      withUpstream(planned(outputs), () => contract.read()),
    );
    const known = (output: pulumi.Output<unknown>) =>
      (output as unknown as { isKnown: Promise<boolean> }).isKnown;
    expect(await known(received.vpcId)).toBe(false);
    expect(await known(received.port)).toBe(true);
    expect(await settled(received.port)).toBe(80);
  });

  it("takes Outputs", async () => {
    const outputs = { ...good, vpcId: pulumi.output("vpc-2") };
    const received = await inProgram({}, () =>
      withUpstream(planned(outputs), () => contract.read()),
    );
    expect(await settled(received.vpcId)).toBe("vpc-2");
  });

  it("rejects an Output that breaks the promise", () => {
    const program =
      'withUpstream(() => ({ vpcId: pulumi.output("x") }), () => contract.read()).vpcId;';
    expect(failure({}, program)).toContain('RunError: contract "network", output "vpcId": ');
  });

  it("fails at once, by name, when a planned output is missing", async () => {
    const received = await inProgram({}, () =>
      withUpstream(planned({ vpcId: "vpc-1" }), () => contract.read()),
    );
    expect(() => received.port).toThrow('network in environment "local" does not publish "port"');
  });

  it("reads the state of a layer for which nothing is planned", async () => {
    const received = await inProgram(good, () =>
      withUpstream(planned(undefined), () => contract.read()),
    );
    expect(await settled(received.port)).toBe(80);
    expect(references).toEqual(["organization/network/local"]);
  });
});

describe("the compiler", () => {
  it("refuses what the contract does not say", () => {
    const attempts = () => {
      // @ts-expect-error subnetIds and port are missing
      contract.publish({ vpcId: "vpc-1" });
      // @ts-expect-error the port is a number
      contract.publish({ ...good, port: "80" });
      const more = { ...good, extra: 1 };
      // @ts-expect-error an extra output, even from a variable
      contract.publish(more);
      // @ts-expect-error no such output
      expect(contract.read().nothing).toBeUndefined();
      // @ts-expect-error no such output
      contract.check("nothing", 1);
    };
    expect(attempts).toBeDefined();
  });
});
