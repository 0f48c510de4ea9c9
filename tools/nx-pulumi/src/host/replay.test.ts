import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/server.js";

import { GoalRecorder } from "./goal-recorder.ts";
import type { ReplayRequest } from "./message.ts";
import type { LanguageServer } from "./program.ts";
import { replay } from "./replay.ts";

type Program = () => Promise<Record<string, unknown>>;

const { LanguageServer: Server } = automation as unknown as {
  LanguageServer: new (program: Program) => LanguageServer;
};

const URN = "urn:pulumi:dev::web::";

/** What a deployment found and left. */
const request: ReplayRequest = {
  layer: "web",
  environment: "dev",
  config: { "web:size": "3" },
  resources: {
    [`${URN}pulumi:pulumi:Stack::web-dev`]: { id: "", outputs: {} },
    [`${URN}web:index:Group::main`]: { id: "", outputs: {} },
    [`${URN}web:index:Group$cloud:index:Thing::one`]: { id: "t-1", outputs: { size: 3 } },
    [`${URN}cloud:index:Thing::two`]: { id: "t-2", outputs: { size: 3 } },
  },
  goal: { digest: "", answers: {}, features: [0, 1, 3] },
  upstream: {},
};

class Thing extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;

  constructor(name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    super("cloud:index:Thing", name, { size: undefined, ...props }, opts);
  }
}

const recorder = new GoalRecorder();

/** Digest of what a program asks for. */
async function goalOf(program: Program, found = request): Promise<string> {
  const begun = async () => {
    recorder.clear();
    return program();
  };
  await replay(new Server(begun), found);
  return recorder.goal.digest;
}

interface Shape {
  readonly colour?: string;
  readonly protect?: boolean;
  readonly output?: string;
}

/** Two resources, the second with an input that comes from the first. */
function program({ colour = "red", protect = false, output = "o" }: Shape = {}): Program {
  return async () => {
    const group = new pulumi.ComponentResource("web:index:Group", "main");
    const size = new pulumi.Config("web").requireNumber("size");
    const one = new Thing("one", { size, colour }, { parent: group });
    new Thing("two", { size: one.size, of: one.id }, { protect });
    return { [output]: one.id };
  };
}

it("is the same for a program that asks for the same in another way", async () => {
  const other: Program = async () => {
    const group = new pulumi.ComponentResource("web:index:Group", "main", {});
    const one = new Thing("one", { colour: ["r", "ed"].join(""), size: 3 }, { parent: group });
    new Thing("two", { of: pulumi.interpolate`${one.id}`, size: one.size }, { protect: false });
    return { o: pulumi.output(one.id) };
  };
  expect(await goalOf(other)).toBe(await goalOf(program()));
});

it.each<[string, Program]>([
  ["an input", program({ colour: "blue" })],
  ["an option", program({ protect: true })],
  ["the name of an output", program({ output: "p" })],
  ["a resource less", () => Promise.resolve({ o: "t-1" })],
])("differs with %s", async (_, other) => {
  expect(await goalOf(other)).not.toBe(await goalOf(program()));
});

it("differs with a setting that the program uses", async () => {
  const found = { ...request, config: { "web:size": "4" } };
  expect(await goalOf(program(), found)).not.toBe(await goalOf(program()));
});

it("keeps what a function answered, and gives the same answer again", async () => {
  const find: Program = async () => {
    const found = await pulumi.runtime.invoke("cloud:index:find", { name: "x" });
    return { o: found as string };
  };
  const key = await keyOf("cloud:index:find", { name: "x" });
  const goal = { ...request.goal, answers: { [key]: { id: "found" } } };
  await goalOf(find, { ...request, goal });
  expect(recorder.goal.answers).toEqual({ [key]: { id: "found" } });
});

it("keeps no secret that a function answered", async () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const key = await keyOf("cloud:index:secret", {});
  const answers = { [key]: { plain: 1, list: [{ ...secret, value: "hunter2" }] } };
  const ask: Program = async () => {
    await pulumi.runtime.invoke("cloud:index:secret", {});
    return {};
  };
  await goalOf(ask, { ...request, goal: { ...request.goal, answers } });
  expect(JSON.stringify(recorder.goal)).not.toContain("hunter2");
  expect(recorder.goal.answers[key]).toMatchObject({ plain: 1 });
});

/** Under which key an answer is kept. */
async function keyOf(token: string, args: Record<string, string>): Promise<string> {
  const { default: resource } = await import("@pulumi/pulumi/proto/resource_pb.js");
  const { default: struct } = await import("google-protobuf/google/protobuf/struct_pb.js");
  const { invokeKey } = await import("./goal-recorder.ts");
  const call = new resource.ResourceInvokeRequest();
  call.setTok(token);
  call.setArgs(struct.Struct.fromJavaScript(args));
  return invokeKey(call);
}
