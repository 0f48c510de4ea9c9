import { join } from "node:path";

/** What every project's `jest.config.js` starts from: ES modules, types are checked by `typecheck`. */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  moduleFileExtensions: ["ts", "js", "cjs", "json", "node"],
  transform: {
    "\\.ts$": [
      "ts-jest",
      { useESM: true, tsconfig: "<rootDir>/tsconfig.json", diagnostics: false },
    ],
  },
  // A bound for a hang, not an expectation: a busy machine takes its time.
  testTimeout: 60_000,
  testMatch: ["<rootDir>/**/*.test.ts"],
  reporters: ["default", join(import.meta.dirname, "tools", "nx-checks", "jest-counts.js")],
};
