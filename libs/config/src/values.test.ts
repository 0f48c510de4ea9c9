import fc from "fast-check";

import { amiArchitecture, ami, amiParameters } from "./ami.ts";
import { architectureOf } from "./architecture.ts";
import { contains, formatCidr, overlaps, parseCidr } from "./cidr.ts";
import { nearest } from "./nearest.ts";
import {
  alignedCidr,
  instanceType,
  logRetentionDays,
  urlPath,
  vpcCidr,
  zoneLetters,
} from "./values.ts";

it.each([
  [alignedCidr, "10.0.0.0/16", true],
  [alignedCidr, "0.0.0.0/0", true],
  [alignedCidr, "10.0.0.5/16", false],
  [alignedCidr, "10.0.0.0", false],
  [alignedCidr, "10.0.0.0/33", false],
  [vpcCidr, "10.0.0.0/15", false],
  [vpcCidr, "10.0.0.0/28", true],
  [vpcCidr, "10.0.0.0/29", false],
  [logRetentionDays, 30, true],
  [logRetentionDays, 0, false],
  [logRetentionDays, 31, false],
  [instanceType, "t3.micro", true],
  [instanceType, "t3", false],
  [zoneLetters, ["a", "b"], true],
  [zoneLetters, ["a"], false],
  [zoneLetters, ["a", "a"], false],
  [zoneLetters, ["a", "z"], false],
  [urlPath, "/health", true],
  [urlPath, "health", false],
  [ami, { kind: "ssm", parameter: amiParameters[0] }, true],
  [ami, { kind: "ssm", parameter: "/my/own" }, false],
  [ami, { kind: "pinned", id: "ami-06124b567f8becfbd", region: "us-east-1" }, true],
  [ami, { kind: "pinned", id: "ami-06124b567f8becfbd" }, false],
  [ami, "ami-06124b567f8becfbd", false],
])("checks a value (case %#)", (schema, value, valid) => {
  expect(schema.safeParse(value).success).toBe(valid);
});

it.each([
  ["t3.micro", "x86_64"],
  ["t4g.small", "arm64"],
  ["c7gn.large", "arm64"],
  ["a1.large", "arm64"],
  ["g4dn.xlarge", "x86_64"],
  ["g5g.xlarge", "arm64"],
  ["m7i-flex.large", "x86_64"],
])("knows that %s is %s", (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});

it("knows the architecture of each image parameter", () => {
  expect(amiParameters.map(amiArchitecture)).toEqual(["x86_64", "arm64"]);
});

const cidr = fc
  .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, prefix }) => ({ address: address - (address % 2 ** (32 - prefix)), prefix }));

it("reads back every block that it writes", () => {
  fc.assert(fc.property(cidr, (block) => expect(parseCidr(formatCidr(block))).toEqual(block)));
});

it("finds aligned blocks disjoint unless one contains the other", () => {
  fc.assert(
    fc.property(cidr, cidr, (a, b) => {
      expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
    }),
  );
});

it("guesses close words only", () => {
  expect(nearest("minsize", ["minSize", "maxSize"])).toBe("minSize");
  expect(nearest("vpc", ["minSize", "maxSize"])).toBeUndefined();
  expect(nearest("x", [])).toBeUndefined();
});
