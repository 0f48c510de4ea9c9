/**
 * `npm run bench:rules`: what the rules cost. Two copies of this workspace, each with a sandbox of its own: one as it
 * is, one without any rule and without asking for any. Turn by turn they preview all layers of `local`, deployed, with
 * the engine. `--rounds=<number>`.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

import { copyWorkspace } from "@strata/nx-pulumi/testing/workspace-copy";
import Table from "cli-table3";

import { median } from "./measure.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..", "..");
const LAYERS = ["network", "data", "compute", "observability"];
const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(NX_|npm_|STRATA_|PULUMI_|AWS_)/.test(name)),
);

/** A copy in which all layers are deployed. */
class Copy {
  readonly root = mkdtempSync(join(tmpdir(), "strata-rules-"));
  readonly seconds: number[] = [];

  async nx(...args: readonly string[]): Promise<void> {
    const bin = join(this.root, "node_modules", ".bin");
    const env = { ...environment, PATH: `${bin}:${process.env.PATH}` };
    await run(join(bin, "nx"), args, { cwd: this.root, env, maxBuffer: 1e9 });
  }

  /** Seconds of a run that asks the engine about every layer, as its report has them: without Nx's start. */
  async preview(): Promise<void> {
    await this.nx("run-many", "-t", "preview", "--force");
    const file = join(this.root, ".strata", "reports", "local", "preview.json");
    const { seconds } = JSON.parse(readFileSync(file, "utf8")) as { readonly seconds: number };
    this.seconds.push(seconds);
  }

  /** Takes the rules out, and the engine's question for them. */
  withoutRules(): void {
    this.#write(
      "libs/policies/src/registry.ts",
      'import type { Rule } from "./rule.ts";\n' +
        "export const rules: readonly Rule[] = [];\n" +
        "export const ruleOf = (): Rule | undefined => undefined;\n",
    );
    for (const layer of LAYERS)
      this.#write(`apps/${layer}/waivers.ts`, "export const waivers = [];\n");
    const operate = "tools/nx-pulumi/src/host/operate.ts";
    const text = readFileSync(join(this.root, operate), "utf8");
    const asks = /^ +args\.push\("--policy-pack", POLICY_PACK\);\n/m;
    if (!asks.test(text))
      throw new Error(`${operate} asks for the rules in another way: mend this bench`);
    this.#write(operate, text.replace(asks, ""));
  }

  #write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  async dispose(): Promise<void> {
    await this.nx("run", "sandbox:stop").catch((error: Error) => console.error(error.message));
    rmSync(this.root, { recursive: true, force: true });
  }
}

const [asItIs, without] = [new Copy(), new Copy()];
const copies = [asItIs, without];
try {
  for (const copy of copies) await copyWorkspace(ROOT, copy.root);
  without.withoutRules();
  console.error("deploying twice");
  for (const copy of copies) {
    await copy.nx("run-many", "-t", "up");
    await copy.preview();
    copy.seconds.length = 0;
  }
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`round ${round} of ${rounds}`);
    for (const copy of copies) await copy.preview();
  }
  const [rules, none] = [median(asItIs.seconds), median(without.seconds)];
  const table = new Table({
    head: ["preview of all layers", "with rules, s", "without, s", "ratio"],
  });
  table.push(["medians", rules.toFixed(2), none.toFixed(2), (rules / none).toFixed(2)]);
  console.log(table.toString());
} finally {
  for (const copy of copies) await copy.dispose();
}
