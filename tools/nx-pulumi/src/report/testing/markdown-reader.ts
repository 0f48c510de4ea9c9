/** GitHub takes no longer run of backticks for the end of a code span. */
const LONGEST_RUN = 79;

/** Markdown, as Strata writes it, without its code blocks and code spans, in which nothing counts. */
export function withoutCode(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const text = line.replace(/^> ?/, "");
    if (fence !== undefined) {
      if (new RegExp(`^ {0,3}\`{${fence.length},}\\s*$`).test(text)) fence = undefined;
      continue;
    }
    fence = /^ {0,3}(`{3,})[^`]*$/.exec(text)?.[1];
    lines.push(fence === undefined ? withoutSpans(line) : "CODE");
  }
  return lines.join("\n");
}

/** A span ends at the next run of as many backticks as it began with; a run that has no such end is text. */
function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  let shown = "";
  let from = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const start = runs[index] as RegExpExecArray;
    if (start[0].length > LONGEST_RUN) continue;
    const end = runs.findIndex((run, other) => other > index && run[0] === start[0]);
    if (end === -1) continue;
    shown += `${line.slice(from, start.index)}CODE`;
    from = (runs[end]?.index ?? 0) + start[0].length;
    index = end;
  }
  return shown + line.slice(from);
}

/** Text as it is shown: with its character references resolved. */
export function shownText(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
