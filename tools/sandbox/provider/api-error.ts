/** An error of an AWS SDK client. `name` is the error code of the API. */
interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly awsOperation?: string;
}

/** True if the API answered with one of these error codes; a code ending in `*` matches a prefix. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  if (!(error instanceof Error)) return false;
  return codes.some((code) =>
    code.endsWith("*") ? error.name.startsWith(code.slice(0, -1)) : error.name === code,
  );
}

/** Awaits a call; answers undefined where the API says that the thing is not there. */
export async function unlessGone<T>(
  result: Promise<T>,
  ...codes: readonly string[]
): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (hasCode(error, ...codes)) return undefined;
    throw error;
  }
}

/** The error in the official provider's words: operation, status, request, code and message of the API. */
export function describeError(doing: string, error: unknown): string {
  if (!(error instanceof Error)) return `${doing}: ${String(error)}`;
  const { $metadata, awsOperation, name, message } = error as ServiceError;
  if (awsOperation === undefined) return `${doing}: ${message}`;
  if ($metadata?.httpStatusCode === undefined) {
    return `${doing}: operation error ${awsOperation}, request send failed, ${name}: ${message}`;
  }
  const status = `https response error StatusCode: ${$metadata.httpStatusCode}`;
  const request = `RequestID: ${$metadata.requestId ?? "-"}`;
  return `${doing}: operation error ${awsOperation}, ${status}, ${request}, api error ${name}: ${message}`;
}
