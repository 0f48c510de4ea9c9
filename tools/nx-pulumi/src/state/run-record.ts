import * as z from "zod";

import type { Goal } from "../host/goal-recorder.ts";

/** One output of another layer that a program read, and what it was then. */
export interface RecordedRead {
  /** The layer that publishes it. */
  readonly layer: string;
  readonly key: string;
  /** Digest of the value; absent in a record of an older version. */
  readonly digest?: string;
}

/**
 * What Strata keeps beside a layer's state, in the same backend: facts of its last successful
 * deployment that the engine does not record.
 */
export interface RunRecord {
  readonly reads: readonly RecordedRead[];
  /** What the deployment saw, by name: digests of program and settings, versions, files. See `layerInputs`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Type of each published output, as JSON schema; what readers may rely on. */
  readonly contract: Readonly<Record<string, unknown>>;
  /** What the program asked for, to tell whether a changed one asks for the same; absent in older records. */
  readonly goal?: Goal;
  /** The earliest last day of a waiver that the deployment needed, as 2027-01-31; absent where it needed none. */
  readonly waiversExpire?: string;
  /** Digest of the state that the deployment left. Another one: something else has changed the layer since. */
  readonly stateDigest: string;
  /** Where the clone stood; absent where it was none. */
  readonly commit?: { readonly sha: string; readonly clean: boolean };
  /** Repository that holds the layer's code: a backend can serve several. */
  readonly repository: string;
  /** When it ended: UTC, ISO 8601. */
  readonly at: string;
}

const texts = z.record(z.string(), z.string());

const current = z.object({
  version: z.literal(2),
  reads: z.array(
    z.object({ layer: z.string(), key: z.string(), digest: z.string().exactOptional() }),
  ),
  inputs: texts,
  contract: z.record(z.string(), z.unknown()),
  goal: z
    .object({
      digest: z.string(),
      answers: z.record(z.string(), z.unknown()),
      features: z.array(z.number()),
    })
    .exactOptional(),
  waiversExpire: z.string().exactOptional(),
  stateDigest: z.string(),
  commit: z.object({ sha: z.string(), clean: z.boolean() }).exactOptional(),
  repository: z.string(),
  at: z.string(),
});

/** Before version 2, a record held the reads alone: enough for the guard, never enough for the gate. */
const first = z.object({
  version: z.literal(1),
  reads: z.array(z.object({ layer: z.string(), key: z.string() })),
});
const FIRST_LACKED = { inputs: {}, contract: {}, stateDigest: "", repository: "", at: "" };

const schema = z.discriminatedUnion("version", [current, first]);

/** Folder of all records below the backend's root. */
export const RECORDS = ".strata/records";

/** Key of a layer's record below the backend's root. */
export function recordKey(layer: string, environment: string): string {
  return `${RECORDS}/${layer}/${environment}.json`;
}

export function formatRecord({ reads, ...rest }: RunRecord): string {
  const sorted = reads
    .map(({ layer, key, digest }) => ({ layer, key, ...(digest === undefined ? {} : { digest }) }))
    .sort((a, b) => a.layer.localeCompare(b.layer) || a.key.localeCompare(b.key));
  return `${JSON.stringify({ version: 2, reads: sorted, ...rest }, undefined, 2)}\n`;
}

/** @throws Error naming the place, when the text is no record of a version that this code knows. */
export function parseRecord(text: string, where: string): RunRecord {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Error(`the record at ${where} is damaged: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const result = z.safeParse(schema, data);
  if (result.success) {
    const { version: _, ...rest } = result.data;
    return { ...FIRST_LACKED, ...rest };
  }
  throw new Error(
    `the record at ${where} is damaged or newer than this clone\n${z.prettifyError(result.error)}`,
  );
}
