import { readFileSync } from "node:fs";

import * as pulumi from "@pulumi/pulumi";

/** What an instance has to know when it starts. None of it is secret: it reads the secret by its ARN. */
export interface StartFacts {
  readonly region: string;
  readonly port: number;
  readonly healthPath: string;
  readonly logGroup: string;
  readonly bucket: string;
  readonly databaseHost: string;
  readonly databasePort: number;
  readonly databaseName: string;
  readonly databaseSecretArn: string;
  /** Whether the agent sends memory and disk, which EC2 cannot see; $0.60 a month for each instance. */
  readonly metrics: boolean;
}

/** Where the agent's metrics stand in CloudWatch; its own default. */
export const metricsNamespace = "CWAgent";

const SCRIPT = readFileSync(new URL("./user-data.sh", import.meta.url), "utf8");

/** EC2 takes at most 16 KiB of user data before it is encoded. */
const LIMIT_BYTES = 16 * 1024;

/** Values that mean the same to bash, to systemd and to JSON, without any quoting. */
const PLAIN = /^[\w./:@+=,!-]+$/;

/** The start script once all facts are known. */
export function userData(
  facts: pulumi.Inputs & { [K in keyof StartFacts]: pulumi.Input<StartFacts[K]> },
) {
  return pulumi.output(facts).apply((known) => startScript(known as StartFacts));
}

/**
 * Pure half.
 *
 * @throws pulumi.RunError for a value that a shell would not take as it is, or a script that is too long
 */
export function startScript(facts: StartFacts): string {
  const values: Readonly<Record<string, string>> = {
    REGION: plain("region", facts.region),
    PORT: plain("port", facts.port),
    HEALTH_PATH: plain("healthPath", facts.healthPath),
    BUCKET: plain("bucket", facts.bucket),
    DATABASE_HOST: plain("databaseHost", facts.databaseHost),
    DATABASE_PORT: plain("databasePort", facts.databasePort),
    DATABASE_NAME: plain("databaseName", facts.databaseName),
    DATABASE_SECRET_ARN: plain("databaseSecretArn", facts.databaseSecretArn),
    AGENT_CONFIG: agentConfig(facts),
  };
  const script = SCRIPT.replaceAll(
    /\{\{([A-Z_]+)\}\}/g,
    (hole, name: string) => values[name] ?? hole,
  );
  if (Buffer.byteLength(script) <= LIMIT_BYTES) return script;
  throw new pulumi.RunError(
    "apps/compute/src/user-data.sh is longer than the 16 KiB that EC2 takes",
  );
}

function plain(name: string, value: string | number): string {
  const text = String(value);
  if (PLAIN.test(text)) return text;
  throw new pulumi.RunError(
    `start script: ${name} has characters that a shell would interpret; expected letters, digits and ./:@+=,!_-`,
  );
}

/** Configuration of the CloudWatch agent: one file, one log group that exists already, two metrics. */
function agentConfig({ logGroup, region, metrics }: StartFacts): string {
  const file = {
    file_path: "/var/log/app.log",
    log_group_name: plain("logGroup", logGroup),
    log_stream_name: "{instance_id}",
  };
  const config = {
    agent: { region },
    logs: { logs_collected: { files: { collect_list: [file] } } },
    ...(metrics && { metrics: METRICS }),
  };
  return JSON.stringify(config, undefined, 2);
}

const METRICS = {
  namespace: metricsNamespace,
  append_dimensions: { InstanceId: "${aws:InstanceId}" },
  metrics_collected: {
    mem: { measurement: ["used_percent"] },
    disk: { measurement: ["used_percent"], resources: ["/"], drop_device: true },
  },
};
