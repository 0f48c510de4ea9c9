import semver from "semver";

import { ask } from "../lifecycle/command.ts";

/** A Python that can install and run the emulator. */
export interface Python {
  /** Absolute path of the interpreter. */
  readonly executable: string;
  /** Names what a compiled package must fit, such as `.cpython-311-x86_64-linux-gnu.so`. */
  readonly abi: string;
}

/** moto 5.2.3 declares it. */
const OLDEST = "3.10.0";

/**
 * Names in the order in which they are tried: macOS and older distributions have newer ones beside
 * an old `python3`.
 */
const NAMES = ["python3", "python", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];

const QUESTION = `
import importlib.util, json, platform, sys, sysconfig
print(json.dumps({
  "executable": sys.executable, "version": platform.python_version(),
  "abi": sysconfig.get_config_var("EXT_SUFFIX"), "pip": importlib.util.find_spec("pip") is not None,
}))`;

interface Answer extends Python {
  readonly version: string;
  readonly pip: boolean;
}

/**
 * The first Python on PATH that will do.
 *
 * @throws naming what was found instead, and what to install
 */
export async function findPython(signal?: AbortSignal): Promise<Python> {
  const refused: string[] = [];
  for (const name of NAMES) {
    const answer = await inspect(name, signal);
    if (typeof answer === "object") return answer;
    if (answer !== undefined) refused.push(answer);
  }
  const found = refused.length === 0 ? "none is on PATH" : refused.join("; ");
  throw new Error(
    `The sandbox needs Python ${OLDEST.replace(/\.0$/, "")} or newer with pip: ${found}. ` +
      "Install it (Debian, Ubuntu: apt install python3 python3-pip; macOS: brew install python; " +
      "Windows: winget install Python.Python.3.13) and run the command again.",
  );
}

/** A fitting Python, why it does not fit, or undefined if there is none of that name. */
async function inspect(name: string, signal?: AbortSignal): Promise<Python | string | undefined> {
  try {
    const { code, lines } = await ask(name, ["-I", "-c", QUESTION], { signal });
    if (code !== 0) return `${name} fails (${lines.at(-1) ?? `exit code ${code}`})`;
    const { version, pip, ...python } = JSON.parse(lines.join("")) as Answer;
    if (semver.lt(semver.coerce(version) ?? "0.0.0", OLDEST)) return `${name} is ${version}`;
    if (!pip) return `${name} ${version} has no pip`;
    return python;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? undefined : `${name} does not answer (${message})`;
  }
}
