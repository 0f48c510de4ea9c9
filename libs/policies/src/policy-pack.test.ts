import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import * as grpc from "@grpc/grpc-js";
import analyzerService from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

import { rules } from "./registry.ts";

const PACK = join(import.meta.dirname, "..", "policy-pack.ts");
const PULUMIS_UNKNOWN = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";

type Ask = (request: unknown) => Promise<never>;

/** Starts the pack as the engine does: an executable file whose first line is its port. */
async function withPack(work: (ask: (method: string) => Ask) => Promise<void>): Promise<void> {
  const pack = spawn(PACK, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(pack, "exit");
  const [port] = await once(createInterface(pack.stdout), "line");
  const { AnalyzerClient } = analyzerService as unknown as {
    AnalyzerClient: new (address: string, credentials: unknown) => Record<string, never>;
  };
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  try {
    await work((method) => promisify(client[method] as never).bind(client) as Ask);
  } finally {
    pack.stdin.end();
  }
  expect(await ended).toEqual([0, null]);
}

function database(publiclyAccessible: JavaScriptValue): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  request.setType("aws:rds/instance:Instance");
  request.setName("main");
  request.setUrn("urn:pulumi:prod::data::aws:rds/instance:Instance::main");
  request.setProperties(structProto.Struct.fromJavaScript({ publiclyAccessible }));
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  return request;
}

it("is an ordinary policy pack with every rule, and ends with the engine", async () => {
  await withPack(async (ask) => {
    const info = (await ask("getAnalyzerInfo")(new emptyProto.Empty())) as analyzer.AnalyzerInfo;
    expect(info.getName()).toBe("strata");
    expect(info.getPoliciesList().map((one) => one.getName())).toEqual(rules.map(({ id }) => id));

    const broken = async (value: JavaScriptValue) => {
      const response = (await ask("analyze")(database(value))) as analyzer.AnalyzeResponse;
      const found = response.getDiagnosticsList();
      return found.filter((one) => one.getPolicyname() === "rds-private");
    };
    const [finding, ...more] = await broken(true);
    expect(more).toEqual([]);
    expect(finding?.getEnforcementlevel()).toBe(analyzer.EnforcementLevel.MANDATORY);
    expect(finding?.getMessage()).toContain("Set publiclyAccessible to false");
    expect(await broken(false)).toEqual([]);
    expect(await broken(PULUMIS_UNKNOWN)).toEqual([]);
  });
});
