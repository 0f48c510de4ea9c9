import { spawn } from "node:child_process";
import { once } from "node:events";

/** What can carry a text on GitHub: a comment, or an issue. */
export interface Post {
  /** Of a comment: its id. Of an issue: its number. */
  readonly key: number;
  readonly body: string;
}

/** GitHub's API, through the `gh` that every runner has. It takes its token from `GH_TOKEN`. */
export class GitHub {
  readonly #repository: string;

  /** @param repository `<owner>/<name>` */
  constructor(repository: string) {
    this.#repository = repository;
  }

  /**
   * The repository of the job.
   *
   * @throws Error outside a job of GitHub Actions
   */
  static ofJob(): GitHub {
    const { GITHUB_REPOSITORY } = process.env;
    if (GITHUB_REPOSITORY !== undefined && GITHUB_REPOSITORY !== "") {
      return new GitHub(GITHUB_REPOSITORY);
    }
    throw new Error(
      "this is for a job of GitHub Actions: GITHUB_REPOSITORY (<owner>/<name>) and GH_TOKEN are not set",
    );
  }

  /** Comments that a bot has written under a pull request or an issue. */
  async comments(number: number): Promise<readonly Post[]> {
    const found = await this.#list(`issues/${number}/comments?per_page=100`);
    return found.map(({ id, body }) => ({ key: id, body: body ?? "" }));
  }

  /** Open issues that a bot has written. */
  async issues(): Promise<readonly Post[]> {
    const bot = encodeURIComponent("github-actions[bot]");
    const found = await this.#list(`issues?state=open&creator=${bot}&per_page=100`);
    // To this part of the API a pull request is an issue too.
    return found
      .filter(({ pull_request }) => pull_request === undefined)
      .map(({ number = 0, body }) => ({ key: number, body: body ?? "" }));
  }

  async comment(number: number, body: string): Promise<void> {
    await this.#call("POST", `issues/${number}/comments`, { body });
  }

  async editComment(id: number, body: string): Promise<void> {
    await this.#call("PATCH", `issues/comments/${id}`, { body });
  }

  async openIssue(title: string, body: string): Promise<void> {
    await this.#call("POST", "issues", { title, body });
  }

  async editIssue(number: number, change: { body?: string; state?: "closed" }): Promise<void> {
    await this.#call("PATCH", `issues/${number}`, change);
  }

  async #list(path: string): Promise<readonly Listed[]> {
    const pages = await this.#gh(["--paginate", "--slurp", this.#path(path)]);
    const all = (JSON.parse(pages) as Listed[][]).flat();
    // Anybody can write a comment that begins as ours do.
    return all.filter(({ user }) => user?.type === "Bot");
  }

  async #call(method: string, path: string, body: object): Promise<void> {
    await this.#gh(["--method", method, this.#path(path), "--input", "-"], JSON.stringify(body));
  }

  #path(path: string): string {
    return `repos/${this.#repository}/${path}`;
  }

  async #gh(args: readonly string[], input = ""): Promise<string> {
    const { env } = process;
    const child = spawn("gh", ["api", ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    // It may end before it has read all; its exit code says what there is to say.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const [code] = (await once(child, "close").catch((error: Error) => {
      throw new Error(`GitHub's command line cannot be started: ${error.message}`);
    })) as [number | null];
    if (code === 0) return output;
    throw new Error(`gh api ${args.join(" ")} failed: ${errors.trim() || output.trim()}`);
  }
}

/** What GitHub lists, as far as it matters here. */
interface Listed {
  readonly id: number;
  readonly number?: number;
  readonly body?: string | null;
  readonly user?: { readonly type?: string } | null;
  readonly pull_request?: object;
}
