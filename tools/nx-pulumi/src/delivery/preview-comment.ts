import type { GitHub } from "./git-hub.ts";

/** First line of the comment; whoever finds it replaces the comment. */
export const PREVIEWS = "<!-- strata:previews -->";

/** GitHub takes 65,536 characters. */
const LONGEST = 65_400;

/**
 * One text of the previews of several environments. What would make it too long for a comment is left out, with a line
 * that says where it is.
 *
 * @param previews by environment, Markdown
 * @param elsewhere where all of it is, for a person
 */
export function previewComment(previews: ReadonlyMap<string, string>, elsewhere: string): string {
  let left = LONGEST - PREVIEWS.length;
  const parts = [...previews].map(([environment, preview], index) => {
    const short =
      `### Strata preview of ${environment}\n\n` +
      `It has no room in this comment; it is in ${elsewhere}.`;
    // The ones behind it must at least have room to say so.
    const reserved = [...previews.keys()]
      .slice(index + 1)
      .reduce((sum, name) => sum + short.length + name.length, 0);
    const part = preview.length + 2 <= left - reserved ? preview : short;
    left -= part.length + 2;
    return part;
  });
  return [PREVIEWS, ...parts].join("\n\n");
}

/** Puts the text under the pull request, in place of the one before. */
export async function keepComment(
  gitHub: GitHub,
  pullRequest: number,
  body: string,
): Promise<"posted" | "edited" | "unchanged"> {
  const comments = await gitHub.comments(pullRequest);
  const ours = comments.find((comment) => comment.body.startsWith(PREVIEWS));
  if (ours === undefined) {
    await gitHub.comment(pullRequest, body);
    return "posted";
  }
  // GitHub may hand line ends back otherwise.
  if (ours.body.replaceAll("\r\n", "\n").trim() === body.trim()) return "unchanged";
  await gitHub.editComment(ours.key, body);
  return "edited";
}
