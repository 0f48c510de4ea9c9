/** What a run does with each of its layers; each is an Nx target. */
export const OPERATIONS = {
  up: "Creates or updates the layer in one environment",
  preview: "Shows what `up` would do; changes no resource",
  destroy: "Deletes everything the layer has in one environment",
  refresh: "Reads the layer's resources back from the cloud into its state",
  drift:
    "Shows where the cloud differs from the layer's state; changes nothing, fails on a difference",
  outputs: "Prints what the layer publishes, as recorded in its state",
} as const;

export type Operation = keyof typeof OPERATIONS;

/** An operation that works on the layers' stacks. */
export type RunOperation = Exclude<Operation, "outputs">;

/** Whether the layer's program is run. */
export function runsProgram(operation: RunOperation): operation is "up" | "preview" {
  return operation === "up" || operation === "preview";
}

/** True if readers come before what they read. */
export function isReversed(operation: Operation): boolean {
  return operation === "destroy";
}
