import * as z from "zod";

/** Raised when a reader of an older version could misunderstand the report; additions do not raise it. */
export const REPORT_VERSION = 1;

const instant = z.iso.datetime().meta({ description: "UTC, ISO 8601" });
const seconds = z.number().min(0);
const layerName = z.string().min(1);
const outputRef = z.strictObject({ layer: layerName, key: z.string().min(1) });

const propertyChange = z.strictObject({
  /** Path of the input, as Pulumi writes it: `tags.Name`, `ingress[0].fromPort`. */
  path: z.string(),
  kind: z.enum(["add", "update", "delete"]),
  /** This property is why the resource is replaced. */
  replaces: z.boolean(),
  /** Absent where it is secret, unknown or not there. */
  before: z.json().optional(),
  after: z.json().optional(),
});

const resourceChange = z.strictObject({
  urn: z.string(),
  /** Type token, for example `aws:ec2/vpc:Vpc`. */
  type: z.string(),
  /** Logical name. */
  name: z.string(),
  op: z.enum(["create", "update", "replace", "delete", "import"]),
  /** Deleting or replacing it loses data. */
  stateful: z.boolean(),
  properties: z.array(propertyChange),
});

const gate = z.strictObject({
  /** Whether the engine had to be started. */
  runs: z.boolean(),
  /** Why it had to, or why not; for a person, never empty. */
  reasons: z.array(z.string()).min(1),
});

const contractChange = z.strictObject({
  key: z.string(),
  /** `unknown`: its new value is known only after the deployment. */
  change: z.enum(["added", "removed", "retyped", "changed", "unknown"]),
  /** Deployed layers that read it, near first by name. */
  readers: z.array(layerName),
});

const read = outputRef.extend({
  /** Where the value came from; `unknown`: `layer` makes it in this plan, so it is known after its deployment. */
  value: z.enum(["deployed", "planned", "unknown"]),
});

const counts = z.strictObject({
  created: z.int(),
  updated: z.int(),
  replaced: z.int(),
  deleted: z.int(),
  unchanged: z.int(),
});

const layerReport = z.strictObject({
  layer: layerName,
  /**
   * `unchanged`: the gate found nothing to do, the engine was not started. `drifted`: the cloud differs
   * from the state.
   */
  status: z.enum(["done", "unchanged", "drifted", "failed", "skipped", "interrupted"]),
  /** `upstream`: not selected; planned only because a selected layer reads it and it is not deployed. */
  role: z.enum(["selected", "upstream"]),
  /** Why it failed, was skipped, or had nothing to do: one line or more for a person. */
  reason: z.string().optional(),
  gate: gate.optional(),
  /** Resources by what happened to them, the stack and its provider included. */
  counts,
  /** Absent for a layer that was skipped. */
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  seconds,
  /** What was or would be changed, in the order of the engine. */
  changes: z.array(resourceChange),
  /** What becomes of its outputs. */
  contract: z.array(contractChange),
  /** What its program read of other layers. */
  reads: z.array(read),
  /** What a reviewer has to see, for example a replaced resource behind an output that others read. */
  notices: z.array(z.string()),
});

/** What one run did, or would do. The published form of `.strata/reports/<environment>/<operation>.json`. */
export const runReport = z.strictObject({
  version: z.literal(REPORT_VERSION),
  operation: z.enum(["up", "preview", "destroy", "refresh", "drift"]),
  environment: z.string().min(1),
  /** Commit of the clone, where it is one. */
  commit: z.string().optional(),
  startedAt: instant,
  endedAt: instant,
  seconds,
  success: z.boolean(),
  /** Why the whole run was refused; nothing was started then. */
  refused: z.string().optional(),
  /** In the order of the run. */
  layers: z.array(layerReport),
  /** Deployed layers outside the run that read outputs which have, or would have, other values now. */
  stale: z.array(
    z.strictObject({
      layer: layerName,
      reads: z.array(outputRef),
      /** Absent where its code is in another repository. */
      command: z.string().optional(),
    }),
  ),
  /** Layers outside the run whose code or settings are not what is deployed. */
  behind: z.array(
    z.strictObject({ layer: layerName, reasons: z.array(z.string()), command: z.string() }),
  ),
  /** Deployed layers of this repository that have no code any more. */
  withoutCode: z.array(
    z.strictObject({ layer: layerName, resources: z.int(), command: z.string() }),
  ),
});

export type RunReport = z.output<typeof runReport>;
export type LayerReport = RunReport["layers"][number];
export type ResourceChange = LayerReport["changes"][number];
export type PropertyChange = ResourceChange["properties"][number];
export type ContractChange = LayerReport["contract"][number];
export type ReadReport = LayerReport["reads"][number];
export type GateReport = z.output<typeof gate>;
