import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { StateStore } from "./state-store.ts";

/** State of Pulumi's file backend. */
export class FileState extends StateStore {
  readonly url: string;
  readonly #folder: string;

  /** @param url `file://<absolute folder>` */
  constructor(url: string) {
    super();
    this.url = url;
    this.#folder = fileURLToPath(url);
  }

  protected place(key: string): string {
    return join(this.#folder, key);
  }

  protected async get(key: string): Promise<string | undefined> {
    try {
      return await readFile(this.place(key), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  protected async put(key: string, text: string): Promise<void> {
    const file = this.place(key);
    const temporary = `${file}.${process.pid}.tmp`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, file);
  }

  protected async list(folder: string): Promise<string[]> {
    try {
      const names = await readdir(this.place(folder), { recursive: true });
      return names
        .filter((name) => name.endsWith(".json"))
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  protected async delete(key: string): Promise<void> {
    await rm(this.place(key), { force: true });
  }
}
