import type { Operation } from "../operation.ts";

/** What a layer process is told to do. Everything in it is data: it crosses a process boundary. */
export interface Job {
  readonly operation: Exclude<Operation, "outputs">;
  readonly layer: string;
  readonly environment: string;
  /** Absolute folder of the Pulumi project. */
  readonly projectFolder: string;
  /** Absolute path of the pulumi binary. */
  readonly engine: string;
  /** Environment variables of the engine: backend, secrets, cloud credentials. */
  readonly engineEnv: Readonly<Record<string, string>>;
  /** Present in the sandbox: where our own provider finds the AWS API. Absent: the official plugin is used. */
  readonly sandbox?: SandboxAddress;
  /** Present when the stack does not exist yet: how to make it. */
  readonly init?: { readonly secretsProvider?: string };
  /** Outputs of other layers that exist in this plan only, by layer. Unknown ones are Pulumi's unknown sentinel. */
  readonly plannedUpstream: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Absolute path for everything the engine prints. */
  readonly logFile: string;
}

export interface SandboxAddress {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export type ToHost =
  /** The job will take its time to come: load what it will need. */
  | { readonly kind: "preload" }
  | { readonly kind: "start"; readonly job: Job }
  /** Finish what has begun, start nothing else. */
  | { readonly kind: "stop" }
  /** No job will come. */
  | { readonly kind: "leave" };

/** Pulumi's step names, as in its summary: create, update, replace, delete, same, … */
export type StepOp = string;

export type FromHost =
  | { readonly kind: "ready" }
  | { readonly kind: "engine"; readonly pid: number }
  | {
      readonly kind: "step";
      readonly phase: "start" | "done" | "failed";
      readonly op: StepOp;
      readonly urn: string;
      /** Top-level properties that differ. */
      readonly diffs: readonly string[];
    }
  | {
      readonly kind: "diagnostic";
      readonly severity: Severity;
      readonly text: string;
      readonly urn?: string;
    }
  | {
      readonly kind: "simulated";
      readonly urn: string;
      readonly property: string;
      readonly reason: string;
    }
  | { readonly kind: "end"; readonly outcome: Outcome };

export type Severity = "info" | "warning" | "error";

/** How one operation on one layer ended. */
export interface Outcome {
  readonly success: boolean;
  /** The operation was told to stop; what had started was finished and recorded. */
  readonly interrupted: boolean;
  /** Steps by name, as Pulumi counts them: the stack and its provider included. */
  readonly changes: Readonly<Record<StepOp, number>>;
  /** Outputs of the stack as the engine last announced them: planned ones in a preview. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What other layers' outputs the program read. */
  readonly reads: readonly { readonly layer: string; readonly key: string }[];
  /** What the engine printed at the end, when it failed without any error that was reported before. */
  readonly failure?: string;
}
