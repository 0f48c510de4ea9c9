/**
 * Text as Markdown that shows it and does nothing else, on one line: in a paragraph or a list item after its first
 * character, in a table cell, in HTML. A space of no width keeps GitHub from notifying who is `@named`, and from
 * linking what looks like an issue or an address.
 */
export function prose(text: string): string {
  return text.replace(/\s+/g, " ").replace(ACTIVE, (found) => {
    const last = found.slice(-1);
    return `${found.slice(0, -1)}&#${last.charCodeAt(0)};${LINKING.test(found) ? "&#8203;" : ""}`;
  });
}

/** Each ends with the character that is written as a number. */
const ACTIVE = /[&<>\\`*_~[\]|$@#]|:(?=\/\/)|\bGH-(?=\d)|\bwww\./gi;
const LINKING = /[@#:.-]$/;

/** GitHub takes eighty backticks or more for no span at all. */
const LONGEST_RUN = 20;

/** Text as a code span, on one line. Not for a table cell, where a pipe ends the span, nor for HTML. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  if (longestRun(line) > LONGEST_RUN) return `<code>${prose(line)}</code>`;
  const fence = "`".repeat(longestRun(line) + 1);
  const padding = line === "" || /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Lines as a code block. The language is for the colours. */
export function codeBlock(lines: readonly string[], language: "diff" | "text"): readonly string[] {
  const fence = "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines.map((line) => line.replace(/[\r\n]/g, " ")), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
