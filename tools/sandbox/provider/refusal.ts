/**
 * What AWS would answer where the emulator lets something through that AWS refuses, so that a program that fails for
 * AWS fails here. Source of each use: the API reference of the operation, "Errors".
 */
export function refusal(operation: string, code: string, message: string): Error {
  return Object.assign(new Error(message), {
    name: code,
    awsOperation: operation,
    $metadata: { httpStatusCode: 400 },
  });
}
