import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import chromium from "@sparticuz/chromium";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

import { picturePage } from "./page.ts";
import { samplePicture } from "./testing/sample-picture.ts";

let browser: Browser;
let page: Page;
let folder: string;
const asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "strata-picture-"));
  const file = join(folder, "page.html");
  writeFileSync(file, picturePage(samplePicture()));
  browser = await puppeteer.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, "--allow-file-access-from-files"],
    headless: "shell",
  });
  page = await browser.newPage();
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(file).href);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

it("asks a browser for nothing but itself, and gives it nothing to complain about", () => {
  expect(asked).toEqual([page.url()]);
  expect(complaints).toEqual([]);
});

it.each([1280, 1024])("fits a screen of %i pixels", async (width) => {
  await page.setViewport({ width, height: 800 });
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});

it("shows every section with a size, and no box over another", async () => {
  const boxes = await page.$$eval("section", (sections) =>
    sections.map((section) => {
      const { top, bottom, height } = section.getBoundingClientRect();
      return { id: section.id, top, bottom, height };
    }),
  );
  expect(boxes.map(({ id }) => id)).toEqual([
    "layers",
    "network",
    "findings",
    "cost",
    "contracts",
    "resources",
  ]);
  boxes.forEach(({ height, top }, i) => {
    expect(height).toBeGreaterThan(40);
    if (i > 0) expect(top).toBeGreaterThanOrEqual(boxes[i - 1]?.bottom ?? 0);
  });
});

it("colours what a plan changes", async () => {
  const colours = await page.$$eval(".chip.create, .chip.update", (chips) =>
    chips.map((chip) => getComputedStyle(chip).backgroundColor),
  );
  expect(new Set(colours).size).toBe(2);
  expect(await page.$eval(".tree .replace > .name", (name) => name.textContent)).toBe("strata-web");
});

it("goes from a layer in the drawing to its resources", async () => {
  await page.setViewport({ width: 1280, height: 800 });
  await page.click('svg.layers a[href="#layer-compute"]');
  const top = await page.$eval("#layer-compute", (one) => one.getBoundingClientRect().top);
  expect(top).toBeLessThan(800);
});

it("prints on paper, without the links of the screen", async () => {
  const pdf = await page.pdf({ format: "A4" });
  expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMediaType("print");
  expect(await page.$eval("nav", (nav) => getComputedStyle(nav).display)).toBe("none");
});
