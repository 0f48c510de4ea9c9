/**
 * Prints the generated identities: `node tools/nx-pulumi/src/identity/print.ts [<environment>/<layer>]`. Without an
 * argument, the paths of all. `npx nx sync` writes them.
 */
import { join } from "node:path";

import { identityFiles } from "./identity-files.ts";
import { IDENTITY_FOLDER } from "./identity-folder.ts";

const files = await identityFiles(join(import.meta.dirname, "..", "..", "..", ".."));
const [wanted] = process.argv.slice(2);
if (wanted === undefined) {
  process.stdout.write(`${Object.keys(files).join("\n")}\n`);
} else {
  const text = files[`${IDENTITY_FOLDER}/${wanted}.json`];
  if (text === undefined) {
    process.stderr.write(`there is no "${wanted}"; there are:\n${Object.keys(files).join("\n")}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(text);
  }
}
