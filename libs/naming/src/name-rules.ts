/** What AWS accepts as the name of one type of resource. */
export interface NameRule {
  /** Characters at least; 1 unless given. */
  readonly min?: number;
  /** Characters at most. */
  readonly max: number;
  /** The whole name; lengths are checked apart. */
  readonly pattern: RegExp;
  /** Beginnings that AWS reserves or refuses, compared without case. */
  readonly forbiddenPrefixes?: readonly string[];
  /** Endings that AWS reserves or refuses, compared without case. */
  readonly forbiddenSuffixes?: readonly string[];
  /** Whole names that AWS reserves, compared without case. */
  readonly reserved?: readonly string[];
  /** What stands between the parts; "" where only letters and digits are allowed. */
  readonly separator: "-" | "_" | "";
  /** What Pulumi appends when it makes the name itself: 8 = "-" and 7 hex digits, RDS has no hyphen. */
  readonly suffix: 8 | 7 | 0;
  /** Where AWS says so. */
  readonly source: string;
}

const alphanumericsAndHyphens = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;
const iam = /^[\w+=,.@-]+$/;
/** Letter first, no hyphen at the end, no two hyphens in a row. */
const rds = /^[A-Za-z](-?[A-Za-z0-9])*$/;
const anyText = /^[^\p{Cc}]+$/u;

/** One table of limits: every name in the workspace is built from a row of it. */
export const nameRules = {
  loadBalancer: {
    max: 32,
    pattern: alphanumericsAndHyphens,
    forbiddenPrefixes: ["internal-"],
    separator: "-",
    suffix: 8,
    source: "Elastic Load Balancing API, CreateLoadBalancer: Name",
  },
  targetGroup: {
    max: 32,
    pattern: alphanumericsAndHyphens,
    separator: "-",
    suffix: 8,
    source: "Elastic Load Balancing API, CreateTargetGroup: Name",
  },
  bucket: {
    min: 3,
    max: 63,
    // Dots are allowed by S3 but break TLS for virtual-hosted addresses.
    pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    forbiddenPrefixes: ["xn--", "sthree-", "amzn-s3-demo-"],
    forbiddenSuffixes: ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"],
    separator: "-",
    suffix: 8,
    source: "S3 user guide, General purpose bucket naming rules",
  },
  dbInstance: {
    max: 63,
    pattern: rds,
    separator: "-",
    suffix: 7,
    source: "RDS API, CreateDBInstance: DBInstanceIdentifier",
  },
  dbSubnetGroup: {
    max: 255,
    pattern: /^[A-Za-z][A-Za-z0-9 ._-]*$/,
    reserved: ["default"],
    separator: "-",
    suffix: 8,
    source: "RDS API, CreateDBSubnetGroup: DBSubnetGroupName",
  },
  dbParameterGroup: {
    max: 255,
    pattern: rds,
    separator: "-",
    suffix: 8,
    source: "RDS API, CreateDBParameterGroup: DBParameterGroupName",
  },
  dbOptionGroup: {
    max: 255,
    pattern: rds,
    separator: "-",
    suffix: 8,
    source: "RDS API, CreateOptionGroup: OptionGroupName",
  },
  dbSnapshot: {
    max: 255,
    pattern: rds,
    separator: "-",
    suffix: 0,
    source: "RDS API, CreateDBSnapshot: DBSnapshotIdentifier",
  },
  mysqlDatabase: {
    max: 64,
    pattern: /^[A-Za-z][A-Za-z0-9_]*$/,
    reserved: ["mysql", "sys", "information_schema", "performance_schema", "innodb"],
    separator: "_",
    suffix: 0,
    source: "RDS API, CreateDBInstance: DBName for MySQL",
  },
  mysqlUser: {
    max: 16,
    pattern: /^[A-Za-z][A-Za-z0-9]*$/,
    // "admin" is allowed by RDS and refused by Security Hub control RDS.25.
    reserved: ["admin", "root", "rdsadmin", "rdsrepladmin", "mysql"],
    separator: "",
    suffix: 0,
    source: "RDS API, CreateDBInstance: MasterUsername for MySQL; Security Hub RDS.25",
  },
  role: {
    max: 64,
    pattern: iam,
    separator: "-",
    suffix: 8,
    source: "IAM API, CreateRole: RoleName",
  },
  rolePolicy: {
    max: 128,
    pattern: iam,
    separator: "-",
    suffix: 8,
    source: "IAM API, PutRolePolicy: PolicyName",
  },
  policy: {
    max: 128,
    pattern: iam,
    separator: "-",
    suffix: 8,
    source: "IAM API, CreatePolicy: PolicyName",
  },
  instanceProfile: {
    max: 128,
    pattern: iam,
    separator: "-",
    suffix: 8,
    source: "IAM API, CreateInstanceProfile: InstanceProfileName",
  },
  securityGroup: {
    max: 255,
    pattern: /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/,
    forbiddenPrefixes: ["sg-"],
    separator: "-",
    suffix: 8,
    source: "EC2 API, CreateSecurityGroup: GroupName",
  },
  launchTemplate: {
    min: 3,
    max: 128,
    pattern: /^[a-zA-Z0-9().\-/_]+$/,
    separator: "-",
    suffix: 8,
    source: "EC2 API, CreateLaunchTemplate: LaunchTemplateName",
  },
  autoScalingGroup: {
    max: 255,
    // ASCII 33 to 126 without the colon.
    pattern: /^[!-9;-~]+$/,
    separator: "-",
    suffix: 8,
    source: "Auto Scaling API, CreateAutoScalingGroup: AutoScalingGroupName",
  },
  scalingPolicy: {
    max: 255,
    pattern: anyText,
    separator: "-",
    suffix: 8,
    source: "Auto Scaling API, PutScalingPolicy: PolicyName",
  },
  budget: {
    max: 100,
    pattern: /^[^:\\\p{Cc}]+$/u,
    separator: "-",
    suffix: 8,
    source: "AWS Budgets API, Budget: BudgetName",
  },
  dbEventSubscription: {
    max: 254,
    pattern: rds,
    separator: "-",
    suffix: 8,
    source: "RDS API, CreateEventSubscription: SubscriptionName",
  },
  logGroup: {
    max: 512,
    pattern: /^[.\-_/#A-Za-z0-9]+$/,
    forbiddenPrefixes: ["aws/"],
    separator: "-",
    suffix: 8,
    source: "CloudWatch Logs API, CreateLogGroup: logGroupName",
  },
  alarm: {
    max: 255,
    pattern: anyText,
    separator: "-",
    suffix: 8,
    source: "CloudWatch API, PutMetricAlarm: AlarmName",
  },
  dashboard: {
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    separator: "-",
    suffix: 8,
    source: "CloudWatch API, PutDashboard: DashboardName",
  },
  topic: {
    max: 256,
    pattern: /^[A-Za-z0-9_-]+$/,
    separator: "-",
    suffix: 8,
    source: "SNS API, CreateTopic: Name",
  },
  kmsAlias: {
    // 256 with "alias/" in front, which the caller adds.
    max: 250,
    pattern: /^[a-zA-Z0-9:/_-]+$/,
    forbiddenPrefixes: ["aws/"],
    separator: "-",
    suffix: 8,
    source: "KMS API, CreateAlias: AliasName",
  },
  secret: {
    max: 512,
    pattern: /^[A-Za-z0-9/_+=.@-]+$/,
    separator: "-",
    suffix: 8,
    source: "Secrets Manager API, CreateSecret: Name",
  },
  backupVault: {
    min: 2,
    max: 50,
    pattern: /^[a-zA-Z0-9\-_]+$/,
    separator: "-",
    suffix: 8,
    source: "AWS Backup API, CreateBackupVault: BackupVaultName",
  },
  backupPlan: {
    max: 50,
    pattern: /^[a-zA-Z0-9\-_.]+$/,
    separator: "-",
    suffix: 8,
    source: "AWS Backup API, CreateBackupPlan: BackupPlanName",
  },
  backupSelection: {
    max: 50,
    pattern: /^[a-zA-Z0-9\-_.]+$/,
    separator: "-",
    suffix: 8,
    source: "AWS Backup API, CreateBackupSelection: SelectionName",
  },
  webAcl: {
    max: 128,
    pattern: /^[\w-]+$/,
    separator: "-",
    suffix: 8,
    source: "WAFV2 API, CreateWebACL: Name",
  },
  /** The `Name` tag of what has no name of its own: VPC, subnet, gateway, route table. */
  nameTag: {
    max: 256,
    pattern: /^[\p{L}\p{N} +\-=._:/@]+$/u,
    forbiddenPrefixes: ["aws:"],
    separator: "-",
    suffix: 0,
    source: "EC2 user guide, Tag restrictions",
  },
} as const satisfies Record<string, NameRule>;

/** A row of the table. */
export type NameKind = keyof typeof nameRules;

/** Whether AWS would take the name. */
export function accepts(kind: NameKind, name: string): boolean {
  const rule: NameRule = nameRules[kind];
  const lower = name.toLowerCase();
  if (name.length < (rule.min ?? 1) || name.length > rule.max) return false;
  if (!rule.pattern.test(name)) return false;
  if (rule.forbiddenPrefixes?.some((prefix) => lower.startsWith(prefix))) return false;
  if (rule.forbiddenSuffixes?.some((suffix) => lower.endsWith(suffix))) return false;
  // Secrets Manager adds "-" and six characters itself and asks not to imitate that.
  if (kind === "secret" && /-[A-Za-z0-9]{6}$/.test(name)) return false;
  return !rule.reserved?.includes(lower);
}
