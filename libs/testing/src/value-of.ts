import type * as pulumi from "@pulumi/pulumi";

/** The value of an Output. One without a value never resolves: test that through the pure part. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as T));
  });
}
