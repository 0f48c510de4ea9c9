import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { picturePage, type EnvironmentPicture } from "@strata/picture";

import { placeKey } from "../place.ts";

/**
 * Leaves the page of an environment in `.strata/pictures/<environment>.html`, in place of the one before.
 *
 * @param root absolute folder of the workspace
 * @returns absolute path of the page
 * @throws Error naming the file that could not be written
 */
export function writePicture(root: string, picture: EnvironmentPicture): string {
  const file = join(root, ".strata", "pictures", `${placeKey(picture)}.html`);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, picturePage(picture));
    renameSync(temporary, file);
  } catch (error) {
    throw new Error(`the page ${file} could not be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return file;
}
