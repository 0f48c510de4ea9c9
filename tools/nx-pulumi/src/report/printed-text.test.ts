import fc from "fast-check";

import { printedChange, printedLine, printedLines, printedValue } from "./printed-text.ts";
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

it("shows two values whole where both are short", () => {
  expect(printedChange({ port: 80 }, { port: 443 })).toEqual(['{"port":80}', '{"port":443}']);
});

it("shows of two long values where they begin to differ", () => {
  const rules = (port: number) => ({ name: "x".repeat(100), port, others: "y".repeat(200) });
  expect(printedChange(rules(80), rules(443), 50)).toEqual([
    `…${"x".repeat(21)}","port":80,"others":"yyyyy… (333 characters)`,
    `…${"x".repeat(21)}","port":443,"others":"yyyy… (334 characters)`,
  ]);
  const [before, after] = printedChange("x".repeat(200), `${"x".repeat(200)} more`, 50);
  expect(before).toBe(`…${"x".repeat(30)}" (202 characters)`);
  expect(after).toBe(`…${"x".repeat(30)} more" (207 characters)`);
});

it("does not halve a character when it begins within a value", () => {
  for (const end of ["", "a"]) {
    const text = "😀".repeat(40) + end;
    const [before, after] = printedChange(`${text}1${text}`, `${text}2${text}`, 60);
    expect(`${before} ${after}`).not.toMatch(/\p{Cs}/u);
  }
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
      const changes = printedChange(`${text}x`, `${text}y`, 40 + longest);
      expect(changes[0]).not.toBe(changes[1]);
      for (const shown of [line, ...lines, value, ...changes]) expect(shown).not.toMatch(INVISIBLE);
      expect([...line].length).toBeLessThanOrEqual(longest);
      expect(lines.length).toBeLessThanOrEqual(4);
    }),
  );
});
