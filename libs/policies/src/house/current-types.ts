import { resourceRule } from "../rule.ts";
import { isUnknown } from "../unknown.ts";

const facts = { group: "house", enforcement: "mandatory", controls: [] } as const;

/** Types that the provider has given up, and what takes their place. */
const DEPRECATED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["loadBalancer:LoadBalancer", "listener:Listener", "listenerRule:ListenerRule"]
      .concat("listenerCertificate:ListenerCertificate", "targetGroup:TargetGroup")
      .concat("targetGroupAttachment:TargetGroupAttachment")
      .flatMap((token) => [
        [`aws:alb/${token}`, `aws:lb/${token}`],
        [`aws:applicationloadbalancing/${token}`, `aws:lb/${token}`],
        [`aws:elasticloadbalancingv2/${token}`, `aws:lb/${token}`],
      ]),
  ),
  ...Object.fromEntries(
    [
      ...["", "Acl", "CorsConfiguration", "LifecycleConfiguration", "Logging"],
      ...["ObjectLockConfiguration", "RequestPaymentConfiguration"],
      ...["ServerSideEncryptionConfiguration", "Versioning", "WebsiteConfiguration"],
    ].map((part) => [
      `aws:s3/bucket${part}V2:Bucket${part}V2`,
      `aws:s3/bucket${part}:Bucket${part}`,
    ]),
  ),
  "aws:s3/bucketObject:BucketObject": "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:ec2/launchConfiguration:LaunchConfiguration": "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/securityGroupRule:SecurityGroupRule":
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule and its egress twin",
  "aws:iam/policyAttachment:PolicyAttachment":
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment, which leaves attachments of others alone",
};

export const currentTypes = resourceRule({
  ...facts,
  id: "current-types",
  source: "https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/",
  types: Object.keys(DEPRECATED),
  fix: "Take the type that it names: two tokens for one thing replace each other.",
  check: ({ type }) => `is of a type that was given up; ${DEPRECATED[type]} takes its place`,
});

const ROLE = "aws:iam/role:Role";
const BUCKET = "aws:s3/bucket:Bucket";

/** Inputs that have become resources of their own. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  [BUCKET]: [
    ...["acl", "corsRules", "grants", "lifecycleRules", "loggings", "objectLockConfiguration"],
    ...["logging", "policy", "replicationConfiguration", "requestPayer", "website"],
    ...["serverSideEncryptionConfiguration", "versioning", "accelerationStatus"],
  ],
  [ROLE]: ["inlinePolicies", "managedPolicyArns"],
  ...Object.fromEntries(
    ["Acl", "CorsConfiguration", "LifecycleConfiguration", "Logging"]
      .concat("ObjectLockConfiguration", "ServerSideEncryptionConfiguration", "Versioning")
      .concat("WebsiteConfiguration")
      .map((part) => [`aws:s3/bucket${part}:Bucket${part}`, ["expectedBucketOwner"]]),
  ),
};

export const currentInputs = resourceRule({
  ...facts,
  id: "current-inputs",
  source: "https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/",
  types: Object.keys(INPUTS),
  fix: "Write it as a resource of its own (BucketVersioning, RolePolicy, RolePolicyAttachment, ...), or leave it out.",
  check: ({ type, props }) =>
    (INPUTS[type] ?? [])
      .filter((name) => isSaid(props[name]))
      .map((property) => ({ property, message: "uses an input that was given up" })),
});

function isSaid(value: unknown): boolean {
  if (isUnknown(value)) return false;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== "";
}
