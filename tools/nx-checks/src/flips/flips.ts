import type { RecordedResource } from "@strata/policies";

/** One property of one resource with the value that a careless hand would leave. */
export interface Flip {
  /** Type and logical name of the resource. */
  readonly resource: string;
  /** Path of the input, or of the option: `ebs[0].encrypted`, `policy.Statement[0].Condition`. */
  readonly property: string;
  /** What was done: `true → false`, `removed`, `→ *`. */
  readonly change: string;
  readonly flipped: RecordedResource;
}

type Values = Readonly<Record<string, unknown>>;
/** The same value with one thing in it changed, and where. */
interface Changed {
  readonly property: string;
  readonly change: string;
  readonly value: unknown;
}

const REMOVED = Symbol("removed");

/** Optional inputs without which less is protected, encrypted, logged or kept. What is required does not compile. */
const REMOVABLE = [
  /(^|\.)kms(Master)?Key(Id|Arn)$/,
  /^masterUserSecretKmsKeyId$/,
  /^performanceInsightsKmsKeyId$/,
  /^(vpcSecurityGroupIds|securityGroups|permissionsBoundary|metadataOptions|accessLogs|connectionLogs)$/,
  /^metadataOptions\./,
  /^(sslPolicy|certificateArn|parameterGroupName|optionGroupName|monitoringInterval|monitoringRoleArn)$/,
  /^(enabledCloudwatchLogsExports|backupRetentionPeriod|finalSnapshotIdentifier|retentionInDays)$/,
  /^(alarmActions|okActions|enableKeyRotation|deletionWindowInDays|rotationPeriodInDays)$/,
  /^(desyncMitigationMode|healthCheckType|storageEncrypted|copyTagsToSnapshot|caCertIdentifier)$/,
  /^routingHttpResponseStrictTransportSecurityHeaderValue$/,
  /^(policy|versioningConfiguration|rules|ingress|egress)$/,
  /\.Condition(\.|$)/,
  /^(trafficType|description)$/,
];

/** Numbers that stand for how long something is kept, how far it reaches, or which ports are open. */
const COUNTS =
  /(retention|interval|window|hoplimit|days|minsize|minhealthypercentage|maxinstancelifetime|fromport|limit)\w*$/i;

/** Every flip of a resource's inputs and options, one at a time. */
export function flipsOf(resource: RecordedResource): readonly Flip[] {
  const { type, name, inputs, options = {} } = resource;
  const where = { resource: `${type} ${name}` };
  const ofInputs = changesIn(inputs, "").map(({ property, change, value }) => ({
    ...where,
    property,
    change,
    flipped: { ...resource, inputs: value as Values },
  }));
  const kept = options as Values;
  const ofOptions = ["protect", "retainOnDelete"]
    .filter((option) => kept[option] === true)
    .map((option) => ({
      ...where,
      property: option,
      change: "true → false",
      flipped: { ...resource, options: { ...kept, [option]: false } },
    }));
  return [...ofInputs, ...ofOptions];
}

/** Changes of a value and of everything in it. */
function changesIn(value: unknown, path: string): readonly Changed[] {
  if (Array.isArray(value)) {
    const empty: Changed[] =
      value.length > 0 && REMOVABLE.some((pattern) => pattern.test(path))
        ? [{ property: path, change: "emptied", value: [] }]
        : [];
    return [...empty, ...value.flatMap((item, i) => inside(value, item, i, `${path}[${i}]`))];
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      inside(value as Values, item, key, path === "" ? key : `${path}.${key}`),
    );
  }
  return changesOfPlain(value, path);
}

/** Changes of one item, each put back into what it is in; and the item taken away. */
function inside(
  container: readonly unknown[] | Values,
  item: unknown,
  key: string | number,
  path: string,
): readonly Changed[] {
  const removed: Changed[] = REMOVABLE.some((pattern) => pattern.test(path))
    ? [{ property: path, change: "removed", value: REMOVED }]
    : [];
  return [...removed, ...changesIn(item, path)].map((changed) => ({
    ...changed,
    value: withItem(container, key, changed.value),
  }));
}

function withItem(
  container: readonly unknown[] | Values,
  key: string | number,
  value: unknown,
): unknown {
  if (Array.isArray(container)) {
    return container.flatMap((item: unknown, i) =>
      i === key ? (value === REMOVED ? [] : [value]) : [item],
    );
  }
  const { [key]: _, ...rest } = container as Values;
  return value === REMOVED ? rest : { ...rest, [key]: value };
}

/** What a word is weakened to. */
const WEAKER: Readonly<Record<string, string>> = {
  HTTPS: "HTTP",
  required: "optional",
  defensive: "monitor",
  "aws:kms": "AES256",
  Enabled: "Disabled",
  BucketOwnerEnforced: "ObjectWriter",
  Deny: "Allow",
  ALL: "ACCEPT",
  ELB: "EC2",
  breaching: "ignore",
};

function changesOfPlain(value: unknown, property: string): readonly Changed[] {
  const to = (other: unknown): Changed => ({
    property,
    change: `${shown(value)} → ${shown(other)}`,
    value: other,
  });
  if (typeof value === "boolean") return [to(!value)];
  if (typeof value === "number") return value !== 0 && COUNTS.test(property) ? [to(0)] : [];
  if (typeof value !== "string") return [];
  if (value === "true" || value === "false") return [to(value === "true" ? "false" : "true")];
  if (/^\s*\{/.test(value)) return changesOfDocument(value, property);
  const weaker = WEAKER[value];
  if (weaker !== undefined) return [to(weaker)];
  if (/^ELBSecurityPolicy-/.test(value)) return [to("ELBSecurityPolicy-2016-08")];
  if (/^[\d.]+\/\d+$/.test(value) && value !== "0.0.0.0/0") return [to("0.0.0.0/0")];
  return [];
}

/** A document of JSON in a text: a policy. */
function changesOfDocument(text: string, property: string): readonly Changed[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  return changesIn(document, property)
    .concat(wildcards(document, property))
    .map((changed) => ({ ...changed, value: JSON.stringify(changed.value) }));
}

/** Each of these for everything and everybody. */
const WILD = ["Action", "Resource", "Principal"];

function wildcards(document: unknown, path: string): readonly Changed[] {
  const statements = (document as { readonly Statement?: unknown }).Statement;
  if (!Array.isArray(statements)) return [];
  return statements.flatMap((statement: Values, i) =>
    WILD.filter((key) => key in statement && statement[key] !== "*").map((key) => ({
      property: `${path}.Statement[${i}].${key}`,
      change: "→ *",
      value: {
        ...(document as Values),
        Statement: statements.with(i, { ...statement, [key]: "*" }) as unknown,
      },
    })),
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
