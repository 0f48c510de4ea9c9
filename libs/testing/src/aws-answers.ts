/**
 * What AWS would fill in, for the types that the layers read something from. Ids have AWS's prefixes, so
 * that contracts can be checked.
 */
export function awsState(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): { id: string; state: Record<string, unknown> } {
  const [, kind = ""] = type.split("/");
  const resource = kind.split(":")[1] ?? "";
  const id = `${ID_PREFIX[resource] ?? ""}${String(inputs[ID_INPUT[resource] ?? ""] ?? name)}`;
  const arn = arnOf(resource, name, inputs);
  return { id, state: { name, arn, ...inputs, ...computed(resource, name) } };
}

/** Of the types whose ARNs stand in policies, as AWS writes them. */
function arnOf(resource: string, name: string, inputs: Readonly<Record<string, unknown>>): string {
  const called = (input: string) => String(inputs[input] ?? name);
  const local = (service: string, what: string) =>
    `arn:aws:${service}:us-east-1:123456789012:${what}`;
  switch (resource) {
    case "Bucket":
      return `arn:aws:s3:::${called("bucket")}`;
    case "Instance":
      return local("rds", `db:${called("identifier")}`);
    case "Certificate":
      return local("acm", `certificate/${name}`);
    case "InstanceProfile":
      return `arn:aws:iam::123456789012:instance-profile/${called("name")}`;
    case "Key":
      return local("kms", `key/${name}`);
    case "LoadBalancer":
      return local("elasticloadbalancing", `loadbalancer/app/${name}/1`);
    case "LogGroup":
      return local("logs", `log-group:${called("name")}`);
    case "Policy":
      return `arn:aws:iam::123456789012:policy/${called("name")}`;
    case "Role":
      return `arn:aws:iam::123456789012:role/${called("name")}`;
    case "TargetGroup":
      return local("elasticloadbalancing", `targetgroup/${name}/1`);
    case "Topic":
      return local("sns", called("name"));
    case "Vault":
      return local("backup", `backup-vault:${called("name")}`);
    case "WebAcl":
      return local("wafv2", `regional/webacl/${called("name")}/1`);
    default:
      return local(resource.toLowerCase(), name);
  }
}

const ID_PREFIX: Readonly<Record<string, string>> = {
  Vpc: "vpc-",
  Subnet: "subnet-",
  SecurityGroup: "sg-",
  InternetGateway: "igw-",
  RouteTable: "rtb-",
  NatGateway: "nat-",
  Eip: "eipalloc-",
  VpcEndpoint: "vpce-",
  LaunchTemplate: "lt-",
};

/** Inputs that are the id. */
const ID_INPUT: Readonly<Record<string, string>> = { Bucket: "bucket" };

function computed(resource: string, name: string): Record<string, unknown> {
  switch (resource) {
    case "Vpc":
      return { defaultNetworkAclId: `acl-${name}`, defaultRouteTableId: `rtb-${name}-default` };
    case "Eip":
      return { publicIp: "203.0.113.1" };
    case "VpcEndpoint":
      return { prefixListId: `pl-${name}` };
    case "LoadBalancer":
      return { arnSuffix: `app/${name}/1`, dnsName: `${name}.elb.amazonaws.com`, zoneId: "Z1" };
    case "TargetGroup":
      return { arnSuffix: `targetgroup/${name}/1` };
    case "LaunchTemplate":
      return { latestVersion: 1 };
    case "Certificate":
      return {
        domainValidationOptions: [
          {
            domainName: "www.example.com",
            resourceRecordName: "_proof.www.example.com.",
            resourceRecordType: "CNAME",
            resourceRecordValue: "_value.acm-validations.aws.",
          },
        ],
      };
    case "Record":
      return { fqdn: `${name}.example.com` };
    case "Key":
      return { keyId: `key-${name}` };
    case "Instance":
      return {
        resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        address: "db.rds.amazonaws.com",
        endpoint: "db.rds.amazonaws.com:3306",
        masterUserSecrets: [
          { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1" },
        ],
      };
    default:
      return {};
  }
}

/** What the functions of AWS answer. */
export function awsCall(token: string, inputs: Readonly<Record<string, unknown>>): object {
  const answer = CALLS[token];
  if (answer === undefined) throw new Error(`the test's world has no answer for ${token}`);
  return { ...inputs, ...answer };
}

/* eslint-disable no-restricted-syntax -- made-up image ids, for tests only */
const CALLS: Readonly<Record<string, object>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`),
  },
  "aws:index/getPartition:getPartition": { partition: "aws" },
  "aws:ssm/getParameter:getParameter": { insecureValue: "ami-0123456789abcdef0" },
  "aws:ec2/getAmi:getAmi": { id: "ami-0123456789abcdef1" },
};
