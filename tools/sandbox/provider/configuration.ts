import type { Values } from "./value.ts";

/** What one `aws.Provider` resource is configured with. */
export interface Configuration {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
}

/** Settings that mean nothing here: the endpoint and the credentials are the sandbox's own. */
const WITHOUT_EFFECT = [
  "version",
  "pluginDownloadURL",
  "skipCredentialsValidation",
  "skipRegionValidation",
  "skipMetadataApiCheck",
  "skipRequestingAccountId",
  "maxRetries",
  "profile",
  "accessKey",
  "secretKey",
  "token",
];

/**
 * Reads the arguments of Configure. The engine sends everything that is no string as JSON text.
 *
 * @throws Error naming a setting that the sandbox does not honour, or a missing region.
 */
export function parseConfiguration(args: Values): Configuration {
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args)) settings[name] = fromJson(value);
  const { region, defaultTags, allowedAccountIds, forbiddenAccountIds, ...rest } = settings;
  const unsupported = Object.keys(rest).filter((name) => !WITHOUT_EFFECT.includes(name));
  if (unsupported.length > 0) {
    throw new Error(
      `the sandbox does not honour the provider setting ${unsupported.map((n) => `"${n}"`).join(", ")}; ` +
        "add it to tools/sandbox/provider/configuration.ts, or set it for real environments only",
    );
  }
  if (typeof region !== "string" || region === "") {
    throw new Error('the aws provider has no region: set "region" where it is constructed');
  }
  return {
    region,
    defaultTags: tagsOf(defaultTags),
    allowedAccountIds: strings(allowedAccountIds),
    forbiddenAccountIds: strings(forbiddenAccountIds),
  };
}

/** @throws Error when this account is not one that the provider may change. */
export function guardAccount(configuration: Configuration, accountId: string): void {
  const { allowedAccountIds, forbiddenAccountIds } = configuration;
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(accountId)) {
    throw new Error(
      `AWS account ID not allowed: ${accountId}; the provider allows ${allowedAccountIds.join(", ")}. ` +
        "Use credentials of that account, or correct the account id of the environment",
    );
  }
  if (forbiddenAccountIds.includes(accountId)) {
    throw new Error(`AWS account ID not allowed: ${accountId} is forbidden by the provider`);
  }
}

function tagsOf(defaultTags: unknown): Readonly<Record<string, string>> {
  if (typeof defaultTags !== "object" || defaultTags === null) return {};
  const { tags } = defaultTags as { tags?: Readonly<Record<string, string>> };
  return tags ?? {};
}

function strings(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "number" ? value : parsed;
  } catch {
    return value;
  }
}
