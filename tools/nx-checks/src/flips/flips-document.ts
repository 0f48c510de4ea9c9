import { format } from "prettier";

import type { FlipResult } from "./flip-results.ts";
import { survivors, type Survivor } from "./survivors.ts";

/** Whether an entry of the list is about this flip. */
export function isAbout({ type, property }: Survivor, flip: FlipResult): boolean {
  return flip.type === `aws:${type}` && property.test(flip.path);
}

/** The document of what is found when a property is flipped, and of what is not. */
export async function flipsDocument(results: readonly FlipResult[]): Promise<string> {
  const found = results.filter(({ foundBy }) => foundBy.length > 0);
  const lost = results.filter(({ foundBy }) => foundBy.length === 0);
  const byType = new Map<string, { flips: number; found: number }>();
  for (const { type, foundBy } of results) {
    const { flips, found: hits } = byType.get(type) ?? { flips: 0, found: 0 };
    byType.set(type, { flips: flips + 1, found: hits + (foundBy.length > 0 ? 1 : 0) });
  }
  const rows = [...byType]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([type, count]) => `| \`${type}\` | ${count.flips} | ${count.found} |`);
  const reasons = survivors.map((one) => {
    const about = lost.filter((flip) => isAbout(one, flip));
    const paths = [...new Set(about.map(({ path, change }) => `\`${path}\` ${change}`))];
    const shown = paths.slice(0, 6).join("<br>");
    const more = paths.length > 6 ? `<br>and ${paths.length - 6} more` : "";
    return `| \`${one.type}\` | ${shown}${more} | ${about.length} | ${one.reason} |`;
  });
  const text = `# What a flip of a property does

A test takes the layers of \`prod\` and changes one security-relevant property at a time: a switch to its opposite,
a number to nothing, a word to its weaker neighbour, an address to the whole internet, a list of groups or keys to none,
a part of a policy to everything. Then it asks the rules of \`@strata/policies\`. Of ${results.length} flips the rules
find ${found.length}. The other ${lost.length} are below, each with the reason why that is right; a test fails for one
that is not. This page is written by \`node tools/nx-checks/src/flips/write.ts\`.

## Found

| type | flips | found |
|-|-:|-:|
${rows.join("\n")}

## Not found, and why

| type | property | flips | why |
|-|-|-:|-|
${reasons.join("\n")}
`;
  return format(text, { parser: "markdown", printWidth: 100 });
}
