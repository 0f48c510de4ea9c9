import { UNKNOWN } from "../unknown.ts";
import { noneOf, outside, pathText, repeatedPlaces, unlike } from "./value-problem.ts";

it("writes a path as Pulumi does", () => {
  expect(pathText(["ingress", 0, "fromPort"])).toBe("ingress[0].fromPort");
});

it("finds numbers outside of a range, and says what is allowed", () => {
  expect(outside({ a: [{ b: 5 }] }, ["a", 0, "b"], [1, 5])).toEqual([]);
  expect(outside({ a: UNKNOWN }, ["a", 0, "b"], [1, 5])).toEqual([]);
  expect(outside({ a: 6 }, ["a"], [1, 5], " s")).toEqual([
    { property: "a", message: "is 6 s, and AWS takes 1 to 5" },
  ]);
  expect(outside({ a: -1 }, ["a"], [0, Infinity])[0]?.message).toMatch(/0 or more$/);
});

it("finds words that are none of a few, and texts without a form", () => {
  expect(noneOf({ a: "x" }, ["a"], ["x"])).toEqual([]);
  expect(noneOf({ a: UNKNOWN }, ["a"], ["x"])).toEqual([]);
  expect(noneOf({ a: "y" }, ["a"], ["x", "z"])[0]?.message).toBe('is "y", and AWS takes x, z');
  expect(unlike({ a: "x" }, ["a"], /^x$/, "x")).toEqual([]);
  expect(unlike({ a: "y" }, ["a"], /^x$/, "only x")[0]?.message).toMatch(/only x$/);
});

it("finds the places of what is there twice", () => {
  expect(repeatedPlaces(["a", undefined, "b", "a", undefined])).toEqual([3]);
});
