import fc from "fast-check";

import { printedLine, printedLines, printedValue } from "./printed-text.ts";
import { anyText } from "./testing/any-report.ts";

it.each([
  ["plain", "plain"],
  ["  two\n  lines\t here ", "two lines here"],
  ["\u001b[31mred\u001b[0m", "red"],
  ["bell\u0007 and nothing\u0000", "bell\\u{7} and nothing\\u{0}"],
  ["user\u202etxt.exe", "user\\u{202e}txt.exe"],
  ["half \ud83d", "half \\u{d83d}"],
  ["", ""],
])("shows %j on one line as %j", (text, shown) => {
  expect(printedLine(text)).toBe(shown);
});

it("cuts what is longer than asked for, between characters", () => {
  expect(printedLine("abcdef", 6)).toBe("abcdef");
  expect(printedLine("abcdefg", 6)).toBe("abcde…");
  expect(printedLine("😀😀😀😀", 3)).toBe("😀😀…");
});

it.each([
  ["three tiers", '"three tiers"'],
  [6379, "6379"],
  [false, "false"],
  [null, "null"],
  [["a", { b: 1 }], '["a",{"b":1}]'],
  ['two\nlines "quoted"', '"two\\nlines \\"quoted\\""'],
  ["\u202e", '"\\u{202e}"'],
])("shows the value %j as %s", (value, shown) => {
  expect(printedValue(value)).toBe(shown);
});

it("says how long a value is that it cuts", () => {
  expect(printedValue("x".repeat(4000), 10)).toBe('"xxxxxxxx… (4,002 characters)');
  expect(printedValue("…")).toBe('"…"');
});

it("keeps the lines of a text, and says how many it leaves out", () => {
  const text = "\nfirst\r\n\tsecond  \n\u001b[1mthird\u001b[0m\n\nfifth\n\n";
  expect(printedLines(text)).toEqual(["first", "    second", "third", "", "fifth"]);
  expect(printedLines(text, 2)).toEqual(["first", "    second", "… 3 more lines"]);
  expect(printedLines(text, 4)).toEqual(["first", "    second", "third", "", "… 1 more line"]);
  expect(printedLines("abcdef", 1, 4)).toEqual(["abc…"]);
  expect(printedLines(" \n ")).toEqual([""]);
});

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

it("lets nothing invisible through, and nothing that is too long", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, longest) => {
      const line = printedLine(text, longest);
      const lines = printedLines(text, 3, longest);
      const value = printedValue(text, longest);
      for (const shown of [line, ...lines, value]) expect(shown).not.toMatch(INVISIBLE);
      expect([...line].length).toBeLessThanOrEqual(longest);
      expect(lines.length).toBeLessThanOrEqual(4);
    }),
  );
});
