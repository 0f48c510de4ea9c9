import { UNKNOWN } from "../unknown.ts";
import { tagProblems } from "./tag-problem.ts";

it("passes usual tags, and what is not known", () => {
  expect(
    tagProblems([
      ["cost-center", "42 / größer"],
      [UNKNOWN, UNKNOWN],
      ["Name", UNKNOWN],
    ]),
  ).toEqual([]);
});

it.each([
  [[["aws:team", "x"]], /for AWS alone/],
  [[["", "x"]], /empty key/],
  [[["k".repeat(129), "x"]], /more than 128/],
  [[["k", "x".repeat(257)]], /more than 256/],
  [[["k?", "x"]], /characters that AWS refuses/],
  [[["k", "a;b"]], /characters that AWS refuses in k/],
  [
    [
      ["k", "a"],
      ["k", "b"],
    ],
    /one key twice/,
  ],
  [Array.from({ length: 51 }, (_, i) => [`k${i}`, "x"]), /are 51/],
] as [[string, string][], RegExp][])("fails %j", (tags, message) => {
  expect(tagProblems(tags)).toEqual([expect.stringMatching(message)]);
});
