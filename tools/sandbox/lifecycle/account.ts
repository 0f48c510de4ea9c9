/** What an account has before anything is deployed into it. */
export interface AccountBaseline {
  readonly accountId: string;
  readonly region: string;
  /** Public hosted zones, with the ids that settings name. */
  readonly hostedZones: readonly { readonly id: string; readonly name: string }[];
  /** Managed policies of the account; `document` is JSON text. */
  readonly policies: readonly {
    readonly name: string;
    readonly path: string;
    readonly document: string;
  }[];
}

/** Of the emulator itself, for every access key that names no account. */
const OWN_ACCOUNT = "123456789012";

/** Credentials by which the emulator knows the account: it has as many as are asked for, each apart from the others. */
export function credentialsFor(accountId: string): {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
} {
  const accessKeyId = accountId === OWN_ACCOUNT ? "sandbox" : `SANDBOX0${accountId}`;
  return { accessKeyId, secretAccessKey: "sandbox" };
}

/**
 * Gives an account of the emulator what it lacks of its baseline; what is there stays as it is.
 *
 * @throws Error when the emulator does not take it
 */
export async function prepareAccount(
  { endpoint }: { readonly endpoint: string },
  baseline: AccountBaseline,
): Promise<void> {
  requireLoopback(endpoint);
  if (baseline.hostedZones.length === 0 && baseline.policies.length === 0) return;
  const body = JSON.stringify(baseline);
  const answer = await fetch(`${endpoint}/strata/account`, { method: "PUT", body });
  if (answer.ok) return;
  throw new Error(
    `the sandbox cannot prepare account ${baseline.accountId}: ${await answer.text()}. ` +
      "If it was started by an older clone, start it anew, empty, with: npx nx run sandbox:reset",
  );
}

/**
 * What is emulated is on this machine.
 *
 * @throws Error for an address of any other
 */
export function requireLoopback(endpoint: string): void {
  const { hostname } = new URL(endpoint);
  if (hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname))
    return;
  throw new Error(
    `the sandbox works with an AWS API on this machine only, and ${endpoint} is none: nothing was started`,
  );
}
