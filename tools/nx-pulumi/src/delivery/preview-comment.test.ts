import type { GitHub, Post } from "./git-hub.ts";
import { keepComment, PREVIEWS, previewComment } from "./preview-comment.ts";

describe("the text", () => {
  it("holds the previews of all environments, in their order, below its marker", () => {
    const previews = new Map([
      ["dev", "### dev"],
      ["prod", "### prod"],
    ]);
    expect(previewComment(previews, "elsewhere")).toBe(`${PREVIEWS}\n\n### dev\n\n### prod`);
  });

  it.each([
    [[65_000], []],
    [[65_000, 65_000], ["b"]],
    [[70_000, 100], ["a"]],
    [[30_000, 30_000, 30_000], ["c"]],
    [
      [65_300, 65_300, 65_300],
      ["a", "b", "c"],
    ],
  ])("is never too long: of previews of %j characters, %j are only mentioned", (lengths, left) => {
    const names = ["a", "b", "c"].slice(0, lengths.length);
    const previews = names.map((name, i) => [name, name.repeat(lengths[i] ?? 0)] as const);
    const text = previewComment(new Map(previews), "the [summary](https://localhost/runs/1)");
    expect(text.length).toBeLessThan(65_536);
    const mentioned = names.filter((name) => text.includes(`preview of ${name}\n\nIt has no room`));
    expect(mentioned).toEqual(left);
    for (const [name, preview] of previews) {
      expect(text.includes(preview)).toBe(!mentioned.includes(name));
    }
  });
});

describe("the comment", () => {
  /** A pull request with these comments; what was done to it. */
  function pullRequest(...comments: Post[]) {
    const calls: unknown[] = [];
    const gitHub = {
      comments: async (number: number) => (number === 7 ? comments : []),
      comment: async (number: number, body: string) => void calls.push({ number, body }),
      editComment: async (id: number, body: string) => void calls.push({ id, body }),
    };
    return { gitHub: gitHub as unknown as GitHub, calls };
  }

  it("is posted where there is none", async () => {
    const { gitHub, calls } = pullRequest({ key: 1, body: "Looks good" });
    expect(await keepComment(gitHub, 7, `${PREVIEWS}\nnew`)).toBe("posted");
    expect(calls).toEqual([{ number: 7, body: `${PREVIEWS}\nnew` }]);
  });

  it("is edited in place where there is one", async () => {
    const quoted = { key: 1, body: `> ${PREVIEWS}\nnew` };
    const { gitHub, calls } = pullRequest(quoted, { key: 2, body: `${PREVIEWS}\nold` });
    expect(await keepComment(gitHub, 7, `${PREVIEWS}\nnew`)).toBe("edited");
    expect(calls).toEqual([{ id: 2, body: `${PREVIEWS}\nnew` }]);
  });

  it("stays as it is when it says the same", async () => {
    const { gitHub, calls } = pullRequest({ key: 2, body: `${PREVIEWS}\r\nsame\r\n` });
    expect(await keepComment(gitHub, 7, `${PREVIEWS}\nsame`)).toBe("unchanged");
    expect(calls).toEqual([]);
  });
});
