import type { OutputType } from "@strata/contracts/types";
import type { Estimate } from "@strata/cost";
import type { JudgedFinding } from "@strata/policies";

import type { Operation } from "../operation.ts";
import type { ResourceChange } from "../report/run-report.ts";
import type { Goal } from "./goal-recorder.ts";

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
  /** Absolute path of the settings, where they are not the ones of the project folder. */
  readonly configFile?: string;
  /** Tell all that the program asks for, to be drawn. */
  readonly pictured?: true;
  /** Present when the stack does not exist yet: how to make it. */
  readonly init?: { readonly secretsProvider?: string };
  /** What the layers that this one reads publish, by layer; one that is missing is not deployed. */
  readonly upstream: Readonly<Record<string, UpstreamState>>;
  /** Absolute path for everything the engine prints. */
  readonly logFile: string;
}

/** Outputs of a layer that another one reads. */
export interface UpstreamState {
  /** `planned`: they exist in this plan only; an unknown one is Pulumi's unknown sentinel. */
  readonly kind: "planned" | "deployed";
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Keys whose value is secret, and therefore not among `outputs`. */
  readonly secrets: readonly string[];
}

/** A program to be run without an engine, and what it finds. */
export interface ReplayRequest {
  readonly layer: string;
  readonly environment: string;
  /** Settings as the engine hands them over: texts. */
  readonly config: Readonly<Record<string, string>>;
  /** What is deployed, by URN. */
  readonly resources: Readonly<Record<string, DeployedResource>>;
  /** What the program asked for in the last deployment, and was answered. */
  readonly goal: Goal;
  readonly upstream: Job["upstream"];
}

/** A resource as its state has it. */
export interface DeployedResource {
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface SandboxAddress {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export type ToHost =
  /** The job will take its time to come: load what it will need. */
  | { readonly kind: "preload" }
  /** Tell what the layer's contract promises, as its program declares it. */
  | { readonly kind: "describe"; readonly layer: string }
  /** Tell what the program asks for, without an engine. */
  | { readonly kind: "replay"; readonly request: ReplayRequest }
  | { readonly kind: "start"; readonly job: Job }
  /** Answer to a plan: carry it out, or leave everything as it is. */
  | { readonly kind: "proceed" }
  | { readonly kind: "refuse"; readonly reason: string }
  /** Finish what has begun, start nothing else. */
  | { readonly kind: "stop" }
  /** No job will come. */
  | { readonly kind: "leave" };

/** Pulumi's step names, as in its summary: create, update, replace, delete, same, … */
export type StepOp = string;

export type FromHost =
  | { readonly kind: "ready" }
  | { readonly kind: "engine"; readonly pid: number }
  /** Undefined types: the program could not be loaded, which the job that needs it will report. */
  | { readonly kind: "contract"; readonly types?: ContractTypes }
  /** What the program asks for; undefined when that cannot be told without an engine. */
  | { readonly kind: "replayed"; readonly replayed?: Replayed }
  /** What the engine would do; it waits for the answer before it does. */
  | { readonly kind: "plan"; readonly plan: Plan }
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

/** Type of each output of a contract. */
export type ContractTypes = Readonly<Record<string, OutputType>>;

/** What an update is about to do. */
export interface Plan {
  readonly resources: readonly ResourceChange[];
  /** Outputs of the stack after it, unknown ones as Pulumi's sentinel. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What is known of a program once it has run. */
export type Replayed = Pick<
  Outcome,
  "reads" | "files" | "contract" | "goal" | "findings" | "waiversExpire"
>;

/** A resource, component or provider that a program asks for, without secrets and without what is not known yet. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN. */
  readonly parent?: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** How one operation on one layer ended. */
export interface Outcome {
  readonly success: boolean;
  /** The operation was told to stop; what had started was finished and recorded. */
  readonly interrupted: boolean;
  /** Steps by name, as Pulumi counts them: the stack and its provider included. */
  readonly changes: Readonly<Record<StepOp, number>>;
  /** Resources that were, or would be, changed, in the order of the engine. */
  readonly resources: readonly ResourceChange[];
  /** Outputs of the stack as the engine last announced them: planned ones in a preview. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What other layers' outputs the program read. */
  readonly reads: readonly { readonly layer: string; readonly key: string }[];
  /** Files that the program looked at beside its code, relative to the workspace. */
  readonly files: readonly string[];
  /** What the layer's contract promises. */
  readonly contract: ContractTypes;
  /** What the program asked for; absent where it did not run to its end. */
  readonly goal?: Goal;
  /** Where what the program asked for breaks a rule, waived or not. */
  readonly findings: readonly JudgedFinding[];
  /** What the resources that it asked for cost in a month. */
  readonly cost?: Estimate;
  /** All that it asked for, where the job wants it. */
  readonly planned?: readonly PlannedResource[];
  /** The earliest last day of a waiver that was needed, as 2027-01-31. */
  readonly waiversExpire?: string;
  /** What the engine printed at the end, when it failed without any error that was reported before. */
  readonly failure?: string;
}
