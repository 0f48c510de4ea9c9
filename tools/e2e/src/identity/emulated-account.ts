import { AutoScaling } from "@aws-sdk/client-auto-scaling";
import { Backup } from "@aws-sdk/client-backup";
import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { STS } from "@aws-sdk/client-sts";
import { WAFV2 } from "@aws-sdk/client-wafv2";

type Tags = Readonly<Record<string, string>>;

/** What IAM knows of what there is in an account: tags, boundaries, and what belongs together. */
export class EmulatedAccount {
  readonly region = "us-east-1";
  readonly accountId: string;
  readonly ec2: EC2;
  readonly #autoscaling: AutoScaling;
  readonly #backup: Backup;
  readonly #kms: KMS;
  readonly #waf: WAFV2;
  readonly #elb: ElasticLoadBalancingV2;
  readonly #iam: IAM;

  private constructor(accountId: string, settings: object) {
    this.accountId = accountId;
    this.ec2 = new EC2(settings);
    this.#elb = new ElasticLoadBalancingV2(settings);
    this.#iam = new IAM(settings);
    this.#autoscaling = new AutoScaling(settings);
    this.#backup = new Backup(settings);
    this.#kms = new KMS(settings);
    this.#waf = new WAFV2(settings);
  }

  /** The emulator has as many accounts as it is asked for: one is entered by taking a role in it. */
  static async enter(endpoint: string, accountId: string): Promise<EmulatedAccount> {
    const region = "us-east-1";
    const anybody = { accessKeyId: "test", secretAccessKey: "test" };
    const sts = new STS({ endpoint, region, credentials: anybody });
    const { Credentials } = await sts.assumeRole({
      RoleArn: `arn:aws:iam::${accountId}:role/administrator`,
      RoleSessionName: "administrator",
    });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    return new EmulatedAccount(accountId, { endpoint, region, credentials });
  }

  /** Of something of EC2, by its id. */
  async tagsOf(id: string): Promise<Tags> {
    const Filters = [{ Name: "resource-id", Values: [id] }];
    const { Tags = [] } = await this.ec2.describeTags({ Filters });
    return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async tagsOfBalancing(arn: string): Promise<Tags> {
    const { TagDescriptions = [] } = await this.#elb.describeTags({ ResourceArns: [arn] });
    const tags = TagDescriptions.flatMap((one) => one.Tags ?? []);
    return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async tagsOfGroup(name: string): Promise<Tags> {
    const { Tags = [] } = await this.#autoscaling.describeTags({
      Filters: [{ Name: "auto-scaling-group", Values: [name] }],
    });
    return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async tagsOfPlan(id: string): Promise<Tags> {
    const ResourceArn = `arn:aws:backup:${this.region}:${this.accountId}:backup-plan:${id}`;
    const { Tags = {} } = await this.#backup.listTags({ ResourceArn });
    return Tags;
  }

  /** Of a key, by its id or ARN. */
  async tagsOfKey(KeyId: string): Promise<Tags> {
    const { Tags = [] } = await this.#kms.listResourceTags({ KeyId });
    return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
  }

  /** Id of the key that an alias stands for. */
  async keyOf(alias: string): Promise<string> {
    const { KeyMetadata } = await this.#kms.describeKey({ KeyId: alias });
    return KeyMetadata?.KeyId ?? "";
  }

  async tagsOfWebAcl(ResourceARN: string): Promise<Tags> {
    const { TagInfoForResource } = await this.#waf.listTagsForResource({ ResourceARN });
    const tags = TagInfoForResource?.TagList ?? [];
    return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async boundaryOf(RoleName: string): Promise<string | undefined> {
    const { Role } = await this.#iam.getRole({ RoleName });
    return Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  }

  /** Name of the role in a profile. */
  async roleOf(InstanceProfileName: string): Promise<string> {
    const { InstanceProfile } = await this.#iam.getInstanceProfile({ InstanceProfileName });
    return InstanceProfile?.Roles?.[0]?.RoleName ?? "";
  }

  /** Ids of what an association binds: table and subnet, the subnet of a network ACL, or an address. */
  async associated(AssociationId: string): Promise<string[]> {
    if (AssociationId.startsWith("eipassoc-")) {
      const Filters = [{ Name: "association-id", Values: [AssociationId] }];
      const { Addresses = [] } = await this.ec2.describeAddresses({ Filters });
      return [Addresses[0]?.AllocationId ?? ""];
    }
    if (AssociationId.startsWith("aclassoc-")) {
      const Filters = [{ Name: "association.association-id", Values: [AssociationId] }];
      const { NetworkAcls = [] } = await this.ec2.describeNetworkAcls({ Filters });
      const all = NetworkAcls.flatMap((acl) => acl.Associations ?? []);
      const found = all.find((one) => one.NetworkAclAssociationId === AssociationId);
      return [found?.SubnetId ?? ""];
    }
    const Filters = [{ Name: "association.route-table-association-id", Values: [AssociationId] }];
    const { RouteTables = [] } = await this.ec2.describeRouteTables({ Filters });
    const { SubnetId = "" } =
      RouteTables.flatMap((table) => table.Associations ?? []).find(
        (one) => one.RouteTableAssociationId === AssociationId,
      ) ?? {};
    return [RouteTables[0]?.RouteTableId ?? "", SubnetId];
  }

  async template(LaunchTemplateId: string) {
    const { LaunchTemplateVersions = [] } = await this.ec2.describeLaunchTemplateVersions({
      LaunchTemplateId,
      Versions: ["$Latest"],
    });
    return LaunchTemplateVersions[0]?.LaunchTemplateData ?? {};
  }
}
