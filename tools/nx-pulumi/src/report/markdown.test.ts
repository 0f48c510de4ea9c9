import fc from "fast-check";

import { markdownReport } from "./markdown.ts";
import type { ResourceChange } from "./run-report.ts";
import { anyReport } from "./testing/any-report.ts";
import { examplePreview, layerOf, reportOf } from "./testing/example-report.ts";
import { shownText, withoutCode } from "./testing/markdown-reader.ts";

/** GitHub takes 65,536 characters; some are left for who posts the comment. */
const LIMIT = 65_000;

const vpc = changeOf({ type: "aws:ec2/vpc:Vpc", name: "main" });
const database = changeOf({ type: "aws:rds/instance:Instance", name: "main", stateful: true });
const NUMBERS = { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 0 };

function changeOf(parts: Partial<ResourceChange>): ResourceChange {
  const none = { urn: "", type: "", name: "", op: "create", stateful: false, properties: [] };
  return { ...none, ...parts } as ResourceChange;
}

it("begins with a line of its own for each operation and environment", () => {
  const first = (parts: object) => markdownReport(reportOf(parts)).split("\n")[0];
  expect(first({})).toBe("<!-- strata:preview:local -->");
  expect(first({ operation: "up", environment: "prod-eu" })).toBe("<!-- strata:up:prod-eu -->");
  expect(first({ environment: "prod", sandbox: true })).toBe(
    "<!-- strata:preview:prod-in-sandbox -->",
  );
  expect(first({ environment: "a --> b" })).toBe("<!-- strata:preview:a%20--%3E%20b -->");
});

it("says in its title that an environment of a real account was in the sandbox", () => {
  const [, title] = markdownReport(reportOf({ environment: "prod", sandbox: true })).split("\n");
  expect(title).toBe("### Strata preview of prod, in the sandbox");
});

it.each([
  ["preview", "No changes"],
  ["up", "Nothing to do"],
  ["destroy", "Nothing to destroy"],
  ["refresh", "The states are what the cloud has"],
  ["drift", "No drift"],
] as const)("is a heading and one line when a %s finds nothing", (operation, line) => {
  const titles = {
    preview: "preview",
    up: "deployment",
    destroy: "destruction",
    refresh: "refresh",
    drift: "drift",
  };
  const layers = [layerOf("network", { status: "unchanged" }), layerOf("data")];
  expect(markdownReport(reportOf({ operation, layers }))).toBe(
    `<!-- strata:${operation}:local -->\n### Strata ${titles[operation]} of local\n\n` +
      `${line}: 2 layers, commit 3f1c2a9d8e7b, 12.3 s, 2026-02-03 04:05 UTC.\n`,
  );
});

it("still names neighbours that need something when nothing changes", () => {
  const report = reportOf({
    layers: [layerOf("network", { status: "unchanged" })],
    stale: [
      { layer: "data", reads: [{ layer: "network", key: "vpcId" }], command: "npx nx run data:up" },
      { layer: "shop", reads: [{ layer: "network", key: "vpcId" }] },
    ],
    behind: [
      { layer: "compute", reasons: ["a.ts changed", "b.ts changed"], command: "npx nx run x:up" },
    ],
    withoutCode: [{ layer: "cache", resources: 1, command: "npx nx run y" }],
  });
  expect(markdownReport(report).split("\n\n").slice(2)).toEqual([
    "Stale, because they read outputs that would have other values:",
    "- **data**: reads `network.vpcId`: `npx nx run data:up`\n" +
      "- **shop**: reads `network.vpcId`; deploy it from the repository that has its code",
    "Behind, because their code or settings are not what is deployed:",
    "- **compute**: a.ts changed; b.ts changed: `npx nx run x:up`",
    "Still deployed, although their code is gone:",
    "- **cache**: 1 resource; to destroy them: `npx nx run y`\n",
  ]);
});

it("tells lost data first, then other replacements, then notices, then the table", () => {
  const text = markdownReport(examplePreview);
  const places = ["> [!CAUTION]", "> [!WARNING]", "> [!IMPORTANT]", "| layer |", "<details>"];
  const found = places.map((place) => text.indexOf(place));
  expect(found.every((place) => place > 0)).toBe(true);
  expect([...found].sort((a, b) => a - b)).toEqual(found);
});

it.each([
  ["preview", "replace", "would be replaced", "replace", "loses"],
  ["preview", "delete", "would be deleted", "delete", "loses"],
  ["up", "replace", "was replaced", "replaced", "lost"],
  ["destroy", "delete", "was deleted", "deleted", "lost"],
  ["refresh", "delete", "is gone from the cloud", "gone:", "lost"],
  ["drift", "delete", "is gone from the cloud", "gone:", "lost"],
] as const)("says of a %s with a %s what is lost", (operation, op, title, did, loses) => {
  const layers = [layerOf("data", { changes: [{ ...database, op }] })];
  const text = markdownReport(reportOf({ operation, layers }));
  expect(text).not.toContain("[!WARNING]");
  expect(text).toContain(
    `> [!CAUTION]\n> **1 resource with data ${title}**\n>\n> - **data**: ${did} \`main\` ` +
      `(\`aws:rds/instance:Instance\`); ${loses} the database and its automated backups\n`,
  );
});

it("counts several losses in one title, and says that a type it does not know holds data", () => {
  const layers = [
    layerOf("data", { changes: [{ ...database, op: "delete" }] }),
    layerOf("shop", {
      changes: [changeOf({ type: "x:y:Z", name: "z", op: "replace", stateful: true })],
    }),
  ];
  const text = markdownReport(reportOf({ operation: "up", layers }));
  expect(text).toContain("**2 resources with data were replaced or deleted**");
  expect(text).toContain("replaced `z` (`x:y:Z`); lost the data in it");
});

it("names the layer of a notice once", () => {
  const notices = ["network: replaces x", "data: is not network"];
  expect(markdownReport(reportOf({ layers: [layerOf("network", { notices })] }))).toContain(
    "> [!IMPORTANT]\n> **Notices**\n>\n> - **network**: replaces x\n> - **network**: data: is not network\n",
  );
});

it("is not loud about data that stays", () => {
  const changes = (["create", "update", "import"] as const).map((op) => ({ ...database, op }));
  const text = markdownReport(reportOf({ layers: [layerOf("data", { changes })] }));
  expect(text).not.toContain("[!");
});

it("names at most three properties that replace a resource", () => {
  const properties = ["a", "b", "c", "d", "e"].map(
    (path) => ({ path, kind: "update", replaces: path !== "a", before: 1, after: 2 }) as const,
  );
  const layers = [layerOf("network", { changes: [{ ...vpc, op: "replace", properties }] })];
  expect(markdownReport(reportOf({ layers }))).toContain(
    "> - **network**: replace `main` (`aws:ec2/vpc:Vpc`) " +
      "because of `b: 1 -> 2`, `c: 1 -> 2`, `d: 1 -> 2` and 1 more\n",
  );
});

it("has a row for each layer, with the reason of the gate", () => {
  const report = reportOf({
    success: false,
    layers: [
      layerOf("network", {
        gate: { runs: true, reasons: ["first reason", "second reason"] },
        counts: { created: 1, updated: 2, replaced: 3, deleted: 4, unchanged: 5 },
        seconds: 1.26,
      }),
      layerOf("data", {
        status: "unchanged",
        counts: { ...NUMBERS, unchanged: 9 },
        gate: { runs: false, reasons: ["as deployed"] },
      }),
      layerOf("base", { role: "upstream" }),
      layerOf("compute", { status: "failed", reason: "first line\nsecond line", seconds: 3 }),
      layerOf("observability", { status: "skipped", reason: "compute did not finish" }),
    ],
  });
  const rows = markdownReport(report)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows).toEqual([
    "| layer | result | + | ~ | ± | - | why | seconds |",
    "|-|-|-:|-:|-:|-:|-|-:|",
    "| network | done | 1 | 2 | 3 | 4 | first reason; second reason | 1.3 |",
    "| data | unchanged |  |  |  |  | as deployed | 0.0 |",
    "| base | done | 0 | 0 | 0 | 0 | " +
      "planned only because a selected layer reads it and it is not deployed | 0.0 |",
    "| compute | failed | 0 | 0 | 0 | 0 | first line … | 3.0 |",
    "| observability | skipped |  |  |  |  | compute did not finish |  |",
  ]);
});

it("says what failed in the heading and the summary, and why", () => {
  const report = reportOf({
    operation: "up",
    success: false,
    layers: [
      layerOf("network", { counts: { ...NUMBERS, created: 2 } }),
      layerOf("data", {
        status: "failed",
        errors: ["no such subnet\n  in data.ts:3", "another"],
        reason: "all of it: data.log",
      }),
      layerOf("compute", { status: "interrupted" }),
      layerOf("observability", { status: "skipped", reason: "data did not finish" }),
    ],
  });
  const text = markdownReport(report);
  expect(text).toContain("### Strata deployment of local: failed\n");
  expect(text).toContain("| data | failed | 0 | 0 | 0 | 0 | no such subnet … | 0.0 |\n");
  expect(text).toContain(
    "\n1 of 4 layers changed: 2 created; failed: `data`; interrupted: `compute`; skipped: `observability`.\n",
  );
  expect(text).toContain(
    "\n**data** failed:\n\n```text\nno such subnet\n  in data.ts:3\nanother\nall of it: data.log\n```\n\n" +
      "**compute** interrupted\n",
  );
});

it("says why a run was refused", () => {
  const refused = "network cannot be destroyed\n  data reads vpcId";
  const text = markdownReport(reportOf({ operation: "destroy", success: false, refused }));
  expect(text.split("\n\n").slice(0, 2)).toEqual([
    "<!-- strata:destroy:local -->\n### Strata destruction of local: refused",
    "> [!CAUTION]\n> **Refused, nothing was started**\n>\n> ```text\n" +
      "> network cannot be destroyed\n>   data reads vpcId\n> ```",
  ]);
});

it("does not call drift a failure", () => {
  const layers = [layerOf("data", { status: "drifted", changes: [{ ...database, op: "update" }] })];
  const text = markdownReport(reportOf({ operation: "drift", success: false, layers }));
  expect(text).toContain("### Strata drift of local\n\n1 of 1 layer differs from its state.\n");
  expect(text).toContain("! changed: aws:rds/instance:Instance main\n");
});

it("folds each layer's resources away, with what differs and what replaces", () => {
  const property = { kind: "update", replaces: false, before: 1, after: 2 } as const;
  const layer = layerOf("network", {
    counts: { created: 2, updated: 1, replaced: 1, deleted: 1, unchanged: 0 },
    changes: [
      { ...vpc, properties: [{ ...property, path: "tags.Name", kind: "add", after: "x" }] },
      { ...vpc, op: "import" },
      {
        ...vpc,
        op: "update",
        properties: [
          { ...property, path: "a[0].b", before: [80, "tcp"], after: { port: 443 } },
          { ...property, path: "gone", kind: "delete" },
          { path: "password", kind: "update", replaces: false },
        ],
      },
      { ...vpc, op: "replace", properties: [{ ...property, path: "cidrBlock", replaces: true }] },
      { ...vpc, op: "delete" },
    ],
    contract: [
      { key: "vpcId", change: "unknown", readers: ["data", "compute"] },
      { key: "zones", change: "removed", readers: [] },
      { key: "port", change: "retyped", readers: ["data"] },
      { key: "host", change: "changed", readers: ["data"] },
      { key: "new", change: "added", readers: [] },
    ],
    reads: [
      { layer: "base", key: "zoneId", value: "unknown" },
      { layer: "base", key: "name", value: "planned" },
      { layer: "other", key: "id", value: "deployed" },
      { layer: "base", key: "region", value: "unknown" },
    ],
  });
  const text = markdownReport(reportOf({ layers: [layer] }));
  expect(text.slice(text.indexOf("<details>"), text.indexOf("<sub>"))).toBe(
    `<details>
<summary><b>network</b>: 2 to create, 1 to update, 1 to replace, 1 to delete; 5 outputs, read by data, compute</summary>

\`\`\`diff
+ create aws:ec2/vpc:Vpc main
+     tags.Name: "x"
+ import aws:ec2/vpc:Vpc main
! update aws:ec2/vpc:Vpc main
!     a[0].b: [80,"tcp"] -> {"port":443}
-     gone: 1 -> (none)
!     password: (secret or none) -> (secret or unknown)
-/+ replace aws:ec2/vpc:Vpc main
!     cidrBlock: 1 -> 2  # replaces the resource
- delete aws:ec2/vpc:Vpc main
\`\`\`

Outputs:

- \`vpcId\`: known after \`network\` is deployed; read by \`data\`, \`compute\`
- \`zones\`: removed; no deployed layer reads it
- \`port\`: another type; read by \`data\`
- \`host\`: another value; read by \`data\`
- \`new\`: new; no deployed layer reads it

Not known yet:

- \`zoneId\`, \`region\` of \`base\`: known after \`base\` is deployed

</details>

`,
  );
});

it("has no details of a layer that has none", () => {
  const layers = [layerOf("network", { notices: ["look"] }), layerOf("data")];
  expect(markdownReport(reportOf({ layers }))).not.toContain("<details>");
});

describe("a report that is too long for a comment", () => {
  const words = "many words about it ".repeat(5);
  const property = { kind: "update", replaces: false, before: words, after: words } as const;
  const changes = Array.from({ length: 40 }, (_, index) => ({
    ...vpc,
    op: "update" as const,
    name: `vpc-${index}`,
    properties: [{ ...property, path: "tags.Name" }],
  }));
  const layers = (length: number) =>
    Array.from({ length }, (_, index) => layerOf(`layer-${index}`, { changes }));
  const withDetails = (text: string) => text.split("<details>").slice(1);

  it("loses the properties of the last layers first, and says so", () => {
    const text = markdownReport(reportOf({ layers: layers(8) }));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    const whole = withDetails(text).map((details) => details.includes("tags.Name"));
    expect(whole).toEqual([true, true, true, true, true, false, false, false]);
    expect(text).toContain(
      "\nLeft out, because a comment may not be longer: the properties of 3 layers. " +
        "`.strata/reports/local/preview.json` has everything.\n",
    );
  });

  it("then loses the details of the last layers", () => {
    const text = markdownReport(reportOf({ layers: layers(60) }));
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    const kept = withDetails(text).length;
    expect(kept).toBeGreaterThan(10);
    expect(text).toContain(`all details of the last ${60 - kept} layers.`);
    expect(text).toContain("| layer-59 |");
  });

  it("counts what it says about that, too", () => {
    const text = (count: number, end: number) => {
      const names = [...Array(count).fill("x".repeat(50)), "x".repeat(end)] as string[];
      const some = names.map((name) => ({ ...vpc, name }));
      const properties = [{ ...property, path: "a", before: 1, after: 2 }];
      const all = [{ ...vpc, properties }, ...some];
      return markdownReport(reportOf({ layers: [layerOf("network", { changes: all })] }));
    };
    const count = Math.floor((LIMIT - text(0, 1).length) / (text(1, 1).length - text(0, 1).length));
    const texts = Array.from({ length: 100 }, (_, end) => text(count, end + 1));
    expect(Math.max(...texts.map(({ length }) => length))).toBe(LIMIT);
    expect(texts.some((one) => one.includes("Left out"))).toBe(true);
  });

  it("loses rows of unchanged layers before others, and says so", () => {
    const gate = { runs: false, reasons: [words] };
    const many = Array.from({ length: 200 }, (_, index) =>
      layerOf(`quiet-${index}`, { status: "unchanged", gate }),
    );
    const text = markdownReport(reportOf({ layers: [...many, ...layers(1)] }));
    expect(text).not.toContain("| quiet-");
    expect(text).toContain("| layer-0 |");
    expect(text).toContain("\n\nNot in the table: 200 unchanged layers.\n");
  });

  it("stays below the limit whatever there is to say", () => {
    const count = 80;
    fc.assert(
      fc.property(fc.constantFrom("@", "`", "` ", "a", "~", "GH-1 ", "😀", "\u0000"), (piece) => {
        const text = piece.repeat(400);
        const change = (op: ResourceChange["op"], stateful: boolean): ResourceChange => ({
          ...vpc,
          op,
          stateful,
          name: text,
          type: text,
          properties: [{ path: text, kind: "update", replaces: true, before: text, after: text }],
        });
        const statuses = ["done", "unchanged", "failed", "interrupted", "skipped"] as const;
        const report = reportOf({
          environment: text.slice(0, 100),
          commit: text,
          refused: `${text}\n`.repeat(50),
          layers: Array.from({ length: count }, (_, index) =>
            layerOf(text, {
              status: statuses[index % statuses.length] ?? "done",
              reason: `${text}\n`.repeat(20),
              changes: [change("replace", true), change("replace", false)],
              contract: [{ key: text, change: "changed", readers: Array(20).fill(text) }],
              reads: [{ layer: text, key: text, value: "unknown" }],
              notices: [text],
            }),
          ),
          stale: Array.from({ length: count }, () => ({
            layer: text,
            reads: Array(20).fill({ layer: text, key: text }),
            command: text,
          })),
          behind: Array(count).fill({ layer: text, reasons: [text], command: text }),
          withoutCode: Array(count).fill({ layer: text, resources: 1, command: text }),
        });
        expect(markdownReport(report).length).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 8 },
    );
  });
});

/** Lines that a report is made of, once code is taken out of them and text is read as it is shown. */
const LINES = [
  /^$/,
  /^### Strata [a-z]+ of /,
  /^> \[!(CAUTION|WARNING|IMPORTANT)\]$/,
  /^>( \*\*[^*]+\*\*)?$/,
  /^> CODE$/,
  /^> - (\*\*[^*]*\*\*:( |$)|and \d+ more$)/,
  /^CODE$/,
  /^\*\*[^*]*\*\* (failed|interrupted):?$/,
  /^\| layer \|( [a-z]+ \|){1}/,
  /^\|(-:?\|){8}$/,
  /^\| [^|]* \|( [^|]* \|){7}$/,
  /^<details>$/,
  /^<summary><b>[^<>]*<\/b>(: [^<>]+)?<\/summary>$/,
  /^<\/details>$/,
  /^(Outputs|Waived rules|Not known yet|Stale, [a-z ]+|Behind, [a-z ]+|Still deployed, [a-z ]+):$/,
  /^- (CODE|\*\*[^*]*\*\*:( |$)|and \d+ more$)/,
  /^\d+ of \d+ layers? [^*|]*\.$/,
  /^(No changes|Nothing to do|Nothing to destroy|The states are what the cloud has|No drift): /,
  /^<sub>[^<>]*<\/sub>$/,
];

it("shows names, values and reasons and obeys none of them", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const [marker = "", ...lines] = markdownReport(report).split("\n");
      expect(marker).toMatch(/^<!-- strata:[a-z]+:[\w.!~*'()%-]+ -->$/);
      const rest = withoutCode(lines.join("\n")).replace(/<code>[^<>`\n]*<\/code>/g, "CODE");
      for (const line of rest.split("\n")) {
        expect(LINES.find((known) => known.test(line)) ?? line).toBeInstanceOf(RegExp);
      }
      const text = rest.replace(/<\/?(details|summary|b|sub)>/g, "");
      expect(text.replace(/^> |\*\*|^\|.*\|$|&#\d+;|CODE|^>$|\[!|\]$|^###/gm, "")).not.toMatch(
        /[&<>\\`*_~[\]|$@#]/,
      );
      expect(shownText(text)).not.toMatch(/@\w|#\d|\bGH-\d|:\/\/|\bwww\.\w/i);
    }),
    { numRuns: 150 },
  );
});
