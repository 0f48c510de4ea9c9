import { startEmulatorForTests } from "./for-tests.ts";

/** One emulator for all tests of the project: its address is in `STRATA_TEST_EMULATOR`. */
export default async function setUp(): Promise<void> {
  const { endpoint, stop } = await startEmulatorForTests();
  process.env.STRATA_TEST_EMULATOR = endpoint;
  Object.assign(globalThis, { stopTestEmulator: stop });
}
