/** Flips that no rule finds, and why that is right. */
export interface Survivor {
  /** End of the type token: `kms/key:Key`. */
  readonly type: string;
  /** The path as a whole, with `[]` for each place in a list. */
  readonly property: RegExp;
  readonly reason: string;
}

const AWS_DEFAULT = "AWS's default is the same value.";
const OTHER_BOUND = "The other condition of the statement still names the account.";
const REFUSES_MORE = "A statement that denies, denies more.";
const SPEED = "How fast or how gently the fleet is renewed, not who gets in.";
const TEXT = "A text for people. AWS demands one on security groups, and so does `sg-described`.";
const STRICTER = "Less is allowed: what breaks, breaks at once and in every environment's tests.";

export const survivors: readonly Survivor[] = [
  // Network
  {
    type: "ec2/defaultNetworkAcl:DefaultNetworkAcl",
    property: /^(ingress|egress)(\[\]\.(cidrBlock|fromPort))?$/,
    reason:
      "The second fence: groups decide, `nacl-remote-shell` keeps shells out, without entries nothing passes.",
  },
  {
    type: "ec2/defaultSecurityGroup:DefaultSecurityGroup",
    property: /^(ingress|egress)$/,
    reason:
      "No rules is what is wanted. The layer's test demands the empty lists, which see drift.",
  },
  {
    type: "ec2/vpc:Vpc",
    property: /^enableDnsHostnames$/,
    reason:
      "Endpoints refuse private names without it: `vpc-endpoint` of the group aws finds that.",
  },
  {
    type: "ec2/vpcEndpoint:VpcEndpoint",
    property: /^policy(\.Statement\[\]\.(Resource|Condition.*))?$/,
    reason:
      "A bucket's own policy and that of the role decide, both have rules; the endpoint only narrows.",
  },
  // Buckets
  {
    type: "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    property: /^rules\[\]\.(status|expiration\.expiredObjectDeleteMarker)$/,
    reason:
      "What is kept longer costs, and is no less safe; `s3-lifecycle` wants the rules that matter.",
  },
  {
    type: "s3/bucketPolicy:BucketPolicy",
    property: /^policy\.Statement\[\]\.(Action|Principal|Resource)$/,
    reason: `${REFUSES_MORE} Where it allows, the account that may ask is still named.`,
  },
  {
    type: "s3/bucketPolicy:BucketPolicy",
    property: /^policy\.Statement\[\]\.Condition\.\w+(\.aws:Source\w+)?$/,
    reason: OTHER_BOUND,
  },
  {
    type: "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    property: /^rules(\[\]\.applyServerSideEncryptionByDefault\.kmsMasterKeyId)?$/,
    reason: "S3 encrypts every object all the same, with its own key; the layer's test wants ours.",
  },
  // Keys
  { type: "kms/key:Key", property: /^deletionWindowInDays$/, reason: AWS_DEFAULT },
  { type: "kms/key:Key", property: /^description$/, reason: TEXT },
  {
    type: "kms/key:Key",
    property: /^policy\.Statement\[\]\.Action$/,
    reason:
      "The statement of the account itself, without which nobody could change the policy again.",
  },
  // Database
  {
    type: "rds/instance:Instance",
    property: /^(caCertIdentifier|performanceInsightsRetentionPeriod)$/,
    reason: AWS_DEFAULT,
  },
  {
    type: "rds/instance:Instance",
    property: /^applyImmediately$/,
    reason: "When a change comes, not what it is.",
  },
  {
    type: "rds/instance:Instance",
    property: /^kmsKeyId$/,
    reason:
      "Encrypted all the same, with AWS's key (`rds-encrypted`); the layer's test wants ours.",
  },
  { type: "rds/parameterGroup:ParameterGroup", property: /^description$/, reason: TEXT },
  { type: "rds/subnetGroup:SubnetGroup", property: /^description$/, reason: TEXT },
  {
    type: "backup/plan:Plan",
    property: /^rules$/,
    reason: "Required: without it the program does not compile.",
  },
  // Roles
  { type: "iam/role:Role", property: /^description$/, reason: TEXT },
  { type: "iam/policy:Policy", property: /^description$/, reason: TEXT },
  {
    type: "iam/role:Role",
    property: /^permissionsBoundary$/,
    reason: "No program sets it: @strata/tagging gives it to every role, and tests that.",
  },
  {
    type: "iam/role:Role",
    property: /^assumeRolePolicy\.Statement\[\]\.Condition(\..*)?$/,
    reason: `${OTHER_BOUND} AWS Backup's is not sure to come, so its loss changes nothing (apps/data).`,
  },
  {
    type: "iam/rolePolicy:RolePolicy",
    property: /^policy(\.Statement\[\]\.Condition(\..*)?)?$/,
    reason:
      "The key's own policy, which is asked as well, does not name the service; the layer's test does.",
  },
  {
    type: "iam/policy:Policy",
    property: /^policy(\.Statement\[\]\.Resource)?$/,
    reason:
      "logs:DescribeLogGroups knows no narrower resource; without the policy nothing is allowed.",
  },
  // Balancer and fleet
  {
    type: "lb/loadBalancer:LoadBalancer",
    property: /^(desyncMitigationMode|internal)$/,
    reason: `${AWS_DEFAULT} An internal balancer is reached by fewer.`,
  },
  {
    type: "lb/loadBalancer:LoadBalancer",
    property: /^(connectionLogs|healthCheckLogs)(\.enabled)?$/,
    reason: "ELB.5 asks for access logs, which `alb-logs` finds; these are for searching faults.",
  },
  {
    type: "lb/listener:Listener",
    property: /^routingHttpResponseStrictTransportSecurityHeaderValue$/,
    reason: "No control asks for HSTS; the layer's test does.",
  },
  {
    type: "lb/targetGroup:TargetGroup",
    property: /^healthCheck\.enabled$/,
    reason:
      "AWS refuses it for instances: `target-group-health` of the group aws finds what it can.",
  },
  {
    type: "autoscaling/group:Group",
    property: /^(maxInstanceLifetime|minSize|instanceMaintenancePolicy\..*|instanceRefresh\..*)$/,
    reason: SPEED,
  },
  {
    type: "autoscaling/group:Group",
    property: /^tags\[\]\.propagateAtLaunch$/,
    reason:
      "The mandatory tags reach instances through the launch template too; this is a tag of its own.",
  },
  {
    type: "ec2/launchTemplate:LaunchTemplate",
    property: /^(updateDefaultVersion|blockDeviceMappings\[\]\.ebs\.deleteOnTermination)$/,
    reason: "The group names the version; a volume that stays costs, and is encrypted.",
  },
  {
    type: "ec2/launchTemplate:LaunchTemplate",
    property: /^blockDeviceMappings\[\]\.ebs\.kmsKeyId$/,
    reason: "Encrypted all the same, with AWS's key; the layer's test wants ours.",
  },
  {
    type: "ec2/launchTemplate:LaunchTemplate",
    property: /^metadataOptions\.(httpEndpoint|httpPutResponseHopLimit)$/,
    reason: AWS_DEFAULT,
  },
  {
    type: "acm/certificateValidation:CertificateValidation",
    property: /^certificateArn$/,
    reason: "Required: without it the program does not compile.",
  },
  {
    type: "route53/record:Record",
    property: /^(allowOverwrite|aliases\[\]\.evaluateTargetHealth)$/,
    reason: STRICTER,
  },
  // Firewall, logs and alarms
  {
    type: "wafv2/webAcl:WebAcl",
    property: /^((rules\[\]\.)?visibilityConfig\.sampledRequestsEnabled|description)$/,
    reason: "Samples are for searching faults; metrics and logs have rules of their own.",
  },
  {
    type: "ec2/flowLog:FlowLog",
    property: /^maxAggregationInterval$/,
    reason: "AWS refuses it: `flow-log` of the group aws finds values that are not 60 or 600.",
  },
  {
    type: "cloudwatch/metricAlarm:MetricAlarm",
    property: /^(okActions|treatMissingData)$/,
    reason:
      "CloudWatch.15 asks for ALARM actions, which `alarm-actions` finds; the layer's test wants all.",
  },
  {
    type: "cloudwatch/compositeAlarm:CompositeAlarm",
    property: /^okActions$/,
    reason: "As of the other alarms.",
  },
  {
    type: "sns/topicPolicy:TopicPolicy",
    property: /^policy\.Statement\[\]\.(Action|Principal|Resource)$/,
    reason: `${REFUSES_MORE} Where it allows, the account that may ask is still named.`,
  },
  {
    type: "sns/topicPolicy:TopicPolicy",
    property: /^policy\.Statement\[\]\.Condition\.\w+(\.aws:Source\w+)?$/,
    reason: OTHER_BOUND,
  },
];
