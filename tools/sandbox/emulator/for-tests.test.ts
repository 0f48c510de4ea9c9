import { script, specifier } from "../testing/script.ts";
import { eventually } from "../testing/eventually.ts";
import { startEmulatorForTests } from "./for-tests.ts";

const START = `
  import { startEmulatorForTests } from ${specifier("./for-tests.ts", import.meta.url)};
  const { endpoint } = await startEmulatorForTests();
  console.log(endpoint);`;

async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

it("answers until it is stopped", async () => {
  const { endpoint, stop } = await startEmulatorForTests();
  expect(await answers(endpoint)).toBe(true);
  await stop();
  expect(await answers(endpoint)).toBe(false);
});

it("does not outlive a process that is killed", async () => {
  const owner = script(`${START} setInterval(() => {}, 1000);`);
  const endpoint = await owner.line(/^http/);
  expect(await answers(endpoint)).toBe(true);
  owner.child.kill("SIGKILL");
  await eventually(async () => !(await answers(endpoint)));
});

it("does not keep its process alive", async () => {
  const owner = script(START);
  const endpoint = await owner.line(/^http/);
  expect(await owner.ended).toBe(0);
  await eventually(async () => !(await answers(endpoint)));
});
