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
  const json = JSON.stringify(value);
  const shown = cut(visible(json.slice(0, enoughOf(longest))), longest);
  return shown.endsWith("…")
    ? `${shown} (${json.length.toLocaleString("en-US")} characters)`
    : shown;
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
