import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { fakeExecutable } from "@strata/sandbox/testing/fake-executable";
import { temporaryFolder } from "@strata/sandbox/testing/temporary-folder";

import { GitHub } from "./git-hub.ts";

const gitHub = new GitHub("acme/strata");
const { PATH } = process.env;
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.env.PATH = PATH;
});

/** A `gh` that writes down how it is called and what it is given, and answers with this. */
async function answering(answer: string, code = 0): Promise<void> {
  const log = join(folder, "calls");
  const body = [
    `printf '%s\\n' "$*" >> '${log}'`,
    // What it is given ends without a line break, which `read` takes for a failure.
    `read -r line; [ -z "$line" ] || printf '%s\\n' "$line" >> '${log}'`,
    `printf '%s' '${answer}' >&${code === 0 ? 1 : 2}`,
    `exit ${code}`,
  ];
  await fakeExecutable(folder, "gh", body.join("\n"));
  process.env.PATH = `${folder}${delimiter}${PATH}`;
}

const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trimEnd().split("\n");

it("lists what bots have written under a pull request, from all pages", async () => {
  const [bot, person] = [{ type: "Bot" }, { type: "User" }];
  const pages = [
    [
      { id: 1, body: "<!-- ours -->", user: bot },
      { id: 2, body: "<!-- forged -->", user: person },
    ],
    [
      { id: 3, body: null, user: bot },
      { id: 4, body: "of nobody", user: null },
    ],
  ];
  await answering(JSON.stringify(pages));
  expect(await gitHub.comments(7)).toEqual([
    { key: 1, body: "<!-- ours -->" },
    { key: 3, body: "" },
  ]);
  const path = "repos/acme/strata/issues/7/comments?per_page=100";
  expect(await calls()).toEqual([`api --paginate --slurp ${path}`]);
});

it("lists the open issues that bots have written, and no pull requests", async () => {
  const user = { type: "Bot" };
  const page = [
    { id: 11, number: 1, body: "issue", user },
    { id: 12, number: 2, body: "pull request", user, pull_request: {} },
  ];
  await answering(JSON.stringify([page]));
  expect(await gitHub.issues()).toEqual([{ key: 1, body: "issue" }]);
  expect(await calls()).toEqual([
    "api --paginate --slurp repos/acme/strata/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100",
  ]);
});

it("sends texts as they are, whatever is in them", async () => {
  await answering("{}");
  const body = 'a "$(touch stolen)"\n`b`';
  await gitHub.comment(7, body);
  await gitHub.editComment(1, body);
  await gitHub.openIssue("Drift in dev", body);
  await gitHub.editIssue(3, { state: "closed" });
  expect(await calls()).toEqual([
    "api --method POST repos/acme/strata/issues/7/comments --input -",
    JSON.stringify({ body }),
    "api --method PATCH repos/acme/strata/issues/comments/1 --input -",
    JSON.stringify({ body }),
    "api --method POST repos/acme/strata/issues --input -",
    JSON.stringify({ title: "Drift in dev", body }),
    "api --method PATCH repos/acme/strata/issues/3 --input -",
    '{"state":"closed"}',
  ]);
});

it("fails with what GitHub says", async () => {
  await answering("HTTP 403: Resource not accessible by integration", 1);
  await expect(gitHub.comments(7)).rejects.toThrow(
    /^gh api .*comments.* failed: HTTP 403: Resource not accessible by integration$/,
  );
});

it("fails when there is no gh", async () => {
  process.env.PATH = folder;
  await expect(gitHub.comments(7)).rejects.toThrow(/command line cannot be started: .*ENOENT/);
});

it("refuses to guess the repository outside of a job", () => {
  const { GITHUB_REPOSITORY } = process.env;
  delete process.env.GITHUB_REPOSITORY;
  expect(() => GitHub.ofJob()).toThrow(/GITHUB_REPOSITORY \(<owner>\/<name>\) and GH_TOKEN/);
  if (GITHUB_REPOSITORY !== undefined) process.env.GITHUB_REPOSITORY = GITHUB_REPOSITORY;
});
