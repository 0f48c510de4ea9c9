import { readdirSync } from "node:fs";

import { fileOfToken, loadFunctionType, loadResourceType } from "./load-type.ts";

it.each([
  ["aws:ec2/vpc:Vpc", "ec2/vpc.ts"],
  ["aws:ec2/routeTableAssociation:RouteTableAssociation", "ec2/route-table-association.ts"],
  ["aws:index/getRegion:getRegion", "index/get-region.ts"],
  ["aws:apigatewayv2/api:Api", "apigatewayv2/api.ts"],
  [
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
    "ec2/vpc-ipv6-cidr-block-association.ts",
  ],
  ["aws:s3/bucketV2:BucketV2", "s3/bucket-v2.ts"],
  ["gcp:compute/network:Network", undefined],
  ["pulumi:providers:aws", undefined],
  ["aws:../../x:X", undefined],
])("the file of %s", (token, file) => {
  expect(fileOfToken(token)).toBe(file);
});

it("fails for a type that it does not know, and says where to add it", async () => {
  await expect(loadResourceType("aws:sqs/queue:Queue")).rejects.toThrow(
    'the sandbox does not know the resource type "aws:sqs/queue:Queue". ' +
      "Add tools/sandbox/provider/sqs/queue.ts beside its neighbours",
  );
  await expect(loadFunctionType("aws:sqs/getQueue:getQueue")).rejects.toThrow(
    'does not know the function "aws:sqs/getQueue:getQueue". Add tools/sandbox/provider/sqs/get-queue.ts',
  );
});

/** Files of types and functions, by the exports that make them such. */
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => /^[a-z0-9]+\/[a-z0-9-]+\.ts$/.test(file))
  .filter((file) => !file.startsWith("testing/"));

it.each(files)("%s is found by its own token", async (file) => {
  const module = (await import(new URL(file, import.meta.url).href)) as {
    resource?: { token: string };
    fn?: { token: string };
  };
  const { resource, fn } = module;
  if (resource !== undefined) {
    expect(fileOfToken(resource.token)).toBe(file);
    expect(await loadResourceType(resource.token)).toBe(resource);
  }
  if (fn !== undefined) {
    expect(fileOfToken(fn.token)).toBe(file);
    expect(await loadFunctionType(fn.token)).toBe(fn);
  }
});
