import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { run } from "../lifecycle/command.ts";
import { EXECUTABLE, isExecutable } from "./executable.ts";

/** A host that has said nothing for this long is not going to. */
const SILENT_BEFORE_FIRST_BYTE_MS = 10_000;
/** Unpacking prints nothing and takes its time on a slow disk. */
const SILENT_LATER_MS = 120_000;

interface DownloadOptions {
  readonly version: string;
  /** A folder for everything that the download leaves. */
  readonly scratch: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets the official release through the npm package `pulumi`, which runs Pulumi's install script.
 * Answers the folder, within `scratch`, that holds the engine.
 *
 * @throws with the reason, within seconds if the host cannot be reached
 */
export async function download(options: DownloadOptions): Promise<string> {
  const { version, scratch, signal } = options;
  const wrapper = join(
    dirname(createRequire(import.meta.url).resolve("pulumi/package.json")),
    "run.js",
  );
  const silence = new Silence(signal);
  const env = {
    ...process.env,
    PULUMI_HOME: scratch,
    PULUMI_VERSION: version,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Its fetch takes the proxy of the environment only when asked to.
    NODE_USE_ENV_PROXY: "1",
  };
  try {
    const { code, lines } = await run(process.execPath, [wrapper, "version"], {
      env,
      signal: silence.signal,
      onLine: (line) => silence.broken(line),
    });
    const bin = join(scratch, "versions", version, "bin");
    if (code === 0 && (await isExecutable(join(bin, EXECUTABLE)))) return bin;
    throw new Error(reason(lines, code));
  } finally {
    silence.end();
  }
}

/** Aborts when nothing was said for too long, or when the caller aborts. */
class Silence {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout;

  constructor(outer?: AbortSignal) {
    this.signal = AbortSignal.any([this.#controller.signal, ...(outer ? [outer] : [])]);
    this.#timer = this.#wait(SILENT_BEFORE_FIRST_BYTE_MS);
  }

  broken(line: string): void {
    clearTimeout(this.#timer);
    // The progress bar of curl: something arrives.
    const arriving = /\d%/.test(line) || line.includes("Extracting");
    this.#timer = this.#wait(arriving ? SILENT_LATER_MS : SILENT_BEFORE_FIRST_BYTE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(limitMs: number): NodeJS.Timeout {
    const reason = new Error(`nothing arrived for ${limitMs / 1000} s`);
    return setTimeout(() => this.#controller.abort(reason), limitMs);
  }
}

function reason(lines: readonly string[], code: number | undefined): string {
  const said = lines.filter((line) => line.trim() !== "" && !/\d%/.test(line));
  return said.at(-1)?.replace(/^pulumi: /, "") ?? `exit code ${code}`;
}
