import * as pulumi from "@pulumi/pulumi";

/** One output that one layer has read from another. */
export interface Read {
  /** The layer that reads. */
  readonly reader: string;
  /** The layer that publishes. */
  readonly layer: string;
  readonly key: string;
}

const reads = new Map<string, Read>();

/** Every output that was read in this process since `clearReads`, each once, in order of first use. */
export function recordedReads(reader?: string): Read[] {
  return [...reads.values()].filter((read) => reader === undefined || read.reader === reader);
}

/** Forgets what was read, all of it or what one layer has read. */
export function clearReads(reader?: string): void {
  for (const [id, read] of reads)
    if (reader === undefined || read.reader === reader) reads.delete(id);
}

/** Called by a contract when a program accesses a key. */
export function recordRead(layer: string, key: string): void {
  const reader = pulumi.getProject();
  reads.set(`${reader} ${layer} ${key}`, { reader, layer, key });
}
