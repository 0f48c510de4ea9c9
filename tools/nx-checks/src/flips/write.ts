/** Writes docs/property-flips.md anew: `node tools/nx-checks/src/flips/write.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { recordEnvironments } from "../compliance/recorded-environment.ts";
import { flipResults } from "./flip-results.ts";
import { flipsDocument } from "./flips-document.ts";

const results = flipResults((await recordEnvironments()).get("prod") ?? []);
const file = join(import.meta.dirname, "../../../../docs/property-flips.md");
writeFileSync(file, await flipsDocument(results));
