import preset from "../../jest.preset.js";

export default {
  ...preset,
  displayName: "sandbox",
  // Tests start processes, on machines that may be busy; what hangs is still found.
  testTimeout: 60_000,
  globalSetup: "<rootDir>/emulator/jest-set-up.ts",
  globalTeardown: "<rootDir>/emulator/jest-tear-down.ts",
};
