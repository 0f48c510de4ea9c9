/** Controls that no rule checks, and why. */
export const uncheckedControls: readonly (readonly [controls: string, why: string])[] = [
  [
    "EC2.7, CIS 5.1.1",
    "Of the account: encryption of EBS by default. Each disk says it itself (EC2.181).",
  ],
  ["EC2.182", "Of the account: public EBS snapshots. No layer makes a snapshot."],
  ["EC2.172", "Of the account: it would block the internet gateway of the public load balancer."],
  ["S3.1, CIS 2.1.4", "Of the account. Each bucket has a block of its own (S3.8)."],
  ["S3.22, S3.23, CIS 3.8, CIS 3.9", "Of the account: data events of a CloudTrail trail."],
  ["S3.20, CIS 2.1.2", "MFA delete can only be set by the root user, by hand."],
  ["S3.7", "Replication to another region is not asked for: data is in the backup vault, too."],
  ["S3.11", "Nothing listens to events of a bucket."],
  [
    "S3.15",
    "Object lock keeps even what was written by mistake; versions are kept instead (S3.14).",
  ],
  [
    "CloudWatch.1 to CloudWatch.14, CIS 4.x",
    "Of the account: metric filters on its CloudTrail trail.",
  ],
  [
    "EC2.4",
    "Of running instances: how long one has been stopped. Auto scaling replaces a stopped one.",
  ],
  [
    "SSM.1, SSM.2, SSM.3",
    "Of running instances: whether they answer Systems Manager, and are patched.",
  ],
  ["SecretsManager.3", "Of use: whether a secret was read within 90 days."],
  ["ELB.2, ELB.3, ELB.7 to ELB.10, ELB.14", "Classic load balancers, of which there are none."],
  [
    "SecretsManager.5",
    "The one secret is RDS's own, of the master user: RDS gives it its own tags, and takes none of ours.",
  ],
  [
    "RDS.7, RDS.12, RDS.14 to RDS.16, RDS.24, RDS.27, RDS.34, RDS.35, RDS.47, RDS.48, RDS.50",
    "Clusters, of which there are none.",
  ],
  ["RDS.18", "Retired by AWS."],
  ["SNS.2", "Retired by AWS."],
  [
    "AwsSolutions-AS3",
    "Notifications of auto scaling: the group is in compute and the notification in observability; its tests see it.",
  ],
  [
    "Literal image ids",
    "A rule sees the id that was looked up and cannot tell it from a written one: lint refuses it in programs, and " +
      "the schema of compute takes a parameter, or an id with its region that a look-up proves.",
  ],
];
