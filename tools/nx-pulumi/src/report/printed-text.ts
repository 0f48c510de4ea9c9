import { stripVTControlCharacters } from "node:util";

/** What is longer is cut, in characters. */
const LONGEST = 120;

/**
 * Text from a resource, a program or the engine, on one line as a person can see it. What is invisible or turns the
 * direction of writing is written out: none of it reaches a terminal, or hides what a line says.
 */
export function printedLine(text: string, longest = LONGEST): string {
  const line = stripVTControlCharacters(text.slice(0, enoughOf(longest)));
  return cut(visible(line.trim().replace(/\s+/g, " ")), longest);
}

/** The lines of such a text, with their indentation; at most so many of them, and then how many more there are. */
export function printedLines(text: string, most = 40, longest = 400): readonly string[] {
  const lines = stripVTControlCharacters(text)
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, "    ")
    .replace(/^\n+|\s+$/g, "")
    .split("\n");
  const shown = lines.slice(0, most).map((line) => cut(visible(line.trimEnd()), longest));
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `… ${left} more ${left === 1 ? "line" : "lines"}`] : shown;
}

/** A value as JSON on one line; of a long one the beginning, and how long it is. */
export function printedValue(value: unknown, longest = LONGEST): string {
  return excerpt(jsonOf(value), 0, longest);
}

/** Two values as JSON, each on one line; of long ones the part in which they begin to differ. */
export function printedChange(
  before: unknown,
  after: unknown,
  longest = LONGEST,
): [string, string] {
  const [from, to] = [jsonOf(before), jsonOf(after)];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  // Where both fit they are shown whole; else what is the same is left out but for its end.
  const start = Math.max(from.length, to.length) <= longest ? 0 : Math.max(0, same - CONTEXT);
  return [excerpt(from, start, longest), excerpt(to, start, longest)];
}

/** Characters before a difference. */
const CONTEXT = 30;

function jsonOf(value: unknown): string {
  return visible(JSON.stringify(value));
}

function excerpt(json: string, start: number, longest: number): string {
  // Not from the second half of a character that has two.
  const from = /[\udc00-\udfff]/.test(json[start] ?? "") ? start - 1 : start;
  const shown = cut((from > 0 ? "…" : "") + json.slice(from, from + enoughOf(longest)), longest);
  const isPart = from > 0 || shown.endsWith("…");
  return isPart ? `${shown} (${json.length.toLocaleString("en-US")} characters)` : shown;
}

/** More than is shown, and little enough to work on: a value can be as long as a file. */
function enoughOf(longest: number): number {
  return 8 * longest;
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

/** Between two characters, never within one. */
function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
