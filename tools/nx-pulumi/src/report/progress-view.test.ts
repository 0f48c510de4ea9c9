import { stripVTControlCharacters } from "node:util";

import { jest } from "@jest/globals";

import { progressView, type ProgressView } from "./progress-view.ts";

const COLUMNS = 40;

/** A view for a terminal of that width, or for none, and all that it wrote. */
function viewOf(columns: string | undefined): { view: ProgressView; written: string[] } {
  const written: string[] = [];
  const env = columns === undefined ? {} : { STRATA_TERMINAL_COLUMNS: columns };
  return { view: progressView((text) => written.push(text), env), written };
}

function steps(view: ProgressView, layer: string, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const step = { op: "create", name: `aws:ec2/securityGroup:SecurityGroup number-${i}` };
    view.step(layer, { ...step, phase: "start" });
    view.step(layer, { ...step, phase: "done" });
  }
}

const LONG = Array.from({ length: 60 }, (_, i) => `line ${i} of what the engine says`).join("\n");

afterEach(() => jest.useRealTimers());

describe.each([undefined, "", "0"])("where lines cannot be redrawn (columns %j)", (columns) => {
  it("writes a line as a layer begins, one as it ends, and none for its steps", () => {
    const { view, written } = viewOf(columns);
    view.begin("network", "deploying");
    steps(view, "network", 1000);
    view.end("network", "network: done in 3.0 s", true);
    view.close();
    expect(written).toEqual(["network: deploying\n", "network: done in 3.0 s\n"]);
  });

  it("writes what stays, whole", () => {
    const { view, written } = viewOf(columns);
    view.line(LONG);
    view.close();
    expect(written.join("")).toBe(`${LONG}\n`);
  });

  it("writes no control characters", () => {
    const { view, written } = viewOf(columns);
    view.begin("network", "deploying");
    view.end("network", "network: failed", false);
    view.close();
    expect(written.join("")).not.toContain("\u001b");
  });
});

it("tells now and then that a layer is still at work, until it ends", () => {
  jest.useFakeTimers();
  const { view, written } = viewOf(undefined);
  view.begin("data", "deploying");
  steps(view, "data", 2);
  view.step("data", { op: "create", name: "aws:rds/instance:Instance main", phase: "start" });
  jest.advanceTimersByTime(30_000);
  view.end("data", "data: done", true);
  jest.advanceTimersByTime(60_000);
  view.close();
  expect(written).toEqual([
    "data: deploying\n",
    "data: deploying, 2 resources done after 15 s; now aws:rds/instance:Instance main\n",
    "data: deploying, 2 resources done after 30 s; now aws:rds/instance:Instance main\n",
    "data: done\n",
  ]);
});

it("is quiet once it is closed", () => {
  jest.useFakeTimers();
  const { view, written } = viewOf(undefined);
  view.begin("data", "deploying");
  view.close();
  jest.advanceTimersByTime(60_000);
  expect(written).toEqual(["data: deploying\n"]);
});

describe("in a terminal", () => {
  it("draws one line for each layer at work, none longer than the terminal is wide", () => {
    const { view, written } = viewOf(String(COLUMNS));
    view.begin("network", "deploying");
    view.begin("a-layer-with-a-name-that-alone-is-longer-than-the-line", "deploying");
    steps(view, "network", 20);
    const drawn = shown(written.join(""));
    expect(drawn.map((line) => line.slice(0, 12))).toEqual(["… network: d", "… a-layer-wi"]);
    const lines = stripVTControlCharacters(written.join("")).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(COLUMNS);
    view.close();
  });

  it("shows how many resources are done, and the one at work", () => {
    const { view, written } = viewOf("200");
    view.begin("data", "deploying");
    steps(view, "data", 3);
    view.step("data", { op: "create", name: "aws:rds/instance:Instance main", phase: "start" });
    expect(shown(written.join(""))).toEqual([
      "… data: deploying, 3 resources, 0 s  aws:rds/instance:Instance main",
    ]);
    view.close();
  });

  it("leaves what stays above what is redrawn, and nothing else when it is closed", () => {
    const { view, written } = viewOf(String(COLUMNS));
    view.begin("network", "deploying");
    view.begin("data", "deploying");
    steps(view, "network", 5);
    view.line("network: warning: careful");
    steps(view, "data", 5);
    view.end("network", "network: done in 1.0 s", true);
    view.end("data", "data: failed in 1.0 s", false);
    view.close();
    expect(shown(written.join(""))).toEqual([
      "network: warning: careful",
      "✔ network: done in 1.0 s",
      "✖ data: failed in 1.0 s",
    ]);
  });

  it("keeps every line of a text that is longer than the terminal is high", () => {
    const { view, written } = viewOf("200");
    view.begin("network", "deploying");
    view.line(LONG);
    view.end("network", "network: failed", false);
    view.close();
    expect(shown(written.join("")).join("\n")).toBe(`${LONG}\n✖ network: failed`);
  });

  it("draws nothing more once it is closed", () => {
    jest.useFakeTimers();
    const { view, written } = viewOf(String(COLUMNS));
    view.begin("data", "deploying");
    view.close();
    const before = written.length;
    jest.advanceTimersByTime(10_000);
    expect(written.length).toBe(before);
  });
});

it.each([undefined, "80"])(
  "ignores steps of a layer that did not begin (columns %j)",
  (columns) => {
    const { view, written } = viewOf(columns);
    steps(view, "nobody", 1);
    view.close();
    expect(shown(written.join(""))).toEqual([]);
  },
);

/** What a terminal shows in the end, by lines: obeys cursor up, erase line, cursor to the left and line feeds. */
function shown(text: string): string[] {
  const lines = [""];
  let row = 0;
  // eslint-disable-next-line no-control-regex
  for (const [part] of text.matchAll(/\u001b\[(\d*)([A-Za-z])|\n|[^\u001b\n]+/g)) {
    if (part === "\n") row += 1;
    else if (part.endsWith("A") && part.startsWith("\u001b")) row -= Number(part.slice(2, -1) || 1);
    else if (part === "\u001b[2K") lines[row] = "";
    else if (!part.startsWith("\u001b")) lines[row] = (lines[row] ?? "") + part;
    while (lines.length <= row) lines.push("");
  }
  while (lines.at(-1) === "") lines.pop();
  return lines;
}
