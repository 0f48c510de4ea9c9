export default async function tearDown(): Promise<void> {
  const { stopTestEmulator } = globalThis as unknown as { stopTestEmulator: () => Promise<void> };
  await stopTestEmulator();
}
