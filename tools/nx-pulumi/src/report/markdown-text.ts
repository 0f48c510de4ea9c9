/**
 * Text as Markdown that shows it and does nothing else, on one line: in a paragraph or a list item after its first
 * character, in a table cell, in HTML. A space of no width keeps GitHub from notifying who is `@named`, and from
 * linking issues.
 */
export function prose(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[&<>\\`*_~[\]|$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, "&#64;&#8203;")
    .replace(/#/g, "&#35;&#8203;")
    .replace(/\b(GH)-(?=\d)/gi, "$1-&#8203;")
    .replace(/:(?=\/\/)/g, "&#58;&#8203;")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`);
}

/** Text as a code span, on one line. Not for a table cell, where a pipe ends the span, nor for HTML. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const fence = "`".repeat(longestRun(line) + 1);
  const padding = line === "" || /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** Lines as a code block. The language is for the colours. */
export function codeBlock(lines: readonly string[], language: "diff" | "text"): readonly string[] {
  const fence = "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines.flatMap((line) => line.split(/[\r\n]/)), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
