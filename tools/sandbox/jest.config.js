import preset from "../../jest.preset.js";

export default {
  ...preset,
  displayName: "sandbox",
  globalSetup: "<rootDir>/emulator/jest-set-up.ts",
  globalTeardown: "<rootDir>/emulator/jest-tear-down.ts",
};
