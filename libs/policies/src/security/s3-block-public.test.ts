import { UNKNOWN } from "../unknown.ts";
import { findingsFor, type LiteralResource } from "../testing/findings-for.ts";
import { s3BlockPublic } from "./s3-block-public.ts";

const bucket: LiteralResource = {
  type: "aws:s3/bucket:Bucket",
  name: "logs",
  props: { bucket: "strata-logs" },
};
const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const block = (props: object, made: Partial<LiteralResource> = {}): LiteralResource => ({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  name: "logs-public-access",
  props: { ...all, ...props },
  ...made,
});

it("passes a bucket whose block is found by the bucket's name, or by what it was made of", () => {
  expect(findingsFor(s3BlockPublic, [bucket, block({ bucket: "strata-logs" })])).toEqual([]);
  const traced = block({ bucket: UNKNOWN }, { madeOf: { bucket: ["logs"] } });
  expect(findingsFor(s3BlockPublic, [bucket, traced])).toEqual([]);
});

it("cannot tell when the block may be of any bucket", () => {
  expect(findingsFor(s3BlockPublic, [bucket, block({ bucket: UNKNOWN })])).toEqual([]);
});

it("fails a bucket without a block of its own", () => {
  const expected = ["logs has no public access block"];
  expect(findingsFor(s3BlockPublic, [bucket])).toEqual(expected);
  expect(findingsFor(s3BlockPublic, [bucket, block({ bucket: "strata-other" })])).toEqual(expected);
});

it.each(Object.keys(all))("fails a block without %s", (name) => {
  const { [name]: _, ...rest } = block({ bucket: "strata-logs" }).props as Record<string, unknown>;
  const expected = [`logs-public-access (${name}) leaves logs open to being public`];
  for (const props of [rest, { ...rest, [name]: false }]) {
    expect(findingsFor(s3BlockPublic, [bucket, { ...block({}), props }])).toEqual(expected);
  }
});
