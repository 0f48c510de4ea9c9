/** The month that the prices were looked at. They are list prices, before discounts, credits and free tiers. */
export const PRICES_AS_OF = "2026-06";

/** The only region that the table holds. */
export const PRICED_REGION = "us-east-1";

/** Hours that AWS counts as a month. */
export const HOURS_A_MONTH = 730;

/** Where each price comes from: AWS's own price pages, for US East (N. Virginia), on demand. */
export const PRICE_SOURCES = {
  ec2: "https://aws.amazon.com/ec2/pricing/on-demand/",
  ebs: "https://aws.amazon.com/ebs/pricing/",
  rds: "https://aws.amazon.com/rds/mysql/pricing/",
  elb: "https://aws.amazon.com/elasticloadbalancing/pricing/",
  vpc: "https://aws.amazon.com/vpc/pricing/",
  privateLink: "https://aws.amazon.com/privatelink/pricing/",
  cloudWatch: "https://aws.amazon.com/cloudwatch/pricing/",
  kms: "https://aws.amazon.com/kms/pricing/",
  secretsManager: "https://aws.amazon.com/secrets-manager/pricing/",
  waf: "https://aws.amazon.com/waf/pricing/",
  s3: "https://aws.amazon.com/s3/pricing/",
  sns: "https://aws.amazon.com/sns/pricing/",
  backup: "https://aws.amazon.com/backup/pricing/",
  route53: "https://aws.amazon.com/route53/pricing/",
} as const;

/** Linux, shared tenancy, USD an hour. */
export const INSTANCE_HOUR: Readonly<Record<string, number>> = {
  "t3.nano": 0.0052,
  "t3.micro": 0.0104,
  "t3.small": 0.0208,
  "t3.medium": 0.0416,
  "t3.large": 0.0832,
  "t3.xlarge": 0.1664,
  "t3a.micro": 0.0094,
  "t3a.small": 0.0188,
  "t3a.medium": 0.0376,
  "t3a.large": 0.0752,
  "t4g.nano": 0.0042,
  "t4g.micro": 0.0084,
  "t4g.small": 0.0168,
  "t4g.medium": 0.0336,
  "t4g.large": 0.0672,
  "t4g.xlarge": 0.1344,
  "m6i.large": 0.096,
  "m6i.xlarge": 0.192,
  "m6g.large": 0.077,
  "m6g.xlarge": 0.154,
  "m6g.medium": 0.0385,
  "m7i.large": 0.1008,
  "m7i.xlarge": 0.2016,
  "m7g.medium": 0.0408,
  "m7g.large": 0.0816,
  "m7g.xlarge": 0.1632,
  "c6i.large": 0.085,
  "c6g.medium": 0.034,
  "c6g.large": 0.068,
  "c6g.xlarge": 0.136,
  "c7i.large": 0.08925,
  "c7g.medium": 0.03625,
  "c7g.large": 0.0725,
  "c7g.xlarge": 0.145,
  "r6g.large": 0.1008,
  "r6i.large": 0.126,
  "r7g.large": 0.1071,
};

/** RDS for MySQL in one zone, USD an hour; a standby doubles it. */
export const DATABASE_HOUR: Readonly<Record<string, number>> = {
  "db.t3.micro": 0.017,
  "db.t3.small": 0.034,
  "db.t3.medium": 0.068,
  "db.t3.large": 0.136,
  "db.t4g.micro": 0.016,
  "db.t4g.small": 0.032,
  "db.t4g.medium": 0.065,
  "db.t4g.large": 0.129,
  "db.m6g.large": 0.152,
  "db.m6g.xlarge": 0.304,
  "db.m6i.large": 0.171,
  "db.m6i.xlarge": 0.342,
  "db.m7g.large": 0.168,
  "db.m7g.xlarge": 0.337,
  "db.r6g.large": 0.215,
  "db.r6g.xlarge": 0.43,
  "db.r7g.large": 0.239,
  "db.r7g.xlarge": 0.478,
};

/** USD a month for each GiB that is provisioned, by volume type. */
export const VOLUME_GIB_MONTH: Readonly<Record<string, number>> = { gp2: 0.1, gp3: 0.08 };

/** RDS for MySQL, USD a month for each GiB, in one zone. */
export const DATABASE_GIB_MONTH: Readonly<Record<string, number>> = { gp2: 0.115, gp3: 0.115 };

/** USD an hour. */
export const HOUR = {
  natGateway: 0.045,
  publicIpv4: 0.005,
  loadBalancer: 0.0225,
  /** In each zone. */
  interfaceEndpoint: 0.01,
} as const;

/** USD a month. */
export const MONTH = {
  kmsKey: 1,
  secret: 0.4,
  webAcl: 5,
  webAclRule: 1,
  alarm: 0.1,
  /** Counts as three metrics: the metric and the two edges of the band. */
  anomalyAlarm: 0.3,
  compositeAlarm: 0.5,
  /** Seven metrics of detailed monitoring, at 0.30 each. */
  detailedMonitoring: 2.1,
} as const;

/** What is paid for by use, in the words of the price page. */
export const USAGE = {
  natGateway: "$0.045 a GB that passes",
  interfaceEndpoint: "$0.01 a GB that passes",
  loadBalancer: "$0.008 an LCU-hour",
  logs: "$0.50 a GB that is written, $0.03 a GB and month that is kept",
  flowLogs: "$0.50 a GB that is written",
  bucket: "$0.023 a GB and month, $0.005 a thousand writes",
  webAcl: "$0.60 a million requests",
  topic: "$0.50 a million messages; e-mail $2 in a hundred thousand",
  backup: "$0.095 a GB and month of database snapshots",
  databaseBackup: "$0.095 a GB and month above the size of the database",
  enhancedMonitoring: "$0.50 a GB of logs, one to three dollars a month at 60 s",
  dashboard: "three are free for an account, $3 a month for each more",
  kms: "$0.03 ten thousand requests; a rotation adds $1 a month, twice at most",
  record: "$0.40 a million queries; queries for aliases of load balancers are free",
} as const;
