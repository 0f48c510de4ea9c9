import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const WORKSPACE = join(import.meta.dirname, "..", "..", "..") + sep;

/** Enough to leave the library, the SDK and some components. */
const FRAMES = 50;

/** Tells a place in the code as `apps/compute/index.ts:31`; undefined if none is known. */
export type Place = () => string | undefined;

/**
 * Remembers from where a library was called, for a message: file, relative to the workspace, and line. Node strips
 * types without moving a line, so it is the line of the source. The text is made when the place is asked for.
 *
 * @param library folder of the asking library: the place is the first outside it and outside packages
 */
export function callerOf(library: string): Place {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const trace: { readonly stack?: string } = {};
  Error.captureStackTrace(trace, callerOf);
  Error.stackTraceLimit = limit;
  return () => placeIn(trace.stack ?? "", library + sep);
}

function placeIn(stack: string, library: string): string | undefined {
  for (const frame of stack.split("\n")) {
    const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/.*):(\d+):\d+\)?$/.exec(frame);
    const [, location = "", line = ""] = match ?? [];
    const file = location.startsWith("file:") ? fileURLToPath(location) : location;
    if (file === "" || file.startsWith(library) || file.includes(`${sep}node_modules${sep}`)) {
      continue;
    }
    return `${file.startsWith(WORKSPACE) ? file.slice(WORKSPACE.length) : file}:${line}`;
  }
  return undefined;
}
