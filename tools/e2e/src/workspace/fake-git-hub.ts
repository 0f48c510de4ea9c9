import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A comment or an issue, as the program that stands for GitHub keeps it. */
export interface Posted {
  readonly id: number;
  /** Issue or pull request that it is under; of an issue, its own. */
  readonly number: number;
  readonly kind: "comment" | "issue";
  readonly title?: string;
  readonly body: string;
  readonly state: string;
  readonly user: { readonly type: string };
}

interface Kept {
  readonly posts: readonly Posted[];
  readonly calls: readonly string[];
}

/**
 * A `gh` for PATH that keeps comments and issues in a file and answers `gh api` as GitHub does, as far as the jobs ask.
 * Anything else fails, and so does a call without a token.
 */
export class FakeGitHub {
  /** Folder to put on PATH. */
  readonly folder: string;
  readonly #file: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#file = join(folder, "posts.json");
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.#file, JSON.stringify({ posts: [], calls: [] }));
    writeFileSync(join(folder, "gh"), PROGRAM);
    chmodSync(join(folder, "gh"), 0o755);
  }

  posts(): readonly Posted[] {
    return this.#kept().posts;
  }

  /** What was called since the last time, as `POST repos/…`. */
  calls(): readonly string[] {
    const { posts, calls } = this.#kept();
    writeFileSync(this.#file, JSON.stringify({ posts, calls: [] }));
    return calls;
  }

  #kept(): Kept {
    return JSON.parse(readFileSync(this.#file, "utf8")) as Kept;
  }
}

const PROGRAM = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const file = join(__dirname, "posts.json");
const kept = JSON.parse(readFileSync(file, "utf8"));
const args = process.argv.slice(2);
const has = (name) => args.includes(name);
const path = args.find((one) => one.startsWith("repos/")) ?? "";
const method = has("--method") ? args[args.indexOf("--method") + 1] : "GET";
const given = has("--input") ? JSON.parse(readFileSync(0, "utf8")) : {};
const [address] = path.split("?");
const parts = address.split("/").slice(3);

function answer() {
  if (args[0] !== "api" || !process.env.GH_TOKEN) throw new Error("HTTP 401: Bad credentials");
  const next = kept.posts.length + 1;
  const user = { type: "Bot" };
  const [first, second, third] = parts;
  if (method === "GET" && has("--paginate") && has("--slurp") && first === "issues") {
    const wanted = (one) =>
      second === undefined
        ? one.kind === "issue" && one.state === "open"
        : third === "comments" && one.kind === "comment" && one.number === Number(second);
    return [kept.posts.filter(wanted)];
  }
  if (method === "POST" && first === "issues" && second === undefined) {
    kept.posts.push({ id: next, number: next, kind: "issue", state: "open", user, ...given });
    return {};
  }
  if (method === "POST" && first === "issues" && third === "comments") {
    const number = Number(second);
    kept.posts.push({ id: next, number, kind: "comment", state: "open", user, ...given });
    return {};
  }
  if (method === "PATCH" && first === "issues") {
    const [kind, id] = second === "comments" ? ["comment", third] : ["issue", second];
    const at = kept.posts.findIndex((one) => one.kind === kind && one.id === Number(id));
    if (at >= 0) {
      kept.posts[at] = { ...kept.posts[at], ...given };
      return {};
    }
  }
  throw new Error("HTTP 404: Not Found (" + method + " " + path + ")");
}

try {
  const found = answer();
  kept.calls.push(method + " " + address);
  writeFileSync(file, JSON.stringify(kept));
  process.stdout.write(JSON.stringify(found));
} catch (error) {
  process.stderr.write("gh: " + error.message + "\\n");
  process.exitCode = 1;
}
`;
