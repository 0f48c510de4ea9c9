import fc from "fast-check";

import { code, codeBlock, prose } from "./markdown-text.ts";
import { anyText } from "./testing/any-report.ts";
import { shownText, withoutCode } from "./testing/markdown-reader.ts";

it.each([
  ["network", "network"],
  ["its settings: Pulumi.dev.yaml (2)", "its settings: Pulumi.dev.yaml (2)"],
  ["a | b", "a &#124; b"],
  ["<b>", "&#60;b&#62;"],
  ["&#64;", "&#38;&#35;&#8203;64;"],
  ["`x` *y* _z_ ~u~", "&#96;x&#96; &#42;y&#42; &#95;z&#95; &#126;u&#126;"],
  ["[x](y)", "&#91;x&#93;(y)"],
  ["\\|", "&#92;&#124;"],
  ["@octocat", "&#64;&#8203;octocat"],
  ["me@example.com", "me&#64;&#8203;example.com"],
  ["fixes #12, GH-12", "fixes &#35;&#8203;12, GH&#45;&#8203;12"],
  ["https://example.com", "https&#58;&#8203;//example.com"],
  ["www.example.com", "www&#46;&#8203;example.com"],
  ["two\nlines", "two lines"],
])("writes %j as prose", (text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

it("has no character in prose that does something, and loses none", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const markdown = prose(text);
      expect(markdown.replace(/&#\d+;/g, "")).not.toMatch(/[&<>\\`*_~[\]|$@#\r\n]|:\/\/|\bwww\./i);
      const shown = shownText(markdown);
      expect(shown).not.toMatch(/[@#]\w|\bGH-\d|:\/\//i);
      const spaceless = (some: string) => some.replace(/\u200b/g, "");
      expect(spaceless(shown)).toBe(spaceless(text.replace(/\s+/g, " ")));
    }),
  );
});

it.each([
  ["vpcId", "`vpcId`"],
  ["a ` b", "``a ` b``"],
  ["`", "`` ` ``"],
  ["", "`  `"],
  [" x ", "`  x  `"],
  ["a\nb", "`a b`"],
])("writes %j as code", (text, markdown) => {
  expect(code(text)).toBe(markdown);
});

it("is not ended by code that has more backticks than GitHub counts", () => {
  const text = `${"`".repeat(100)}<b>`;
  expect(code(text)).toBe(`<code>${prose(text)}</code>`);
});

it("is code as a whole, whatever is in it", () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const markdown = `- ${code(one)} and ${code(other)}.`;
      const rest = withoutCode(markdown).replace(/<code>[^<>`\n]*<\/code>/g, "CODE");
      expect(rest).toBe("- CODE and CODE.");
    }),
  );
});

it("has a fence around a block that no line of it can be", () => {
  expect(codeBlock(["two\nlines"], "diff")).toEqual(["```diff", "two lines", "```"]);
  expect(codeBlock(["a", "````", "b"], "text")).toEqual(["`````text", "a", "````", "b", "`````"]);
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 5 }), (lines) => {
      const markdown = ["before", ...codeBlock(lines, "diff"), "after"].join("\n");
      expect(withoutCode(markdown)).toBe("before\nCODE\nafter");
    }),
  );
});
