import { spawnSync } from "node:child_process";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { contractTypes } from "./contract-registry.ts";
import { defineContract } from "./define-contract.ts";
import { clearReads, recordedReads } from "./reads.ts";
import { withUpstream, type Upstream, type UpstreamOutputs } from "./upstream.ts";

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
    newResource: ({ type, name, inputs }) => {
      if (type !== "pulumi:pulumi:StackReference") return { id: name, state: inputs as object };
      references.push(name);
      return { id: name, state: { name, outputs, secretOutputNames: [] } };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "data", "local", true, "organization");
  let result: { readonly value: T } | { readonly error: unknown } | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      result = { value: program() };
    } catch (error) {
      result = { error };
    }
    return {};
  });
  await pulumi.runtime.disconnect(); // waits until every registration has arrived
  if (result === undefined) throw new Error("the program did not run");
  if ("error" in result) throw result.error;
  return result.value;
}

/** What network publishes, as the run that started the program knows it. */
function knowing(network: UpstreamOutputs): Upstream {
  return (layer, environment) =>
    layer === "network" && environment === "local" ? network : undefined;
}

const settled = (output: pulumi.Output<unknown>) =>
  new Promise((resolve) => output.apply((value) => resolve(value)));

/**
 * What a program prints that ends with an Output without a value. In a process of its own, since such
 * an Output also rejects promises that nobody holds. Line 1 of its source is the first of `lines`.
 */
function failure(state: object, ...lines: string[]): string {
  const script = [
    'import * as pulumi from "@pulumi/pulumi"; import { z } from "zod"; ',
    'import { defineContract, withUpstream } from "./index.ts"; ',
    `const state = { name: "x", outputs: {}, secretOutputNames: [], ...${JSON.stringify(state)} }; `,
    "const mocks = { newResource: ({ name }) => ({ id: name, state }), call: () => ({}) }; ",
    'await pulumi.runtime.setMocks(mocks, "data", "local", false, "organization"); ',
    'const contract = defineContract("network", { vpcId: z.string().startsWith("vpc-") }); ',
    lines.join("\n"),
  ].join("");
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: join(import.meta.dirname, ".."),
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(run.status).toBe(1);
  return run.stderr.replaceAll("[eval1]", "program");
}

beforeEach(() => clearReads());

describe("the definition", () => {
  it("tells the types of the outputs to whoever asks for the layer", () => {
    expect(contractTypes("network")).toEqual({
      vpcId: { type: "string" },
      subnetIds: { type: "array", items: { type: "string" } },
      port: { type: "integer" },
    });
    expect(contractTypes("nobody")).toBeUndefined();
  });

  it("can be made again, as long as it says the same", () => {
    defineContract("again", { id: z.string() });
    expect(() => defineContract("again", { id: z.string().min(2) })).not.toThrow();
    expect(() => defineContract("again", { id: z.int() })).toThrow(
      'contract "again": it is defined a second time, and differs. Keep the one in libs/contracts/again.',
    );
    expect(contractTypes("again")).toEqual({ id: { type: "string" } });
  });

  it.each(["then", "toString", "toJSON", "VpcId", "vpc_id", "vpc-id", "__proto__", ""])(
    "refuses %j as a name",
    (name) => {
      const shape = Object.fromEntries([[name, z.string()]]) as Record<"vpcId", z.ZodString>;
      expect(() => defineContract("names", shape)).toThrow(
        `"${name}" cannot be the name of an output: use camel case`,
      );
    },
  );

  it.each([
    ["dbPassword", { dbPassword: z.string() }],
    ["password", { database: z.object({ password: z.string() }) }],
    ["api_token", { users: z.array(z.object({ api_token: z.string() })) }],
    ["privateKey", { users: z.record(z.string(), z.object({ privateKey: z.string() })) }],
    ["clientSecret", { either: z.union([z.string(), z.object({ clientSecret: z.string() })]) }],
  ])("refuses %s, the name of a secret value", (name, shape: object) => {
    expect(() => defineContract("secrets", shape as Record<"vpcId", z.ZodString>)).toThrow(
      `contract "secrets": the name "${name}" says that it holds a secret value, which no contract does. ` +
        `Publish the ARN of the secret, as "${name}Arn", and let the reader fetch the value.`,
    );
  });

  it("refuses what is no JSON value", () => {
    expect(() => defineContract("dates", { at: z.date() })).toThrow(
      'contract "dates": output "at" is no JSON value: ',
    );
  });
});

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

  it("says every fault of a value in one line, with its place, and repeats no value", () => {
    expect(() => contract.check("subnetIds", ["subnet-a", "hunter2", 1])).toThrow(
      /^contract "network", output "subnetIds": Invalid string: must start with "subnet-" at 1; [^;]* at 2$/,
    );
  });

  it("passes what is known only after the deployment", () => {
    expect(contract.check("vpcId", pulumi.unknown)).toBe(pulumi.unknown);
    const half = ["subnet-a", pulumi.unknown];
    expect(contract.check("subnetIds", half)).toBe(half);
  });
});

describe("publish", () => {
  it("returns each checked value as an Output", async () => {
    const published = await inProgram({}, () =>
      contract.publish({ ...good, vpcId: pulumi.output("vpc-1") }),
    );
    expect(Object.keys(published)).toEqual(["vpcId", "subnetIds", "port"]);
    expect(await settled(published.vpcId)).toBe("vpc-1");
    expect(await pulumi.isSecret(published.vpcId)).toBe(false);
  });

  it("rejects a value that breaks the promise, with file and line", () => {
    expect(failure({}, "", 'contract.publish({ vpcId: "x" });')).toContain(
      'RunError: libs/contracts/core/program:2 publishes "vpcId" with a value that contract "network" ' +
        'does not allow: Invalid string: must start with "vpc-"\n' +
        "Change the value, or what libs/contracts/network says.\n",
    );
  });

  it.each([
    'pulumi.secret("vpc-1")',
    "pulumi.secret(pulumi.output(pulumi.unknown))",
    'pulumi.interpolate`vpc-${pulumi.secret("1")}`',
  ])("refuses the secret %s, with file, line and what to do", (secret) => {
    expect(failure({}, `contract.publish({ vpcId: ${secret} });`)).toContain(
      'RunError: libs/contracts/core/program:1 publishes a secret as "vpcId", but no contract holds a secret: ' +
        "the state of every reader would hold it too.\n" +
        "Keep the value in Secrets Manager, publish the ARN of the secret, and let the reader fetch the value by it.\n",
    );
  });

  it("refuses a secret inside an object", () => {
    const lines = [
      'const map = defineContract("map", { of: z.record(z.string(), z.string()) });',
      'map.publish({ of: { a: "x", b: pulumi.secret("y") } });',
    ];
    expect(failure({}, ...lines)).toContain('program:2 publishes a secret as "of"');
  });

  it("rejects what only a cast gets past the compiler", () => {
    const wrong = { vpcId: "vpc-1", port: 80, extra: 1 } as unknown as typeof good;
    expect(() => contract.publish(wrong)).toThrow(
      'publishes something else than contract "network" declares: subnetIds is missing, extra is not declared\n' +
        "Publish exactly: vpcId, subnetIds, port",
    );
  });
});

describe("read, of what the run knows nothing about", () => {
  it("refers to the stack of the same environment, once", async () => {
    const [{ vpcId }, { port }] = await inProgram(good, () => {
      const [one, two] = [contract.read(), contract.read()];
      return [{ vpcId: one.vpcId }, { port: two.port }] as const;
    });
    expect(await settled(vpcId)).toBe("vpc-1");
    expect(await settled(port)).toBe(80);
    expect(references).toEqual(["organization/network/local"]);
  });

  it("refers to no stack as long as nothing is accessed", async () => {
    await inProgram(good, () => contract.read());
    expect(references).toEqual([]);
  });

  it("fails when a stale producer lacks an output, with file, line and both ways to go on", () => {
    expect(failure({ outputs: { vpc: 1 } }, "const n = contract.read();", "n.vpcId;")).toContain(
      'RunError: libs/contracts/core/program:2 reads "vpcId" of network in environment "local", ' +
        "but the network that is deployed there does not publish it\n" +
        "If network was deployed from older code than this: npx nx run network:up --env=local\n" +
        "If it was deployed from newer code: stop reading it, then npx nx run data:up --env=local\n",
    );
  });

  it("fails when a stale producer publishes something else", () => {
    expect(failure({ outputs: { vpcId: 1 } }, "contract.read().vpcId;")).toContain(
      'RunError: libs/contracts/core/program:1 reads "vpcId" of network in environment "local", but the network ' +
        "that is deployed there publishes what the contract here does not allow: " +
        "Invalid input: expected string, received number\n" +
        "If network was deployed from older code than this: npx nx run network:up --env=local\n" +
        "If it was deployed from newer code: take over its libs/contracts/network, " +
        "then npx nx run data:up --env=local\n",
    );
  });

  it("fails when a producer publishes it as a secret", () => {
    const state = { outputs: { vpcId: "vpc-1" }, secretOutputNames: ["vpcId"] };
    expect(failure(state, "contract.read().vpcId;")).toContain(
      'RunError: libs/contracts/core/program:1 reads "vpcId" of network in environment "local", ' +
        "but network publishes it as a secret, which no contract holds\n",
    );
  });

  it("records only the keys that are accessed", async () => {
    const received = await inProgram(good, () => contract.read());
    expect(Object.keys(received)).toEqual(["vpcId", "subnetIds", "port"]);
    expect(recordedReads()).toEqual([]);
    await inProgram(good, () => [received.vpcId, received.vpcId]);
    expect(recordedReads()).toEqual([{ reader: "data", layer: "network", key: "vpcId" }]);
    expect(recordedReads("compute")).toEqual([]);
    clearReads("compute");
    expect(recordedReads("data")).toHaveLength(1);
    clearReads("data");
    expect(recordedReads()).toEqual([]);
  });

  it("refuses the layer's own contract", async () => {
    const own = defineContract("data", { id: z.string() });
    await expect(inProgram({}, () => own.read())).rejects.toThrow(
      "reads the contract of its own layer data. Use the resources themselves.",
    );
  });
});

describe("read, of what is planned", () => {
  const planned = (outputs: Record<string, unknown>) => knowing({ kind: "planned", outputs });

  it("takes the planned outputs and reads no state", async () => {
    const { port } = await inProgram({}, () =>
      withUpstream(planned(good), () => ({ port: contract.read().port })),
    );
    expect(await settled(port)).toBe(80);
    expect(references).toEqual([]);
    expect(recordedReads()).toHaveLength(1);
  });

  it("hands on what is unknown, per key and inside a list", async () => {
    const outputs = { vpcId: pulumi.unknown, subnetIds: ["subnet-a", pulumi.unknown], port: 80 };
    const { vpcId, subnetIds, port } = await inProgram({}, () =>
      withUpstream(planned(outputs), () => ({ ...contract.read() })),
    );
    const known = (output: pulumi.Output<unknown>) =>
      (output as unknown as { isKnown: Promise<boolean> }).isKnown;
    expect(await known(vpcId)).toBe(false);
    expect(await known(subnetIds)).toBe(false);
    expect(await settled(subnetIds[0] as pulumi.Output<string>)).toBe("subnet-a");
    expect(await settled(port)).toBe(80);
  });

  it("fails at once when an output is not planned, and says what to edit", async () => {
    const program = () => withUpstream(planned({ vpcId: "vpc-1" }), () => contract.read().port);
    await expect(inProgram({}, program)).rejects.toThrow(
      'data reads "port" of network in environment "local", but network plans no such output\n' +
        "Publish it in apps/network.",
    );
  });

  it("fails at once when another value is planned than the contract allows", async () => {
    const program = () => withUpstream(planned({ port: "80" }), () => contract.read().port);
    await expect(inProgram({}, program)).rejects.toThrow(
      "but network plans what the contract does not allow: Invalid input: expected number, received string\n" +
        "Change what apps/network publishes, or what libs/contracts/network says.",
    );
  });
});

describe("read, of what the run has seen deployed", () => {
  const deployed = (outputs: Record<string, unknown>, secrets: string[] = []) =>
    knowing({ kind: "deployed", outputs, secrets });

  it("takes the values from the state, through the one reference", async () => {
    const { vpcId, port } = await inProgram({ ...good, port: 81 }, () =>
      withUpstream(deployed(good), () => ({ ...contract.read() })),
    );
    expect(await settled(vpcId)).toBe("vpc-1");
    expect(await settled(port)).toBe(81);
    expect(references).toEqual(["organization/network/local"]);
  });

  it.each<[string, Record<string, unknown>, string[], string]>([
    [
      "the producer is not deployed",
      {},
      [],
      "network is not deployed there\nDeploy it first: npx nx run network:up --env=local",
    ],
    [
      "it does not publish the output",
      { vpcId: "vpc-1" },
      [],
      "the network that is deployed there does not publish it\n" +
        "If network was deployed from older code than this: npx nx run network:up --env=local\n" +
        "If it was deployed from newer code: stop reading it, then npx nx run data:up --env=local",
    ],
    [
      "it publishes the output under a name that is new",
      { subnetIds: [], ports: 80 },
      [],
      'the network that is deployed there does not publish it; it publishes "ports"\nIf network was',
    ],
    [
      "it publishes another type",
      { port: "80" },
      [],
      "the network that is deployed there publishes what the contract here does not allow: " +
        "Invalid input: expected number, received string\nIf network was",
    ],
    [
      "it publishes a secret",
      { vpcId: "vpc-1" },
      ["port"],
      "network publishes it as a secret, which no contract holds\n" +
        "In apps/network, keep the value in Secrets Manager and publish the ARN; " +
        "read the value by it where it is used.\n" +
        "Then: npx nx run network:up --env=local",
    ],
  ])("fails at once when %s, and refers to no stack", async (_, outputs, secrets, why) => {
    const program = () => withUpstream(deployed(outputs, secrets), () => contract.read().port);
    await expect(inProgram(good, program)).rejects.toThrow(
      `data reads "port" of network in environment "local", but ${why}`,
    );
    expect(references).toEqual([]);
  });

  it("does not take another output of the contract for the missing one", async () => {
    const pair = defineContract("pair", { idA: z.string(), idB: z.string() });
    const known: Upstream = () => ({ kind: "deployed", outputs: { idB: "x" } });
    const program = () => withUpstream(known, () => pair.read().idA);
    await expect(inProgram({}, program)).rejects.toThrow("does not publish it\nIf pair was");
  });

  it("fails at once with an error that a program ends with quietly", async () => {
    const program = () => withUpstream(deployed({}), () => contract.read().port);
    const error: unknown = await inProgram({}, program).catch((reason: unknown) => reason);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
  });

  it("asks nothing of an output that is not accessed", async () => {
    const { port } = await inProgram(good, () =>
      withUpstream(deployed({ port: 80, vpcId: 1 }), () => ({ port: contract.read().port })),
    );
    expect(await settled(port)).toBe(80);
  });

  it("names file and line of the access", () => {
    const lines = [
      'const known = () => ({ kind: "deployed", outputs: { other: 1 } });',
      "const network = withUpstream(known, () => contract.read());",
      "",
      "network.vpcId;",
    ];
    expect(failure({}, ...lines)).toContain('libs/contracts/core/program:4 reads "vpcId"');
  });
});

describe("an unknown name", () => {
  const read = (name: string) =>
    inProgram(good, () => (contract.read() as Record<string, unknown>)[name]);

  it("fails at once, with the name that was probably meant", async () => {
    await expect(read("vpcID")).rejects.toThrow(
      'data reads "vpcID" of network in environment "local", but its contract declares no such output, ' +
        'did you mean "vpcId"?\n' +
        'Use a declared name, or declare "vpcID" in libs/contracts/network and publish it in apps/network.',
    );
    expect(references).toEqual([]);
    expect(recordedReads()).toEqual([]);
  });

  it("fails at once, with all names when none is near", async () => {
    await expect(read("bucket")).rejects.toThrow(
      "declares no such output, only vpcId, subnetIds, port\n",
    );
  });

  it("names file and line", () => {
    expect(failure({}, "", "", "contract.read().vpcID;")).toContain(
      'RunError: libs/contracts/core/program:3 reads "vpcID"',
    );
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
      // @ts-expect-error a secret value
      defineContract("x", { dbPassword: z.string() });
    };
    expect(attempts).toBeDefined();
  });
});
