import { readFileSync } from "node:fs";

import { REPORT_DOCS, withExamples } from "./report-docs.ts";

const REWRITE = "npx node tools/nx-pulumi/src/report/write-published.ts";

it(`shows examples as the code makes them; if not, run: ${REWRITE}`, () => {
  const text = readFileSync(REPORT_DOCS, "utf8");
  expect(text).toBe(withExamples(text));
});

it("fails for a text that has lost an example", () => {
  expect(() => withExamples("nothing")).toThrow("there is no code block `text terminal`");
});
