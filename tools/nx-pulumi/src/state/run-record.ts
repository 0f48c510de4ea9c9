import * as z from "zod";

/**
 * What Strata keeps beside a layer's state, in the same backend: facts of its last successful
 * deployment that the engine does
 * not record.
 */
export interface RunRecord {
  /** Outputs of other layers that the program read, key by key. */
  readonly reads: readonly { readonly layer: string; readonly key: string }[];
}

const schema = z.object({
  version: z.literal(1),
  reads: z.array(z.object({ layer: z.string(), key: z.string() })),
});

/** Key of a layer's record below the backend's root. */
export function recordKey(layer: string, environment: string): string {
  return `.strata/records/${layer}/${environment}.json`;
}

export function formatRecord({ reads }: RunRecord): string {
  const sorted = [...reads]
    .map(({ layer, key }) => ({ layer, key }))
    .sort((a, b) => a.layer.localeCompare(b.layer) || a.key.localeCompare(b.key));
  return `${JSON.stringify({ version: 1, reads: sorted }, undefined, 2)}\n`;
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
  if (result.success) return { reads: result.data.reads };
  throw new Error(
    `the record at ${where} is damaged or newer than this clone\n${z.prettifyError(result.error)}`,
  );
}
