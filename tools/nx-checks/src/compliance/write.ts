import { writeFileSync } from "node:fs";

import { complianceTable } from "./compliance-table.ts";
import { recordEnvironments } from "./recorded-environment.ts";

const file = new URL("../../../../docs/compliance.md", import.meta.url);
writeFileSync(file, await complianceTable(await recordEnvironments()));
