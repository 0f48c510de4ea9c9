import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Registrations } from "../policy/registrations.ts";
import type { Goal } from "./goal-recorder.ts";
import type { ContractTypes, Job, Outcome } from "./message.ts";

/** The file of a layer's program; its default export is the program. */
const ENTRY = "index.ts";

type Program = () => Promise<Record<string, unknown>>;

/**
 * The automation API's own language runtime for inline programs. Its declaration is stripped from the package as
 * internal: `Stack.up` would start it too, but with three more runs of the pulumi binary around each operation.
 */
export interface LanguageServer {
  run(call: unknown, answer: unknown): unknown;
}

/** A layer's program, loaded and ready to be run by an engine. */
export interface LoadedProgram {
  /** @param upstream what the layers that this one reads publish. */
  languageServer(upstream: Job["upstream"]): LanguageServer;
  /** What the layer's contract promises; nothing where the program defines none. */
  contract(layer: string): ContractTypes;
  /** What the program asked for when it ran last. */
  goal(): Goal;
  /** What other layers' outputs the program has read. */
  reads(): Outcome["reads"];
  /** What the program registered when it ran last. */
  readonly registrations: Registrations;
}

/**
 * Loads the program of a layer, and with it the SDK: the slow part of starting, so it is done while the engine starts.
 *
 * @throws Error when the entry file is missing, does not load, or exports no function.
 */
export async function loadProgram(projectFolder: string): Promise<LoadedProgram> {
  const file = join(projectFolder, ENTRY);
  const [automation, { GoalRecorder }, { Registrations }, contracts, { planned }, entry] =
    await Promise.all([
      import("@pulumi/pulumi/automation/server.js"),
      import("./goal-recorder.ts"),
      import("../policy/registrations.ts"),
      import("@strata/contracts"),
      import("./planned.ts"),
      import(pathToFileURL(file).href) as Promise<{ default?: unknown }>,
    ]);
  const program = entry.default;
  if (typeof program !== "function") {
    throw withoutStack(
      `${file} has no default export; export default a function that returns the contract`,
    );
  }
  const { LanguageServer } = automation as unknown as {
    LanguageServer: new (program: Program) => LanguageServer;
  };
  const recorder = new GoalRecorder();
  const registrations = new Registrations();
  return {
    languageServer(upstream) {
      const outputsOf = (layer: string) => {
        const found = upstream[layer];
        if (found === undefined) return undefined;
        const outputs = found.kind === "planned" ? planned(found.outputs) : found.outputs;
        return { ...found, outputs };
      };
      return new LanguageServer(async () => {
        // A plan and its update each run the program; what the last one read counts.
        contracts.clearReads();
        recorder.clear();
        registrations.clear();
        return contracts.withUpstream(
          outputsOf,
          () => program() as Promise<Record<string, unknown>>,
        );
      });
    },
    contract: (layer) => contracts.contractTypes(layer) ?? {},
    goal: () => recorder.goal,
    reads: () => contracts.recordedReads(),
    registrations,
  };
}

/** For a mistake whose place the message names itself. */
function withoutStack(message: string): Error {
  return Object.assign(new Error(message), { stack: message });
}
