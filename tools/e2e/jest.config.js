import preset from "../../jest.preset.js";

export default {
  ...preset,
  displayName: "e2e",
  // Each file has a workspace, a sandbox and engines of its own; two cores carry one at a time.
  maxWorkers: 1,
  // A bound for a hang, not an expectation.
  testTimeout: 900_000,
};
