import { picturePage } from "./page.ts";
import { samplePicture } from "./testing/sample-picture.ts";

it("is one page that loads nothing and runs nothing", () => {
  const page = picturePage(samplePicture());
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|src=/);
  expect([...page.matchAll(/https?:\/\/[^"'\s<]*/g)].map(([url]) => url)).toEqual([]);
});

it("shows what a state holds as text, whatever it is", () => {
  const page = picturePage(samplePicture());
  expect(page).toContain("&lt;script>alert(1)&lt;/script>");
  const hostile = { ...samplePicture(), environment: `"><b onload=x>` };
  expect(picturePage(hostile)).not.toContain("<b onload");
});

it("says which environment, account and time it shows, and whether it is a plan", () => {
  const page = picturePage(samplePicture());
  expect(page).toContain("staging, in the sandbox");
  expect(page).toContain("as planned");
  expect(page).toContain("account 444455556666");
  expect(page).toContain("2026-06-01 12:00 UTC");
  expect(picturePage({ ...samplePicture(), shows: "deployed", inSandbox: false })).toContain(
    "as deployed",
  );
});

it("is the same for the same environment", () => {
  expect(picturePage(samplePicture())).toBe(picturePage(samplePicture()));
});

it("has a page for an environment in which nothing is deployed", () => {
  const page = picturePage({ ...samplePicture(), layers: [] });
  expect(page).toContain("No VPC is deployed in this environment.");
  expect(page).toContain("No rule found anything.");
  const deployed = picturePage({ ...samplePicture(), shows: "deployed" });
  expect(deployed).toContain("Rules are asked when a layer is planned");
  expect(deployed).not.toContain("<dt>findings</dt>");
});
