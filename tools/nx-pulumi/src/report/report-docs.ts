import { markdownReport } from "./markdown.ts";
import { terminalReport } from "./terminal.ts";
import { examplePreview } from "./testing/example-report.ts";

/** What people read about reports. */
export const REPORT_DOCS = new URL("../../../../docs/report.md", import.meta.url);

/**
 * The text with its two examples as the code makes them: a code block `text terminal`, and one `text markdown`.
 *
 * @throws Error when the text has no such block
 */
export function withExamples(text: string): string {
  const examples = {
    terminal: terminalReport(examplePreview, {}),
    markdown: markdownReport(examplePreview),
  };
  return Object.entries(examples).reduce((result, [name, example]) => {
    const block = new RegExp(`((\`{3,})text ${name}\n)[^]*?(\n\\2\n)`);
    if (!block.test(result)) throw new Error(`there is no code block \`text ${name}\``);
    return result.replace(
      block,
      (_, start: string, _fence, end: string) => start + example.trimEnd() + end,
    );
  }, text);
}
