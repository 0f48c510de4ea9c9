import * as z from "zod";

import type { Place } from "../place.ts";

/**
 * Raised when a reader of an older version could misunderstand the report; see docs/report.md. Additions do not raise
 * it: readers ignore keys that they do not know.
 */
export const REPORT_VERSION = 1;

const instant = z.iso.datetime().meta({ id: "instant", description: "UTC, ISO 8601." });
const seconds = z.number().min(0).meta({ id: "seconds", description: "How long it took." });
const layerName = z.string().min(1).meta({ id: "layerName", description: "Name of a layer." });
const count = z.int().min(0);
const jsonValue = z.json().meta({ id: "jsonValue", description: "Any JSON value." });

const outputRef = z
  .object({
    layer: layerName,
    key: z.string().min(1).meta({ description: "Name of the output in the layer's contract." }),
  })
  .meta({ id: "outputRef", description: "One published output of a layer." });

const propertyChange = z
  .object({
    path: z.string().meta({
      description: "Path of the input, as Pulumi writes it: `tags.Name`, `ingress[0].fromPort`.",
    }),
    kind: z.enum(["add", "update", "delete"]).meta({ description: "What happens to the input." }),
    replaces: z.boolean().meta({ description: "This input is why the resource is replaced." }),
    before: jsonValue.optional().meta({
      description: "Value before; absent where it is secret, unknown or not there.",
    }),
    after: jsonValue.optional().meta({
      description: "Value after; absent where it is secret, unknown or not there.",
    }),
  })
  .meta({ id: "propertyChange", description: "One input of a resource that differs." });

const resourceChange = z
  .object({
    urn: z.string().meta({ description: "Pulumi's name of the resource, unique in its state." }),
    type: z.string().meta({ description: "Type token, for example `aws:ec2/vpc:Vpc`." }),
    name: z.string().meta({ description: "Logical name, as in the program." }),
    op: z.enum(["create", "update", "replace", "delete", "import"]).meta({
      description:
        "What happens to the resource. Of `drift`: what the cloud did to it since the deployment " +
        "(`delete`: it is gone).",
    }),
    stateful: z.boolean().meta({
      description: "It holds data that is lost when it is deleted or replaced.",
    }),
    properties: z.array(propertyChange).meta({ description: "Its inputs that differ." }),
  })
  .meta({ id: "resourceChange", description: "One resource that is, or would be, changed." });

const gate = z
  .object({
    runs: z.boolean().meta({ description: "Whether the engine had to be started." }),
    reasons: z.array(z.string()).min(1).meta({
      description: "Why it had to, or why not; for a person.",
    }),
  })
  .meta({ id: "gate", description: "The decision whether the layer has anything to do." });

const contractChange = z
  .object({
    key: z.string().meta({ description: "Name of the output." }),
    change: z.enum(["added", "removed", "retyped", "changed", "unknown"]).meta({
      description:
        "What becomes of it: `changed` has another value; `unknown` gets a value that is known " +
        "only after the deployment.",
    }),
    readers: z.array(layerName).meta({ description: "Deployed layers that read it." }),
  })
  .meta({ id: "contractChange", description: "What becomes of one output of the layer." });

const read = outputRef
  .extend({
    value: z.enum(["deployed", "planned", "unknown"]).meta({
      description:
        "Where the value came from: the state of `layer`, or the plan for it in this run. " +
        "`unknown`: `layer` makes it in this plan, so it is known after `layer` is deployed.",
    }),
  })
  .meta({ id: "read", description: "One output of another layer that the program read." });

const finding = z
  .object({
    rule: z.string().meta({ description: "Id of the rule, for example `rds-private`." }),
    enforcement: z.enum(["mandatory", "advisory"]).meta({
      description:
        "A mandatory finding that is not waived stops the run; an advisory one is a warning.",
    }),
    controls: z.array(z.string()).meta({
      description:
        "Controls of AWS Security Hub and the like that the rule checks, such as `RDS.2`.",
    }),
    urn: z.string().meta({ description: "Pulumi's name of the resource, unique in its state." }),
    type: z.string().meta({ description: "Type token, for example `aws:ec2/vpc:Vpc`." }),
    name: z.string().meta({ description: "Logical name, as in the program." }),
    property: z.string().optional().meta({
      description: "Input that is wrong; absent where none can be named.",
    }),
    problem: z.string().meta({
      description: "What is wrong: the end of a sentence that begins with the resource.",
    }),
    fix: z.string().meta({ description: "What to do about it." }),
    source: z.string().meta({ description: "Who says so: a document of AWS." }),
    waived: z
      .object({
        reason: z.string(),
        expires: z.iso.date().meta({ description: "The last day on which the waiver holds." }),
      })
      .optional()
      .meta({ description: "Present where a waiver of the layer covers it." }),
  })
  .meta({ id: "finding", description: "One resource that breaks one rule of `@strata/policies`." });

const counts = z
  .object({
    created: count.meta({ description: "Made, or taken over by an import." }),
    updated: count.meta({ description: "Changed in place." }),
    replaced: count.meta({ description: "Made anew; each counts once." }),
    deleted: count.meta({ description: "Deleted without a successor." }),
    unchanged: count.meta({ description: "Left alone." }),
  })
  .meta({
    id: "counts",
    description: "Resources by what happened to them, the stack and its provider included.",
  });

const money = z.number().meta({ id: "money", description: "USD a month, at list prices." });

const cost = z
  .object({
    fixedMonthlyUsd: money.meta({
      description:
        "Sum of what is paid for as long as it exists, after the operation; USD a month.",
    }),
    beforeMonthlyUsd: money.optional().meta({
      description: "The same before the operation; absent for a layer that was not deployed.",
    }),
    items: z
      .array(
        z.object({
          type: z.string().meta({ description: "Type token of the resource." }),
          name: z.string().meta({ description: "Logical name of the resource." }),
          kind: z.enum(["fixed", "usage"]).meta({
            description: "`usage`: paid for by use; no sum is known beforehand.",
          }),
          what: z.string().meta({ description: "What is paid for; for a person." }),
          monthlyUsd: money.optional(),
        }),
      )
      .meta({ description: "The lines of the estimate." }),
    unpriced: z.array(z.string()).meta({
      description: "What costs and has no price in the table; the sum is too low by these.",
    }),
    free: count.meta({ description: "Resources that cost nothing by themselves." }),
    pricesAsOf: z.string().meta({ description: "Year and month of the prices: `2026-06`." }),
  })
  .meta({
    id: "cost",
    description: "What the layer costs in a month, as far as it can be told beforehand.",
  });

const layerReport = z
  .object({
    layer: layerName,
    status: z.enum(["done", "unchanged", "drifted", "failed", "skipped", "interrupted"]).meta({
      description:
        "`unchanged`: the gate found nothing to do, the engine was not started. `drifted`: the " +
        "cloud differs from the state. `skipped`: a layer that it reads did not finish, or the run was stopped.",
    }),
    role: z.enum(["selected", "upstream", "dependent"]).meta({
      description:
        "`upstream`: not selected; planned only because a selected layer reads it and it is not deployed. " +
        "`dependent`: not selected; destroyed because it reads a selected layer.",
    }),
    reason: z.string().optional().meta({
      description:
        "Why it failed, was skipped, or had nothing to do; for a person, may have lines.",
    }),
    errors: z
      .array(z.string())
      .optional()
      .meta({
        description:
          "What the program and the engine reported as errors; for a person, each may have lines. " +
          "Absent where they reported none.",
      }),
    gate: gate.optional(),
    counts,
    startedAt: instant.optional().meta({ description: "Absent for a layer that did not begin." }),
    endedAt: instant.optional().meta({ description: "Absent for a layer that did not begin." }),
    seconds,
    changes: z.array(resourceChange).meta({
      description: "What was or would be changed, in the order of the engine.",
    }),
    contract: z.array(contractChange).meta({ description: "What becomes of its outputs." }),
    reads: z.array(read).meta({ description: "What its program read of other layers." }),
    cost: cost.optional().meta({
      description: "Absent where nothing can be told, for example of a layer that did not finish.",
    }),
    notices: z.array(z.string()).meta({
      description:
        "What a reviewer has to see, for example a replaced resource behind an output that others read.",
    }),
    findings: z.array(finding).optional().meta({
      description:
        "Where the layer breaks rules, waived or not. Absent where it breaks none, or was not looked at.",
    }),
  })
  .meta({ id: "layerReport", description: "What the run did, or would do, to one layer." });

const stale = z
  .object({
    layer: layerName,
    reads: z.array(outputRef).meta({ description: "Outputs it reads that have other values." }),
    command: z.string().optional().meta({
      description: "Brings it up to date. Absent where its code is in another repository.",
    }),
  })
  .meta({
    id: "staleLayer",
    description: "A deployed layer outside the run that reads outputs with other values.",
  });

const behind = z
  .object({
    layer: layerName,
    reasons: z.array(z.string()).meta({ description: "What differs; for a person." }),
    command: z.string().meta({ description: "Deploys it." }),
  })
  .meta({
    id: "layerBehind",
    description: "A layer outside the run whose code or settings are not what is deployed.",
  });

const withoutCode = z
  .object({
    layer: layerName,
    resources: count.meta({ description: "Resources in its state." }),
    command: z.string().meta({ description: "Destroys it from its state." }),
  })
  .meta({
    id: "layerWithoutCode",
    description: "A deployed layer of this repository that has no code any more.",
  });

/** What one run did, or would do. The published form of `.strata/reports/<environment>/<operation>.json`. */
export const runReport = z
  .object({
    version: z.literal(REPORT_VERSION).meta({
      description: "Raised when a reader of an older version could misunderstand the report.",
    }),
    operation: z.enum(["up", "preview", "destroy", "refresh", "drift"]).meta({
      description: "What ran. `preview` and `drift` change nothing.",
    }),
    environment: z.string().min(1).max(100).meta({ description: "Name of the environment." }),
    sandbox: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether it was an environment of a real account in the local sandbox (`--sandbox`): nothing of its " +
          "account was read or changed. Absent: no.",
      }),
    commit: z.string().optional().meta({ description: "Commit of the clone, where it is one." }),
    startedAt: instant,
    endedAt: instant,
    seconds,
    success: z.boolean().meta({ description: "As the exit code says it." }),
    refused: z.string().optional().meta({
      description: "Why the whole run was refused, for a person; nothing was started then.",
    }),
    layers: z.array(layerReport).meta({ description: "In the order of the run." }),
    stale: z.array(stale).meta({
      description:
        "Deployed layers outside the run that read outputs which have, or would have, other values now.",
    }),
    behind: z.array(behind).meta({
      description: "Layers outside the run whose code or settings are not what is deployed.",
    }),
    withoutCode: z.array(withoutCode).meta({
      description: "Deployed layers of this repository that have no code any more.",
    }),
  })
  .meta({
    title: "Strata run report",
    description: "What one run of Strata did, or would do, to the layers of one environment.",
  });

export type RunReport = z.output<typeof runReport>;
export type LayerReport = RunReport["layers"][number];
export type ResourceChange = LayerReport["changes"][number];
export type PropertyChange = ResourceChange["properties"][number];
export type ContractChange = LayerReport["contract"][number];
export type ReadReport = LayerReport["reads"][number];
export type RuleFinding = z.output<typeof finding>;
export type CostReport = z.output<typeof cost>;
export type GateReport = z.output<typeof gate>;

/** Where a run worked. */
export function placeOfReport({
  environment,
  sandbox = false,
}: Pick<RunReport, "environment" | "sandbox">): Place {
  return { environment, inSandbox: sandbox };
}

/**
 * Reads a report back. Keys that this code does not know are dropped.
 *
 * @param where Names the text in a message: its path.
 * @throws Error when the text is no report of the version that this code knows.
 */
export function parseReport(text: string, where: string): RunReport {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`the report at ${where} is damaged: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const version = z.safeParse(z.object({ version: z.number() }), data).data?.version;
  if (version !== undefined && version !== REPORT_VERSION) {
    throw new Error(
      `the report at ${where} has version ${version}, this code reads version ${REPORT_VERSION}: ` +
        "read it with the commit that wrote it, or run the operation again",
    );
  }
  const result = z.safeParse(runReport, data);
  if (result.success) return result.data;
  throw new Error(`the report at ${where} is damaged\n${z.prettifyError(result.error)}`);
}
