// Jest loads set-up files through its own transformer, which cannot follow TypeScript's explicit `.ts` specifiers; Node can.
export default async function setUp() {
  const { startEmulatorForTests } = await import("./for-tests.ts");
  const { endpoint, stop } = await startEmulatorForTests();
  process.env.STRATA_TEST_EMULATOR = endpoint;
  globalThis.stopTestEmulator = stop;
}
