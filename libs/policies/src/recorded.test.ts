import * as pulumi from "@pulumi/pulumi";
import { record } from "@strata/testing";

import { contextOf } from "./context.ts";
import { findingsOf, recordedResources } from "./recorded.ts";
import { refersTo } from "./resource.ts";
import { judgementOf } from "./waiver.ts";

class Thing extends pulumi.CustomResource {
  constructor(
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(type, name, inputs, opts);
  }
}
const BUCKET = "aws:s3/bucket:Bucket";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const context = contextOf("data", "prod");

const recorded = async () => {
  const { resources } = await record({ project: "data", stack: "prod" }, () => {
    const group = new pulumi.ComponentResource("strata:data:Store", "store");
    const opts = { parent: group };
    const bucket = new Thing(BUCKET, "logs", { bucket: "strata-logs" }, { ...opts, protect: true });
    new Thing(BLOCK, "logs", { bucket: bucket.id, ...all }, opts);
    new Thing(BUCKET, "open", { bucket: "strata-open" }, opts);
  });
  return resources;
};

it("are held against the same rules, pairs included", async () => {
  const found = findingsOf(await recorded(), context).filter(
    ({ rule }) => rule === "s3-block-public",
  );
  expect(found.map(({ name, urn }) => [name, urn])).toEqual([
    ["open", `urn:pulumi:prod::data::strata:data:Store$${BUCKET}::open`],
  ]);
});

it("have options, parents, and what names them", async () => {
  const resources = recordedResources(await recorded(), context);
  const of = (type: string, name: string) =>
    resources.find((one) => one.type === type && one.name === name);
  const [logs, open, block] = [of(BUCKET, "logs"), of(BUCKET, "open"), of(BLOCK, "logs")];
  expect(logs).toMatchObject({
    options: { protect: true, retainOnDelete: false },
    parent: "urn:pulumi:prod::data::strata:data:Store::store",
  });
  expect(block !== undefined && logs !== undefined && refersTo(block, "bucket", logs)).toBe(true);
  expect(block !== undefined && open !== undefined && refersTo(block, "bucket", open)).toBe(false);
});

it("are judged with the waivers of their layer", async () => {
  const waivers = [
    {
      rule: "s3-block-public",
      resource: "open",
      environment: "prod",
      reason: "serves the web site",
      expires: "2026-12-31",
    },
  ];
  const { findings, problems } = judgementOf(await recorded(), waivers, context, "2026-06-15");
  expect(problems).toEqual([]);
  expect(findings.find(({ rule }) => rule === "s3-block-public")?.waived?.expires).toBe(
    "2026-12-31",
  );
});
