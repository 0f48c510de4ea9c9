import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import {
  parseState,
  stateKey,
  unreadable,
  type RecordedLayer,
  type StateStore,
} from "./state-store.ts";

/** State of Pulumi's file backend. */
export class FileState implements StateStore {
  readonly url: string;

  /** @param url `file://<absolute folder>` */
  constructor(url: string) {
    this.url = url;
  }

  async read(layer: string, environment: string): Promise<RecordedLayer | undefined> {
    const file = `${fileURLToPath(this.url)}/${stateKey(layer, environment)}`;
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw unreadable(file, error);
    }
    return parseState(text, file);
  }
}
