import type { ExecutorContext } from "@nx/devkit";
import * as z from "zod";

type Options = Readonly<Record<string, unknown>>;

/**
 * An executor whose options are checked, and that says what is wrong in one message. Nx itself would let an unknown
 * option through, or end with an unreadable schema error.
 *
 * @param schema its names are in lower case, with dashes
 */
export function checkedExecutor<S extends z.ZodObject>(
  schema: S,
  work: (options: z.output<S>, context: ExecutorContext) => Promise<void>,
): (options: Options, context: ExecutorContext) => Promise<{ success: boolean }> {
  return async (options, context) => {
    try {
      await work(parseOptions(schema, options), context);
      return { success: true };
    } catch (error) {
      console.error((error as Error).message);
      return { success: false };
    }
  };
}

/** @throws Error listing each problem, with what is allowed */
function parseOptions<S extends z.ZodObject>(schema: S, raw: Options): z.output<S> {
  const { _: positional, ...named } = raw;
  const words = Array.isArray(positional) ? positional : [];
  // Nx hands an option over as it was written, in camel case, or both.
  const options = Object.entries(named).map(([name, value]) => [dashed(name), value]);
  const result = z.safeParse(schema, Object.fromEntries(options));
  const problems = [
    ...words.map((word) => `✖ unexpected argument "${String(word)}"`),
    ...(result.success ? [] : [z.prettifyError(result.error)]),
  ];
  if (result.success && problems.length === 0) return result.data;
  const allowed = Object.keys(schema.shape).map((name) => `--${name}`);
  throw new Error(
    `the options are invalid\n${problems.join("\n")}\nallowed: ${allowed.join(", ") || "none"}`,
  );
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
