type Method = (this: object, ...args: unknown[]) => Promise<unknown>;

/**
 * Resolves when the API refuses a call of this method for the first time, whoever makes it, so that a test can act in
 * between two attempts.
 *
 * @param client a client of the AWS SDK, as `EC2`
 */
export function firstRefusal(client: { readonly prototype: object }, name: string): Promise<void> {
  const methods = client.prototype as Record<string, Method>;
  const method = methods[name] as Method;
  return new Promise((resolve) => {
    methods[name] = async function (...args) {
      try {
        return await method.apply(this, args);
      } catch (error) {
        methods[name] = method;
        resolve();
        throw error;
      }
    };
  });
}
