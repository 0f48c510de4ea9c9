import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { parseState, stateKey, type RecordedLayer, type StateStore } from "./state-store.ts";

/** State of Pulumi's file backend. */
export class FileState implements StateStore {
  readonly url: string;

  /** @param url `file://<absolute folder>` */
  constructor(url: string) {
    this.url = url;
  }

  async read(layer: string, environment: string): Promise<RecordedLayer | undefined> {
    const file = `${fileURLToPath(this.url)}/${stateKey(layer, environment)}`;
    try {
      return parseState(await readFile(file, "utf8"), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }
}
