import type { Sandbox } from "../lifecycle/sandbox.ts";
import type { SandboxStatus } from "../lifecycle/status.ts";

/** The status for a terminal: the facts, the lines to copy, what is deployed. */
export function statusText(status: SandboxStatus): string {
  if (!status.running) {
    const note = status.note === undefined ? [] : [`  Note: ${status.note}`];
    const start = "  Any `up` starts it, and so does: npx nx run sandbox:start";
    return ["The sandbox is not running.", ...note, start].join("\n");
  }
  const { endpoint, region, accountId, pid, startedAt, uptimeSeconds, deployed } = status;
  return [
    `The sandbox is running: process ${pid}, up ${duration(uptimeSeconds)}, since ${startedAt}`,
    `  endpoint  ${endpoint}`,
    `  region    ${region}`,
    `  account   ${accountId}`,
    "",
    "To look at it with any AWS client:",
    ...shellLines(status).map((line) => `  ${line}`),
    "",
    ...(deployed.length === 0 ? ["Nothing is deployed."] : ["Deployed:"]),
    ...deployed.map(({ layer, environment, resources, updatedAt }) => {
      const count = `${resources} resource${resources === 1 ? "" : "s"}`;
      return `  ${layer.padEnd(16)}${environment.padEnd(10)}${count.padEnd(15)}${updatedAt}`;
    }),
  ].join("\n");
}

/** Shell lines that point AWS clients at the sandbox. */
export function shellLines({ endpoint, region, credentials }: Sandbox): readonly string[] {
  return [
    // A profile beats keys in some SDKs, and a session token of a real account does not fit these
    // keys.
    "unset AWS_PROFILE AWS_SESSION_TOKEN",
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    `export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
  ];
}

/** Such as `42 s`, `7 min`, `3 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
