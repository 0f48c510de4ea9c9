import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { callerOf } from "./caller.ts";

it("names the file, relative to the workspace, and the line", () => {
  expect(callerOf("/nowhere")()).toBe("libs/config/src/caller.test.ts:9");
});

describe("in a program", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "strata-caller-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs `program.mts`, which uses a library that wants to know who called it; returns what it prints. */
  function printed(program: readonly string[], library = "library"): string {
    write(`${library}/ask.mjs`, [
      `import { callerOf } from ${JSON.stringify(join(import.meta.dirname, "caller.ts"))};`,
      `export const ask = () => callerOf(${JSON.stringify(join(folder, "library"))});`,
    ]);
    write("program.mts", [`import { ask } from "./${library}/ask.mjs";`, ...program]);
    const { stdout, stderr } = spawnSync(process.execPath, [join(folder, "program.mts")], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    expect(stderr).toBe("");
    return stdout.trim().replaceAll(`${folder}/`, "");
  }

  function write(file: string, lines: readonly string[]): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), lines.join("\n"));
  }

  it("counts lines as they stand in the TypeScript source, and leaves out the library", () => {
    const wide = ["interface Wide {", "  readonly place: string | undefined;", "}"];
    const program = [...wide, "const wide: Wide = { place: ask()() };", "console.log(wide.place);"];
    expect(printed(program)).toBe("program.mts:5");
  });

  it("leaves out packages", () => {
    expect(printed(["console.log(ask()());"], "node_modules/other")).toBe("program.mts:2");
  });

  it("finds the caller in a method, a module and an async function", () => {
    const program = [
      "class Part { get place() {",
      "  return ask()(); } }",
      "async function program() {",
      "  await null;",
      "  return ask()();",
      "}",
      "console.log(new Part().place, await program());",
    ];
    expect(printed(program)).toBe("program.mts:3 program.mts:6");
  });

  it("tells where it was asked, not where the text is made", () => {
    expect(printed(["const place = ask();", "", "console.log(place());"])).toBe("program.mts:2");
  });

  it("leaves the depth of other stack traces alone", () => {
    expect(printed(["ask();", "console.log(String(Error.stackTraceLimit));"])).toBe("10");
  });

  it("knows none when all is library", () => {
    expect(callerOf("")()).toBeUndefined();
  });
});
