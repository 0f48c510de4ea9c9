import { architectureOf, instanceTypeForm, isBurstable } from "./instance-type.ts";

it.each([
  ["t3.micro", "x86_64"],
  ["t4g.small", "arm64"],
  ["c7gn.16xlarge", "arm64"],
  ["im4gn.large", "arm64"],
  ["a1.medium", "arm64"],
  ["g5.xlarge", "x86_64"],
  ["g5g.xlarge", "arm64"],
  ["m7i-flex.large", "x86_64"],
  ["u-6tb1.metal", "x86_64"],
  ["m7i.metal-48xl", "x86_64"],
  ["mac2-m2.metal", undefined],
])("takes %s, of %s", (type, architecture) => {
  expect(type).toMatch(instanceTypeForm);
  expect(architectureOf(type)).toBe(architecture);
});

it.each(["t3-micro", "T3.micro", "t3.mikro", "db.t3.micro", "t3", "micro"])(
  "refuses %s",
  (type) => {
    expect(type).not.toMatch(instanceTypeForm);
    expect(architectureOf(type)).toBeUndefined();
  },
);

it("knows which types earn credits", () => {
  expect(["t3.micro", "t4g.micro", "trn1.2xlarge", "m7g.large"].map(isBurstable)).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
});
