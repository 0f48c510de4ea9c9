import type { ExecutorContext } from "@nx/devkit";
import { jest } from "@jest/globals";
import * as z from "zod";

import { checkedExecutor } from "./checked-executor.ts";

const schema = z.strictObject({
  env: z.string().default("local"),
  "forward-only": z.boolean().default(false),
});

let said: string[];

beforeEach(() => {
  said = [];
  jest.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs an executor with these options; what its work was given, or undefined. */
async function run(raw: Readonly<Record<string, unknown>>, given: z.ZodObject = schema) {
  let received: unknown;
  const work = async (options: unknown) => void (received = options);
  const { success } = await checkedExecutor(given, work)(raw, {} as ExecutorContext);
  return { success, received };
}

it.each([
  ["as it was written", { "forward-only": true }],
  ["in camel case", { forwardOnly: true }],
  ["in both ways", { "forward-only": true, forwardOnly: true }],
])("takes an option %s, and the defaults", async (_, raw) => {
  const received = { env: "local", "forward-only": true };
  expect(await run(raw)).toEqual({ success: true, received });
});

it("refuses what is unknown, of another type or no option, all in one message", async () => {
  const ended = await run({ enw: "dev", forwardOnly: "yes", _: ["dev"] });
  expect(ended).toEqual({ success: false, received: undefined });
  expect(said).toEqual([
    expect.stringMatching(
      /^the options are invalid\n✖ unexpected argument "dev"\n[^]*"enw"[^]*expected boolean[^]*\nallowed: --env, --for/,
    ),
  ]);
});

it("says that no option is allowed", async () => {
  await run({ env: "dev" }, z.strictObject({}));
  expect(said).toEqual([expect.stringMatching(/\nallowed: none$/)]);
});

it("fails with the message of what went wrong, without a stack trace", async () => {
  const failing = checkedExecutor(schema, () => Promise.reject(new Error("no such account")));
  expect(await failing({}, {} as ExecutorContext)).toEqual({ success: false });
  expect(said).toEqual(["no such account"]);
});
