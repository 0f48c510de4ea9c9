import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import semver from "semver";

import { ask, run } from "../lifecycle/command.ts";
import { EXECUTABLE } from "./executable.ts";
import { MODULE_FOLDER } from "./pinned-version.ts";

/** From this version on, go fetches the newer toolchain that a module asks for. */
const OLDEST_GO = "1.21.0";
const INSTALL_GO = `install Go ${OLDEST_GO.replace(/\.0$/, "")} or newer: https://go.dev/dl/`;

const REPORT_EVERY_MS = 15_000;

interface BuildOptions {
  readonly version: string;
  /** A folder for everything that the build leaves. */
  readonly scratch: string;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds the engine from its pinned Go module, every dependency verified by `go.sum`: about five
 * minutes on two cores, a binary of 115 MB, and 2 GB of memory meanwhile. Answers the folder,
 * within `scratch`, that holds the engine.
 *
 * @throws with what to install, or with what the compiler said
 */
export async function build(options: BuildOptions): Promise<string> {
  await requireGo(options.signal);
  const { version, scratch, report, signal } = options;
  const folder = join(scratch, "build");
  await mkdir(folder, { recursive: true });
  // Without its version the engine would refuse the automation API and ask the network for updates.
  const stamp = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const flags = [
    "-v",
    "-trimpath",
    "-tags",
    "osusergo,grpcnotrace",
    "-ldflags",
    `-s -w -X ${stamp}`,
  ];
  const output = ["-o", join(folder, EXECUTABLE), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"];

  const progress = new Progress(report);
  try {
    const { code, lines } = await run("go", ["build", ...flags, ...output], {
      cwd: MODULE_FOLDER,
      env: buildEnvironment(),
      signal,
      onLine: (line) => progress.said(line),
    });
    if (code !== 0) throw new Error(`go build: ${complaint(lines)}`);
  } finally {
    progress.end();
  }
  return folder;
}

async function requireGo(signal?: AbortSignal): Promise<void> {
  const answer = await ask("go", ["version"], { signal, env: buildEnvironment() }).catch(() => {
    signal?.throwIfAborted();
    throw new Error(`there is no go on PATH; ${INSTALL_GO}`);
  });
  const text = answer.lines.join(" ");
  const version = semver.coerce(/go(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1]);
  if (answer.code !== 0 || version === null) throw new Error(`go fails (${text}); ${INSTALL_GO}`);
  if (semver.lt(version, OLDEST_GO)) throw new Error(`go is ${version.version}; ${INSTALL_GO}`);
}

/** The caller's proxies and caches are kept; what would change the result is not. */
function buildEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOOS: undefined,
    GOARCH: undefined,
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    GOTOOLCHAIN: "auto",
    CGO_ENABLED: "0",
  };
}

/** A line every 15 s: the number of packages is not known beforehand, and a bar would lie. */
class Progress {
  readonly #began = Date.now();
  readonly #timer: NodeJS.Timeout;
  #downloaded = 0;
  #compiled = 0;

  constructor(report: (line: string) => void) {
    this.#timer = setInterval(() => report(this.#line()), REPORT_EVERY_MS);
  }

  said(line: string): void {
    if (line.startsWith("go: downloading")) this.#downloaded += 1;
    else if (!line.includes(" ")) this.#compiled += 1;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #line(): string {
    const seconds = Math.round((Date.now() - this.#began) / 1000);
    const fetched = this.#downloaded > 0 ? `${this.#downloaded} modules fetched, ` : "";
    return `engine: building, ${fetched}${this.#compiled} packages compiled, ${seconds} s`;
  }
}

/** What went wrong, without the names of the packages that went well. */
function complaint(lines: readonly string[]): string {
  const said = lines.filter((line) => line.includes(" ") && !line.startsWith("go: downloading"));
  return said.slice(-8).join("\n    ") || "failed without a word";
}
